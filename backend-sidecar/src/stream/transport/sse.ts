import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StreamSubscription } from '@observatory/protocol/stream';
import type { Frame } from '../frame.ts';
import type { StreamHub } from '../hub.ts';
import type { Sink } from '../sink.ts';

class SseSink implements Sink {
  readonly transport = 'sse';
  private readonly response: ServerResponse;
  private readonly hubId: string;

  constructor(response: ServerResponse, hubId: string) {
    this.response = response;
    this.hubId = hubId;
  }

  /** Only what all subscriptions share moves `Last-Event-ID`: a browser resumes all of them from that one cursor. */
  send(frame: Frame, isEstablished: boolean): void {
    if (this.response.writableEnded) return;
    this.response.write(frame.movesCursor && isEstablished ? frame.sse(this.hubId) : frame.sseWithoutId());
  }

  queuedBytes(): number {
    return this.response.writableLength;
  }

  /** SSE has no answer from the client: a dead one is noticed by its queue (session) or by TCP. */
  checkAlive(): boolean {
    return !this.response.destroyed;
  }

  close(): void {
    // A stuck client would never take the rest.
    if (this.response.writableLength > 0) this.response.destroy();
    else this.response.end();
  }
}

/** Serves server-sent events for a fixed set of subscriptions until the client goes away. */
export function serveSse(
  hub: StreamHub,
  request: IncomingMessage,
  response: ServerResponse,
  subscriptions: readonly StreamSubscription[],
): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // Proxies (nginx, and Grafana's behind it) must not wait for more.
    'X-Accel-Buffering': 'no',
  });
  request.socket.setNoDelay(true);
  const session = hub.connect(new SseSink(response, hub.id));
  response.on('close', () => session.end());
  for (const subscription of subscriptions) session.handle({ type: 'subscribe', ...subscription });
}
