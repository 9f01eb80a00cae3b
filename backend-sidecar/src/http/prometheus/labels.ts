import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../context.ts';
import { sendData, truncate } from './answer.ts';
import { badData, limitParam, paramsOf, selectorParams, windowParams } from './params.ts';
import { unescapeLabelName } from './escaped-name.ts';

/** `labels` and `label/<name>/values`. */
export function registerLabels(app: FastifyInstance, context: ApiContext): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/v1/labels',
    config: { role: 'reader', forms: true },
    handler: async (request, reply) => {
      const params = paramsOf(request);
      const limit = limitParam(params);
      const { startMs, endMs } = windowParams(params);
      const selectors = selectorParams(params, context.language);
      const { items, warnings } = truncate(await context.source.labelNames(selectors, startMs, endMs), limit);
      return sendData(request, reply, items, { warnings });
    },
  });

  app.route<{ Params: { name: string } }>({
    method: 'GET',
    url: '/api/v1/label/:name/values',
    config: { role: 'reader' },
    handler: async (request, reply) => {
      const name = unescapeLabelName(request.params.name);
      if (name === '') throw badData('invalid label name: ""');
      const params = paramsOf(request);
      const limit = limitParam(params);
      const { startMs, endMs } = windowParams(params);
      const selectors = selectorParams(params, context.language);
      const { items, warnings } = truncate(await context.source.labelValues(name, selectors, startMs, endMs), limit);
      return sendData(request, reply, items, { warnings });
    },
  });
}
