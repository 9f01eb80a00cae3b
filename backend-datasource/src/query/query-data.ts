import {
  blameOf,
  traceHeaders,
  type Call,
  type DataQuery,
  type DataResponse,
  type QueryDataRequest,
  type QueryDataResponse,
} from '@observatory/grafana-backend-sdk';
import type { QueryFrames } from '@observatory/protocol/frames-envelope';
import type { Instance } from '../instance.ts';
import { alignedTimes } from './aligned-times.ts';
import { frameQueryOf, type AskedQuery } from './frame-query.ts';

/** All queries of a panel in one request to the sidecar; what fails, fails alone. */
export async function queryData(instance: Instance, request: QueryDataRequest, call: Call): Promise<QueryDataResponse> {
  const { headers, queries } = request;
  const responses = new Map<string, DataResponse>();
  const asked: AskedQuery[] = [];
  for (const query of queries) {
    try {
      const frameQuery = askedOf(query, instance, headers.isFromAlert);
      if (frameQuery) asked.push(headers.isFromAlert ? frameQuery : alignedTimes(frameQuery));
      else responses.set(query.refId, { frames: [] });
    } catch (error) {
      responses.set(query.refId, failed(error));
    }
  }
  if (asked.length === 0) return responses;
  const answers = await instance.answers.get(asked, {
    signal: call.signal,
    skipCache: headers.skipsCache || headers.isFromAlert,
    headers: traceHeaders(call.trace),
  });
  for (const [index, answer] of answers.entries()) {
    const query = asked[index];
    if (answer.status === 'rejected') {
      responses.set(query.refId, failed(answer.reason));
      continue;
    }
    const { live } = answer.value;
    if (live && 'channel' in query && query.channel !== undefined)
      await instance.channels.started(query.channel, query, live);
    responses.set(query.refId, responseOf(answer.value));
  }
  for (const [refId, { error, status }] of responses)
    if (error !== undefined && !call.signal.aborted) call.logger.warn('a query failed', { refId, status, error });
  return responses;
}

function askedOf(query: DataQuery, instance: Instance, isFromAlert: boolean): AskedQuery | undefined {
  return frameQueryOf(query, {
    scrapeIntervalMs: instance.settings.scrapeIntervalMs,
    isFromAlert,
    channelFor: (asked) => instance.channels.channelOf(asked),
  });
}

/** The bytes of the frames go on as they came. */
function responseOf({ frames, status, error, hint, errorSource }: QueryFrames): DataResponse {
  if (error === undefined) return { frames, status };
  return {
    frames,
    status,
    error: hint === undefined ? error : `${error} (${hint})`,
    errorSource: errorSource ?? 'downstream',
  };
}

function failed(thrown: unknown): DataResponse {
  const { message, status, source } = blameOf(thrown);
  return { error: message, status, errorSource: source };
}
