import { ObservatoryError } from '../../util/errors.ts';
import { isObject } from './is-object.ts';

/** Error types of the Prometheus API that say the query was at fault, with what we answer for each. */
const KNOWN: Readonly<Record<string, { code: string; status: number }>> = {
  bad_data: { code: 'OBS_QUERY_PARSE', status: 400 },
  execution: { code: 'OBS_QUERY_EXECUTION', status: 422 },
  timeout: { code: 'OBS_QUERY_TIMEOUT', status: 503 },
  canceled: { code: 'OBS_QUERY_CANCELED', status: 499 },
};

/**
 * What an answer other than success means. The engine's own words are kept for faults of the query, so that they read like
 * those of the embedded engine; everything else names the engine.
 */
export function apiError(address: string, status: number, answer: unknown): ObservatoryError {
  const errorType = isObject(answer) && typeof answer.errorType === 'string' ? answer.errorType : '';
  const text = isObject(answer) && typeof answer.error === 'string' ? answer.error.slice(0, 2000) : '';
  // VictoriaMetrics puts the status there: 422 is an execution error, 400 bad data.
  const byStatus = status === 422 ? KNOWN.execution : status === 400 ? KNOWN.bad_data : undefined;
  const known = KNOWN[errorType] ?? byStatus;
  if (known && text !== '') return new ObservatoryError(known.code, text, { httpStatus: known.status });
  if (status === 401 || status === 403) {
    return new ObservatoryError('OBS_REMOTE_QUERY_AUTH', `the query engine ${address} answers ${status}`, {
      hint: 'check the credentials below query (authorization, basic_auth or bearer_token_file)',
      httpStatus: 502,
    });
  }
  const detail = text === '' ? 'and no answer of the Prometheus API' : text;
  return new ObservatoryError('OBS_REMOTE_QUERY_ANSWER', `the query engine ${address} answers ${status}: ${detail}`, {
    hint: 'check that query.url is the address before /api/v1 of a Prometheus-compatible engine',
    httpStatus: status === 429 || status === 503 ? 503 : 502,
  });
}
