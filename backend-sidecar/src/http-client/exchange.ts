import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher, Pool } from 'undici';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';
import { formatDuration } from '../model/duration.ts';

export interface ExchangeRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query. */
  path: string;
  headers: Record<string, string | string[]>;
  body?: Uint8Array;
}

/** Holds an answer back while its sink is behind, or gives it up. */
export interface FlowControl {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

/** Where an answer goes. Throwing from any of them aborts the exchange with that error. */
export interface ExchangeSink {
  /** Return false to have the body thrown away. */
  onHead(status: number, headers: IncomingHttpHeaders, statusText: string): boolean;
  /** The chunk belongs to the socket's buffer: use or copy it before returning. */
  onChunk(chunk: Buffer, controller: FlowControl): void;
}

export interface ExchangeLimits {
  clock: Clock;
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * One request and its answer on undici's lowest level: body chunks go to the sink as they arrive, without streams or
 * strings between. Resolves at the end of the answer; the deadline (on the injected clock) covers connecting, too.
 * @throws ObservatoryError OBS_HTTP_TIMEOUT, the sink's error, or undici's.
 */
export function exchange(
  pool: Pool,
  request: ExchangeRequest,
  sink: ExchangeSink,
  limits: ExchangeLimits,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let settled = false;
    let controller: Dispatcher.DispatchController | undefined;
    let wanted = true;

    const settle = (error?: Error) => {
      if (settled) return;
      settled = true;
      cancelTimer();
      limits.signal?.removeEventListener('abort', onAbort);
      if (error) {
        reject(error);
        controller?.abort(error);
      } else resolve();
    };
    const onAbort = () => settle(new ObservatoryError('OBS_HTTP_ABORTED', 'the request was abandoned'));
    const cancelTimer = limits.clock.setTimeout(() => {
      settle(new ObservatoryError('OBS_HTTP_TIMEOUT', `no complete answer within ${formatDuration(limits.timeoutMs)}`));
    }, limits.timeoutMs);
    if (limits.signal?.aborted) return onAbort();
    limits.signal?.addEventListener('abort', onAbort, { once: true });

    const guard = (step: () => void) => {
      if (settled) return;
      try {
        step();
      } catch (error) {
        settle(error instanceof Error ? error : new Error(String(error)));
      }
    };

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        // Given up while it waited for a connection: it must not reach the server any more.
        if (settled) started.abort(new ObservatoryError('OBS_HTTP_ABORTED', 'the request was abandoned'));
      },
      onResponseStart(_, status, headers, statusText) {
        if (status >= 200) guard(() => (wanted = sink.onHead(status, headers, statusText ?? '')));
      },
      onResponseData(current, chunk) {
        if (wanted) guard(() => sink.onChunk(chunk, current));
      },
      onResponseEnd() {
        settle();
      },
      onResponseError(_, error) {
        settle(error);
      },
    };
    try {
      pool.dispatch({ ...request, blocking: false }, handler);
    } catch (error) {
      // A header or path that undici refuses.
      settle(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
