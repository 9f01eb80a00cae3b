import type { FastifyInstance } from 'fastify';
import type { Labels } from '../../model/labels.ts';
import type { ApiContext } from '../context.ts';
import { sendChunks } from '../send.ts';
import { annotationsJson, truncate } from './answer.ts';
import { ByteWriter } from './byte-writer.ts';
import { badData, limitParam, paramsOf, selectorParams, windowParams } from './params.ts';

/** `series`: label sets that any selector matches. */
export function registerSeries(app: FastifyInstance, context: ApiContext): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/v1/series',
    config: { role: 'reader', forms: true },
    handler: async (request, reply) => {
      const params = paramsOf(request);
      if (params.getAll('match[]').length === 0) throw badData('no match[] parameter provided');
      const limit = limitParam(params);
      const { startMs, endMs } = windowParams(params);
      const selectors = selectorParams(params, context.language);
      const { items, warnings } = truncate(await context.source.series(selectors, startMs, endMs), limit);
      return sendChunks(request, reply, 'application/json; charset=utf-8', seriesJson(items, warnings));
    },
  });
}

function* seriesJson(series: readonly Labels[], warnings: readonly string[]): Generator<Buffer> {
  const writer = new ByteWriter();
  writer.text('{"status":"success","data":[');
  for (let i = 0; i < series.length; i++) {
    writer.text(`${i === 0 ? '' : ','}${JSON.stringify(series[i].toObject())}`);
    for (let chunk = writer.take(); chunk; chunk = writer.take()) yield chunk;
  }
  writer.text(`]${annotationsJson({ warnings })}}`);
  writer.flush();
  for (let chunk = writer.take(); chunk; chunk = writer.take()) yield chunk;
}
