import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { QueryOptions, QueryResult } from '../../storage.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { ApiContext } from '../context.ts';
import { abortedWith } from '../aborted.ts';
import { badData, durationParam, invalidParameter, limitParam, paramsOf, parseTime, timeParam } from './params.ts';
import { resultJson } from './result-json.ts';
import { sendChunks } from '../send.ts';

/** Prometheus' fixed ceiling, which its clients (Grafana) compute steps for. */
const MAX_POINTS = 11_000;

/** Errors of the engine that mean a configured limit. */
const QUERY_LIMITS: Readonly<Record<string, string>> = {
  OBS_QUERY_TOO_MANY_SAMPLES: 'query_samples',
  OBS_QUERY_TOO_MUCH_MEMORY: 'query_memory',
  OBS_QUERY_TIMEOUT: 'query_timeout',
};

/** `query` and `query_range`, by GET and by form POST. */
export function registerQuery(app: FastifyInstance, context: ApiContext): void {
  const config = { role: 'reader', forms: true } as const;
  const method = ['GET', 'POST'];
  app.route({ method, url: '/api/v1/query', config, handler: (request, reply) => instant(request, reply, context) });
  app.route({
    method,
    url: '/api/v1/query_range',
    config,
    handler: (request, reply) => range(request, reply, context),
  });
}

function instant(request: FastifyRequest, reply: FastifyReply, context: ApiContext): Promise<FastifyReply> {
  const params = paramsOf(request);
  const timeMs = timeParam(params, 'time', context.clock.now());
  const options = optionsOf(params, context);
  const query = params.get('query') ?? '';
  return answer(request, reply, context, 'instant', params, (signal) =>
    context.engine.instant(query, timeMs, { ...options, signal }),
  );
}

function range(request: FastifyRequest, reply: FastifyReply, context: ApiContext): Promise<FastifyReply> {
  const params = paramsOf(request);
  const startMs = parseTime('start', params.get('start') ?? '');
  const endMs = parseTime('end', params.get('end') ?? '');
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start time');
  const stepMs = Math.trunc(durationParam(params, 'step'));
  if (stepMs <= 0)
    throw invalidParameter(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  if ((endMs - startMs) / stepMs > MAX_POINTS) {
    context.metrics.limitHit('query_points');
    throw badData(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  const options = optionsOf(params, context);
  const query = params.get('query') ?? '';
  return answer(request, reply, context, 'range', params, (signal) =>
    context.engine.range(query, startMs, endMs, stepMs, { ...options, signal }),
  );
}

function optionsOf(params: URLSearchParams, context: ApiContext): QueryOptions {
  const { queryTimeoutMs } = context.settings();
  const options: QueryOptions = { timeoutMs: queryTimeoutMs };
  if (params.get('timeout'))
    options.timeoutMs = Math.min(queryTimeoutMs, Math.max(0, durationParam(params, 'timeout')));
  if (params.get('lookback_delta')) options.lookbackMs = durationParam(params, 'lookback_delta');
  const limit = limitParam(params);
  if (limit > 0) options.limit = limit;
  // As VictoriaMetrics has it.
  if (params.get('nocache') === '1') options.noCache = true;
  return options;
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
  kind: 'instant' | 'range',
  params: URLSearchParams,
  run: (signal: AbortSignal) => Promise<QueryResult>,
): Promise<FastifyReply> {
  // Time of the process, not of the injected clock: on a virtual clock a query takes no time.
  const startedMs = performance.now();
  const took = () => performance.now() - startedMs;
  let result: QueryResult;
  try {
    result = await run(abortedWith(reply));
  } catch (error) {
    const known = queryError(error);
    context.metrics.queried(
      kind,
      known.code === 'OBS_QUERY_PARSE' ? 'refused' : known.code === 'OBS_QUERY_CANCELED' ? 'canceled' : 'failure',
      took(),
      0,
    );
    const limit = QUERY_LIMITS[known.code];
    if (limit !== undefined) context.metrics.limitHit(limit);
    throw known;
  }
  context.metrics.queried(kind, 'success', took(), result.stats.samples);
  return sendChunks(
    request,
    reply,
    'application/json; charset=utf-8',
    resultJson(result, (params.get('stats') ?? '') !== ''),
  );
}

/** Errors of the language name the parameter, as Prometheus does; the rest keep their own words. */
function queryError(error: unknown): ObservatoryError {
  if (error instanceof ObservatoryError) {
    if (error.code !== 'OBS_QUERY_PARSE') return error;
    return new ObservatoryError(error.code, `invalid parameter "query": ${error.message}`, {
      httpStatus: 400,
      cause: error,
    });
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new ObservatoryError('OBS_QUERY_CANCELED', 'query was canceled', { httpStatus: 499, cause: error });
  }
  return new ObservatoryError('OBS_QUERY_FAILED', messageOf(error), { httpStatus: 422, cause: error });
}
