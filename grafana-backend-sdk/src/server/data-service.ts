import { blameOf } from '../backend-error.ts';
import { encodeFrame } from '../frames/arrow/encode-frame.ts';
import { headersOfMap } from '../headers.ts';
import type { DataQuery, DataResponse, QueryDataRequest } from '../types.ts';
import { contextOf, jsonObject } from '../wire/context.ts';
import type { WireDataResponse, WireQuery, WireQueryRequest, WireQueryResponse } from '../wire/messages.ts';
import { unary, type Runtime } from './runtime.ts';

/** `Data.QueryData`. An error of the handler as a whole becomes that of each query, so that panels show its text. */
export function dataService(runtime: Runtime) {
  const { queryData } = runtime.handlers;
  if (!queryData) return {};
  return {
    queryData: unary<WireQueryRequest, WireQueryResponse>(runtime, 'queryData', async (wire, { call, about }) => {
      const responses: Record<string, WireDataResponse> = Object.create(null);
      try {
        const pluginContext = contextOf(wire.pluginContext);
        about(pluginContext);
        const queries: DataQuery[] = [];
        for (const query of wire.queries) {
          try {
            queries.push(queryOf(query));
          } catch (error) {
            responses[query.refId] = failed(error);
          }
        }
        if (queries.length === 0) return { response: { responses } };
        const request: QueryDataRequest = { pluginContext, headers: headersOfMap(wire.headers), queries };
        for (const [refId, response] of await queryData(request, call)) responses[refId] = encoded(response);
        return { response: { responses } };
      } catch (error) {
        if (call.signal.aborted) throw error;
        for (const { refId } of wire.queries) responses[refId] ??= failed(error);
        return { response: { responses }, error };
      }
    }),
  };
}

function queryOf({ intervalMS, timeRange, json, ...rest }: WireQuery): DataQuery {
  return {
    ...rest,
    intervalMs: intervalMS,
    timeRange: { fromMs: timeRange?.fromEpochMS ?? 0, toMs: timeRange?.toEpochMS ?? 0 },
    json: jsonObject(json, `query ${rest.refId}`),
  };
}

const EMPTY = new Uint8Array(0);

/** A response on the wire. A frame that cannot be encoded is an error of its query alone. */
function encoded({ frames = [], error, status, errorSource, meta }: DataResponse): WireDataResponse {
  try {
    return {
      frames: frames.map((frame) => (frame instanceof Uint8Array ? frame : encodeFrame(frame))),
      error: error ?? '',
      jsonMeta: meta ? Buffer.from(JSON.stringify(meta)) : EMPTY,
      status: status ?? (error ? 500 : 200),
      errorSource: error ? (errorSource ?? 'plugin') : '',
    };
  } catch (thrown) {
    return failed(thrown);
  }
}

function failed(error: unknown): WireDataResponse {
  const { message, status, source } = blameOf(error);
  return { frames: [], error: message, jsonMeta: EMPTY, status, errorSource: source };
}
