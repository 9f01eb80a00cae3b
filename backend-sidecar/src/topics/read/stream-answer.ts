import type { IncomingHttpHeaders } from 'node:http';
import type { HttpClientConfig } from '../../config/http-client-config.ts';
import { formatDuration } from '../../model/duration.ts';
import {
  clientHeaders,
  isRedirect,
  MAX_REDIRECTS,
  redirectTarget,
  type Connection,
  type FlowControl,
  type PlainConnection,
} from '../../http-client/index.ts';
import { AdminStatusError } from '../../pulsar/index.ts';
import type { Clock } from '../../util/clock.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { CpuShare } from './cpu-share.ts';

export interface StreamAnswerOptions {
  connection: Connection | PlainConnection;
  client: HttpClientConfig;
  clock: Clock;
  cpu: CpuShare;
  userAgent: string;
  /** How long the server may be silent, before and between pieces of its answer. */
  silenceMs: number;
  /** How long all of it may take. */
  totalMs: number;
  maxBytes: number;
  signal: AbortSignal;
  /** Takes a piece of a 200's body; the bytes are valid during the call only. */
  onChunk: (chunk: Uint8Array) => void;
}

export interface StreamedAnswer {
  bytes: number;
  /** Time spent in `onChunk`, ms. */
  workMs: number;
}

/** Enough of an error's body to find Pulsar's reason in. */
const ERROR_BYTES = 4096;

/**
 * A GET whose answer is handed on piece by piece and never held. While the CPU share is used up the socket is not read,
 * so that the server waits, not our memory. Redirects are followed on the same host only: the figures of another broker
 * would be taken for this one's.
 * @param onBytes told of what arrived, also when the answer fails later
 * @throws AdminStatusError, ObservatoryError `OBS_TOPICS_SILENT`, `OBS_HTTP_TOO_LARGE`, `OBS_HTTP_REDIRECT`,
 *   `OBS_HTTP_FAILED`, and what `onChunk` throws
 */
export async function streamAnswer(
  url: URL,
  options: StreamAnswerOptions,
  onBytes: (bytes: number) => void,
): Promise<StreamedAnswer> {
  const headers = {
    ...(await clientHeaders(options.client, url)),
    accept: 'application/json',
    'user-agent': options.userAgent,
  };
  let current = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    let sink = new AnswerSink(current, options);
    try {
      await sink.run(headers).catch((error: unknown) => {
        if (!sink.mayRepeat || options.signal.aborted) throw error;
        sink = new AnswerSink(current, options);
        return sink.run(headers);
      });
    } finally {
      onBytes(sink.bytes);
    }
    if (sink.location === undefined) return { bytes: sink.bytes, workMs: sink.workMs };
    current = redirectTarget(current, sink.location, () => false);
  }
  throw new ObservatoryError('OBS_HTTP_REDIRECT', `more than ${MAX_REDIRECTS} redirects from ${url.host}`, {
    hint: 'The broker redirects in a loop: ask its log why it does not answer for itself.',
  });
}

class AnswerSink {
  bytes = 0;
  workMs = 0;
  location: string | undefined;
  private readonly url: URL;
  private readonly options: StreamAnswerOptions;
  private readonly stop = new AbortController();
  private status = 0;
  private errorBody = '';
  private silent = false;
  private broken = false;
  private ended = false;
  private cancelSilence = () => {};

  constructor(url: URL, options: StreamAnswerOptions) {
    this.url = url;
    this.options = options;
  }

  /** The kept connection broke before a byte came: the server closed it while it was idle. */
  get mayRepeat(): boolean {
    return this.status === 0 && this.broken;
  }

  async run(headers: Record<string, string | string[]>): Promise<void> {
    const { connection, clock, signal, totalMs, silenceMs } = this.options;
    const { url } = this;
    const onAbort = () => this.stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    this.expectBytes();
    try {
      await connection.exchange({ method: 'GET', path: url.pathname + url.search, headers }, this, {
        clock,
        timeoutMs: totalMs,
        signal: this.stop.signal,
      });
    } catch (error) {
      if (this.silent)
        throw new ObservatoryError(
          'OBS_TOPICS_SILENT',
          `${url.host} ${this.bytes === 0 ? 'did not answer' : `stopped after ${this.bytes} bytes`} within ${formatDuration(silenceMs)}`,
          { hint: 'The broker hangs, or its clusters[].pulsar.timeout is too short.', cause: error },
        );
      if (error instanceof ObservatoryError) throw error;
      this.broken = true;
      throw new ObservatoryError('OBS_HTTP_FAILED', `cannot read ${url.host}: ${failureText(error)}`, { cause: error });
    } finally {
      this.ended = true;
      this.cancelSilence();
      signal.removeEventListener('abort', onAbort);
    }
    if (this.location === undefined && this.status !== 200)
      throw new AdminStatusError(this.status, url.pathname, url.host, this.errorBody);
  }

  onHead(status: number, headers: IncomingHttpHeaders): boolean {
    this.status = status;
    if (isRedirect(status) && this.options.client.followRedirects) this.location = headers.location ?? '';
    return this.location === undefined;
  }

  onChunk(chunk: Buffer, flow: FlowControl): void {
    const { cpu, maxBytes, onChunk } = this.options;
    this.bytes += chunk.length;
    if (this.bytes > maxBytes)
      throw new ObservatoryError(
        'OBS_HTTP_TOO_LARGE',
        `the answer of ${this.url.host} is larger than ${maxBytes} bytes`,
        {
          hint: 'Raise clusters[].budget.bytes_per_minute, or clusters[].pulsar.max_response_size.',
        },
      );
    if (this.status !== 200) {
      if (this.errorBody.length < ERROR_BYTES) this.errorBody += chunk.toString('utf8', 0, ERROR_BYTES);
      return;
    }
    this.workMs += cpu.run(() => onChunk(chunk));
    this.rest(flow);
  }

  /** Leaves the socket alone for as long as the CPU share asks. */
  private rest(flow: FlowControl): void {
    const restMs = this.options.cpu.restMs();
    if (restMs <= 0) return this.expectBytes();
    this.cancelSilence();
    flow.pause();
    // Real time, whatever the clock: it is this machine's CPU that rests.
    setTimeout(() => {
      if (!this.ended) this.expectBytes();
      // Also when the answer is complete: a connection that is not read does not notice that the server closes it.
      flow.resume();
    }, Math.ceil(restMs));
  }

  private expectBytes(): void {
    this.cancelSilence();
    this.cancelSilence = this.options.clock.setTimeout(() => {
      this.silent = true;
      this.stop.abort();
    }, this.options.silenceMs);
  }
}

function failureText(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(failureText).join('; ');
  if (!(error instanceof Error)) return String(error);
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
