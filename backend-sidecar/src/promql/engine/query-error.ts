import { ObservatoryError } from '../../util/errors.ts';

/** Prometheus' error types of the HTTP API. */
export type QueryErrorType = 'bad_data' | 'execution' | 'timeout' | 'canceled' | 'unavailable';

const STATUS: Record<QueryErrorType, number> = {
  bad_data: 400,
  execution: 422,
  timeout: 503,
  canceled: 499,
  unavailable: 503,
};

/** A query that failed after it was parsed. The message is Prometheus' own wherever Prometheus has one. */
export class QueryError extends ObservatoryError {
  readonly errorType: QueryErrorType;

  constructor(errorType: QueryErrorType, code: string, message: string, hint = '') {
    super(code, message, { hint, httpStatus: STATUS[errorType] });
    this.name = 'QueryError';
    this.errorType = errorType;
  }
}

/** What an operator found wrong with its input. */
export function executionError(message: string): QueryError {
  return new QueryError('execution', 'OBS_QUERY_EXECUTION', message);
}

export function tooManySamples(): QueryError {
  return new QueryError(
    'execution',
    'OBS_QUERY_TOO_MANY_SAMPLES',
    'query processing would load too many samples into memory in query execution',
    'Select fewer series, a shorter range or a longer step, or raise query.max_samples.',
  );
}

export function queryTimeout(where: string): QueryError {
  return new QueryError(
    'timeout',
    'OBS_QUERY_TIMEOUT',
    `query timed out in ${where}`,
    'Narrow the query, or raise query.timeout.',
  );
}

export function queryCanceled(where: string): QueryError {
  return new QueryError('canceled', 'OBS_QUERY_CANCELED', `query was canceled in ${where}`);
}

/** Our samples are floats; nothing is guessed for histograms. */
export function nativeHistogramsUnsupported(what: string): QueryError {
  return new QueryError(
    'execution',
    'OBS_QUERY_NATIVE_HISTOGRAM',
    `${what} needs native histograms, which are not supported`,
    'Query the classic series instead: _bucket with histogram_quantile or histogram_fraction, _sum and _count.',
  );
}
