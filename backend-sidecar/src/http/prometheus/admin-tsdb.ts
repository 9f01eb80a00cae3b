import type { FastifyInstance } from 'fastify';
import { ObservatoryError } from '../../util/errors.ts';
import type { ApiContext } from '../context.ts';
import { sendData } from './answer.ts';
import { badData, invalidParameter, paramsOf, selectorParams, windowParams } from './params.ts';

/** `admin/tsdb/*`: deletes and copies data. Off unless the configuration turns it on, and for admins only. */
export function registerAdminTsdb(app: FastifyInstance, context: ApiContext): void {
  const shared = {
    method: ['POST', 'PUT'],
    config: { role: 'admin', forms: true } as const,
    onRequest: async () => {
      if (context.settings().adminApi) return;
      throw new ObservatoryError('OBS_ADMIN_DISABLED', 'admin APIs disabled', {
        httpStatus: 503,
        hint: 'set api.admin: true',
      });
    },
  };

  app.route({
    ...shared,
    url: '/api/v1/admin/tsdb/delete_series',
    handler: async (request, reply) => {
      const params = paramsOf(request);
      if (params.getAll('match[]').length === 0) throw badData('no match[] parameter provided');
      const { startMs, endMs } = windowParams(params);
      const selectors = selectorParams(params, context.language);
      const series = await context.store.deleteSeries(selectors, startMs, endMs);
      context.logger.info({ series, selectors: selectors.map(String), startMs, endMs }, 'series deleted on request');
      return reply.code(204).send();
    },
  });
  app.route({
    ...shared,
    url: '/api/v1/admin/tsdb/clean_tombstones',
    handler: async (_request, reply) => {
      await context.store.cleanTombstones();
      return reply.code(204).send();
    },
  });
  app.route({
    ...shared,
    url: '/api/v1/admin/tsdb/snapshot',
    handler: async (request, reply) => {
      const text = paramsOf(request).get('skip_head') ?? '';
      if (!/^(|1|t|true|0|f|false)$/i.test(text))
        throw invalidParameter('skip_head', `unable to parse boolean ${JSON.stringify(text)}`);
      return sendData(request, reply, { name: await context.store.snapshot(/^(1|t|true)$/i.test(text)) });
    },
  });
}
