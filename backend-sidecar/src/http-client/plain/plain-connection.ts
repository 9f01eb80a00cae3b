import { validateHeaderName, validateHeaderValue } from 'node:http';
import net from 'node:net';
import { formatDuration } from '../../model/duration.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { ExchangeLimits, ExchangeRequest, ExchangeSink } from '../exchange.ts';
import { ResponseReader } from './response-reader.ts';

/** What the kernel hands over at once, at most. */
const RECEIVE_BYTES = 256 * 1024;

/** Of a body that nobody wants: beyond, a new connection is cheaper than the rest of it. */
const MAX_SKIPPED_BYTES = 64 * 1024;

/** One for all connections: what it holds is used up before the next read. */
let receiveBuffer: Buffer | undefined;

interface Exchange {
  reader: ResponseReader;
  settle(error?: Error): void;
}

/**
 * One kept connection to an `http:` origin, for one GET after the other. Bodies are read into one buffer that all
 * connections of the process share: streams, which allocate each piece anew, made V8 collect garbage for longer than the
 * whole scrape takes (undici: 0.2 to 0.5 µs a sample).
 */
export class PlainConnection {
  private readonly url: URL;
  private socket: net.Socket | undefined;
  private current: Exchange | undefined;

  constructor(origin: string) {
    this.url = new URL(origin);
  }

  /**
   * Sends one GET and directs the answer to the sink; resolves at its end. The deadline covers connecting, too.
   * @throws ObservatoryError OBS_HTTP_TIMEOUT, OBS_HTTP_MALFORMED, the sink's error, or the system's.
   */
  async exchange(request: ExchangeRequest, sink: ExchangeSink, limits: ExchangeLimits): Promise<void> {
    if (this.current) throw new Error('a plain connection carries one exchange at a time');
    const message = this.requestText(request);
    return new Promise((resolve, reject) => {
      const onAbort = () => settle(new ObservatoryError('OBS_HTTP_ABORTED', 'the request was abandoned'));
      const cancelTimer = limits.clock.setTimeout(() => {
        settle(
          new ObservatoryError('OBS_HTTP_TIMEOUT', `no complete answer within ${formatDuration(limits.timeoutMs)}`),
        );
      }, limits.timeoutMs);
      const settle = (error?: Error) => {
        if (this.current?.settle !== settle) return;
        this.current = undefined;
        cancelTimer();
        limits.signal?.removeEventListener('abort', onAbort);
        if (error || !reader.keepsAlive) this.drop();
        if (error) reject(error);
        else resolve();
      };
      let isWanted = true;
      let skippedBytes = 0;
      const reader = new ResponseReader({
        onHead: ({ status, headers, statusText }) => {
          isWanted = sink.onHead(status, headers, statusText);
        },
        onBody: (bytes) => {
          if (isWanted) return sink.onChunk(bytes, flow);
          skippedBytes += bytes.length;
          if (skippedBytes <= MAX_SKIPPED_BYTES) return;
          this.drop();
          settle();
        },
      });
      const flow = {
        pause: () => void this.socket?.pause(),
        resume: () => void this.socket?.resume(),
        abort: (error: Error) => settle(error),
      };
      this.current = { reader, settle };
      if (limits.signal?.aborted) return onAbort();
      limits.signal?.addEventListener('abort', onAbort, { once: true });
      this.socket ??= this.connect();
      // The sink of an answer before may have paused it and gone.
      this.socket.resume();
      this.socket.write(message, 'latin1');
    });
  }

  close(): Promise<void> {
    this.current?.settle(new ObservatoryError('OBS_HTTP_ABORTED', 'the connection was closed'));
    this.drop();
    return Promise.resolve();
  }

  private connect(): net.Socket {
    const { hostname, port } = this.url;
    const socket = net.connect({
      host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
      port: port === '' ? 80 : Number(port),
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      onread: {
        buffer: (receiveBuffer ??= Buffer.allocUnsafeSlow(RECEIVE_BYTES)),
        callback: (length, buffer) => {
          if (this.socket === socket) this.receive((buffer as Buffer).subarray(0, length));
          return true;
        },
      },
    });
    socket.on('error', (error) => this.lost(socket, error));
    socket.once('end', () => {
      if (this.socket !== socket) return;
      if (this.current?.reader.end()) this.current.settle();
      else this.lost(socket, closedEarly());
    });
    socket.once('close', () => this.lost(socket, closedEarly()));
    return socket;
  }

  private receive(bytes: Buffer): void {
    const { current } = this;
    // An answer that nobody asked for: whatever it is, nothing after it can be trusted.
    if (!current) return this.drop();
    try {
      const used = current.reader.write(bytes);
      if (!current.reader.isDone) return;
      if (used < bytes.length) this.drop();
      current.settle();
    } catch (error) {
      current.settle(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private lost(socket: net.Socket, error: Error): void {
    if (this.socket !== socket) return;
    this.drop();
    this.current?.settle(error);
  }

  private drop(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private requestText({ method, path, headers }: ExchangeRequest): string {
    const lines = [`${method} ${path} HTTP/1.1`, `host: ${this.url.host}`, 'connection: keep-alive'];
    for (const [name, values] of Object.entries(headers)) {
      validateHeaderName(name);
      for (const value of typeof values === 'string' ? [values] : values) {
        validateHeaderValue(name, value);
        if (name === 'host') lines[1] = `host: ${value}`;
        else lines.push(`${name}: ${value}`);
      }
    }
    return `${lines.join('\r\n')}\r\n\r\n`;
  }
}

function closedEarly(): Error {
  return Object.assign(new Error('other side closed'), { code: 'ECONNRESET' });
}
