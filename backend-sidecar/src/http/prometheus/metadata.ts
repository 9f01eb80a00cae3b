import type { FastifyInstance } from 'fastify';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { ApiContext } from '../context.ts';
import { sendData } from './answer.ts';
import { badData, paramsOf } from './params.ts';

/** `metadata`: type, help and unit by metric name. */
export function registerMetadata(app: FastifyInstance, context: ApiContext): void {
  app.get('/api/v1/metadata', { config: { role: 'reader' } }, async (request, reply) => {
    const params = paramsOf(request);
    const limit = countParam(params, 'limit');
    // One source keeps one metadata a metric, so any positive limit per metric keeps it.
    const perMetric = countParam(params, 'limit_per_metric');
    const data: Record<string, object[]> = {};
    let count = 0;
    for (const [name, metadata] of context.source.metadata(params.get('metric') || undefined)) {
      if (limit >= 0 && count >= limit) break;
      data[name] = perMetric === 0 ? [] : [metadataJson(metadata)];
      count++;
    }
    return sendData(request, reply, data);
  });
}

/** As the API shows it; `steppedMs` is ours and stays out. */
export function metadataJson({ type, unit, help }: MetricMetadata): { type: string; unit: string; help: string } {
  return { type, unit, help };
}

/** -1 when absent. */
function countParam(params: URLSearchParams, name: string): number {
  const text = params.get(name) ?? '';
  if (text === '') return -1;
  if (!/^[+-]?\d+$/.test(text)) throw badData(`${name} must be a number`);
  return Number(text);
}
