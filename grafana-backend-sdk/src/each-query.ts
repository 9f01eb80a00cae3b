import { blameOf } from './backend-error.ts';
import type { Call, DataQuery, DataResponse, QueryDataRequest, QueryDataResponse } from './types.ts';

/**
 * Answers a request's queries one by one, all at once: what one throws is its own error, and the others still answer.
 * `answer` gets the request for context and headers.
 */
export async function eachQuery(
  request: QueryDataRequest,
  call: Call,
  answer: (query: DataQuery, request: QueryDataRequest, call: Call) => Promise<DataResponse> | DataResponse,
): Promise<QueryDataResponse> {
  const answered = request.queries.map(async (query): Promise<[string, DataResponse]> => {
    try {
      return [query.refId, await answer(query, request, call)];
    } catch (error) {
      if (!call.signal.aborted) call.logger.error('query failed', { refID: query.refId, error });
      return [query.refId, errorResponse(error)];
    }
  });
  return new Map(await Promise.all(answered));
}

/** The answer to a query that failed: text, HTTP status and source of what was thrown. */
export function errorResponse(thrown: unknown): DataResponse {
  const { message, status, source } = blameOf(thrown);
  return { error: message, status, errorSource: source };
}
