import type { FastifyInstance } from 'fastify';
import { messageOf } from '../../util/errors.ts';
import type { ApiContext } from '../context.ts';
import { sendData } from './answer.ts';
import { invalidParameter, paramsOf, timeParam, MAX_TIME_MS, MIN_TIME_MS } from './params.ts';
import { formatValue } from './result-json.ts';

/** `query_exemplars`: exemplars of the selectors that occur in an expression. */
export function registerExemplars(app: FastifyInstance, context: ApiContext): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/v1/query_exemplars',
    config: { role: 'reader', forms: true },
    handler: async (request, reply) => {
      const params = paramsOf(request);
      const startMs = timeParam(params, 'start', MIN_TIME_MS);
      const endMs = timeParam(params, 'end', MAX_TIME_MS);
      if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start timestamp');
      const selectors = selectorsOf(params.get('query') ?? '', context);
      const found = selectors.length === 0 ? [] : await context.source.exemplars(selectors, startMs, endMs);
      const data = found.map(({ labels, exemplars }) => ({
        seriesLabels: labels.toObject(),
        exemplars: exemplars.map((exemplar) => ({
          labels: exemplar.labels.toObject(),
          value: formatValue(exemplar.value),
          timestamp: exemplar.timestampMs / 1000,
        })),
      }));
      return sendData(request, reply, data);
    },
  });
}

function selectorsOf(query: string, context: ApiContext): ReturnType<ApiContext['language']['selectors']> {
  try {
    return context.language.selectors(query);
  } catch (error) {
    throw invalidParameter('query', messageOf(error), error);
  }
}
