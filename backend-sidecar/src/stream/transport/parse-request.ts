import type { IncomingMessage } from 'node:http';
import { cursorSchema, subscriptionSchema } from '@observatory/protocol/stream';
import type { StreamSubscription } from '@observatory/protocol/stream';
import { ObservatoryError } from '../../util/errors.ts';
import { describeIssues } from './describe-issues.ts';

export type RequestKind = 'sse' | 'poll';

/** What a plain HTTP request wants of the stream. */
export interface StreamRequest {
  kind: RequestKind;
  subscriptions: StreamSubscription[];
}

/**
 * Reads `?sub=<json>` (once per subscription) and, for a poll, `?poll`. A browser that reconnects its EventSource by itself
 * sends `Last-Event-ID`, which then stands for every subscription's cursor.
 * @throws ObservatoryError with status 400 or 406.
 */
export function parseStreamRequest(request: IncomingMessage, maxSubscriptions: number): StreamRequest {
  const { searchParams } = new URL(request.url ?? '/', 'http://stream');
  const isPoll = searchParams.has('poll');
  if (!isPoll && !(request.headers.accept ?? '').includes('text/event-stream')) {
    throw new ObservatoryError(
      'OBS_STREAM_TRANSPORT',
      'this address speaks WebSocket, server-sent events and long polling',
      {
        hint: 'open a WebSocket, send "Accept: text/event-stream", or add "?poll"',
        httpStatus: 406,
      },
    );
  }
  const texts = searchParams.getAll('sub');
  if (texts.length === 0) throw invalid('no subscription given', 'add ?sub={"id":"1","spec":{"channel":"nodes"}}');
  if (texts.length > maxSubscriptions)
    throw invalid(`${texts.length} subscriptions given, at most ${maxSubscriptions} are allowed`, 'subscribe to less');
  const lastEventId = request.headers['last-event-id'];
  const from = cursorSchema.safeParse(lastEventId).success ? { from: String(lastEventId) } : {};
  const subscriptions = texts.map((text, index) => parseSubscription(text, `sub ${index + 1}`, from));
  return { kind: isPoll ? 'poll' : 'sse', subscriptions };
}

function parseSubscription(text: string, place: string, overrides: { from?: string }): StreamSubscription {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`${place} is not JSON`, 'encode the subscription as JSON, then for the URL');
  }
  const result = subscriptionSchema.safeParse(value);
  if (!result.success) throw invalid(`${place}: ${describeIssues(result.error)}`, 'see docs, "Live stream"');
  return { ...result.data, ...overrides };
}

function invalid(message: string, hint: string): ObservatoryError {
  return new ObservatoryError('OBS_STREAM_REQUEST', message, { hint, httpStatus: 400 });
}
