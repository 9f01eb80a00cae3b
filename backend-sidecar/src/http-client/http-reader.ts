import type { IncomingHttpHeaders } from 'node:http';
import type { HttpClientConfig } from '../config/http-client-config.ts';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';
import { Connection } from './connection.ts';
import { exchange, type ExchangeRequest } from './exchange.ts';
import { hostPort, isRedirect, MAX_REDIRECTS, redirectTarget } from './redirect.ts';
import { clientHeaders } from './request-headers.ts';

export interface HttpReaderOptions {
  client: HttpClientConfig;
  clock: Clock;
  timeoutMs: number;
  maxBytes: number;
  userAgent: string;
  /** Hosts (`host:port`) to which a redirect may lead, beside the one asked. */
  isKnownHost?: (host: string) => boolean;
  /** Known hosts that may also receive the credentials (the brokers of one cluster). */
  isTrustedHost?: (host: string) => boolean;
}

export interface HttpReaderRequest {
  method: ExchangeRequest['method'];
  url: URL;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The address that answered, after redirects. */
  url: URL;
}

/** Reads small answers (admin API, target lists) over kept connections, one per origin, within time and size limits. */
export class HttpReader {
  private readonly options: HttpReaderOptions;
  private readonly connections = new Map<string, Connection>();

  constructor(options: HttpReaderOptions) {
    this.options = options;
  }

  /**
   * A GET, redirects followed by hand. A kept connection may be closed by the server just when it is used again: it is
   * asked once more then.
   * @throws ObservatoryError OBS_HTTP_TIMEOUT, OBS_HTTP_TOO_LARGE, OBS_HTTP_REDIRECT, OBS_HTTP_FAILED
   */
  async get(url: URL, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<HttpAnswer> {
    try {
      return await this.request({ method: 'GET', url, headers }, signal);
    } catch (error) {
      if (signal?.aborted || !isClosedConnection(error)) throw error;
      return this.request({ method: 'GET', url, headers }, signal);
    }
  }

  /**
   * Any request; a redirect keeps its method and body, as Pulsar's 307 wants it. Nothing is sent twice to one address.
   * @throws as `get`; after OBS_HTTP_TIMEOUT or OBS_HTTP_FAILED the server may have done what was asked.
   */
  async request({ method, url, headers = {}, body }: HttpReaderRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    const {
      client,
      clock,
      timeoutMs,
      isKnownHost = () => false,
      isTrustedHost = () => false,
      userAgent,
    } = this.options;
    const deadline = clock.now() + timeoutMs;
    const own = await clientHeaders(client, url);
    const first = hostPort(url);
    let current = url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const trusted = hostPort(current) === first || isTrustedHost(hostPort(current));
      const answer = await this.once(
        { method, url: current, body },
        { ...headers, 'user-agent': userAgent, ...(trusted ? own : {}) },
        Math.max(1, deadline - clock.now()),
        signal,
      );
      if (!isRedirect(answer.status) || !client.followRedirects) return answer;
      current = redirectTarget(current, headerText(answer.headers.location), isKnownHost);
    }
    throw new ObservatoryError('OBS_HTTP_REDIRECT', `more than ${MAX_REDIRECTS} redirects from ${url.host}`);
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.close()));
    this.connections.clear();
  }

  private async once(
    { method, url, body }: HttpReaderRequest,
    headers: Record<string, string | string[]>,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const { clock, maxBytes } = this.options;
    const pool = await this.connectionTo(url.origin).acquire();
    const answer: HttpAnswer = { status: 0, headers: {}, body: Buffer.alloc(0), url };
    const chunks: Buffer[] = [];
    let bytes = 0;
    const sink = {
      onHead(status: number, answerHeaders: IncomingHttpHeaders) {
        answer.status = status;
        answer.headers = answerHeaders;
        return true;
      },
      onChunk(chunk: Buffer) {
        bytes += chunk.length;
        if (bytes > maxBytes)
          throw new ObservatoryError(
            'OBS_HTTP_TOO_LARGE',
            `the answer of ${url.host} is larger than ${maxBytes} bytes`,
          );
        // The socket may reuse its buffer.
        chunks.push(Buffer.from(chunk));
      },
    };
    try {
      await exchange(pool, { method, path: url.pathname + url.search, headers, ...(body && { body }) }, sink, {
        clock,
        timeoutMs,
        signal,
      });
    } catch (error) {
      throw asHttpError(error, url);
    }
    answer.body = Buffer.concat(chunks, bytes);
    return answer;
  }

  private connectionTo(origin: string): Connection {
    let connection = this.connections.get(origin);
    if (!connection) {
      const { client, timeoutMs } = this.options;
      connection = new Connection(origin, {
        tls: client.tls,
        keepAliveMs: 60_000,
        connectTimeoutMs: timeoutMs,
        connections: 4,
      });
      this.connections.set(origin, connection);
    }
    return connection;
  }
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function asHttpError(error: unknown, url: URL): Error {
  if (error instanceof ObservatoryError) return error;
  return new ObservatoryError('OBS_HTTP_FAILED', `cannot reach ${url.host}: ${connectionErrorText(error)}`, {
    cause: error,
  });
}

/** The other side hung up; a host that is not there refuses instead. */
function isClosedConnection(error: unknown): boolean {
  const cause = error instanceof ObservatoryError ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return cause?.code === 'UND_ERR_SOCKET' || cause?.code === 'ECONNRESET';
}

/** The system's words for a failed connection; Node's AggregateError of several addresses has none of its own. */
export function connectionErrorText(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(connectionErrorText).join('; ');
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  return error.message || code || error.name;
}
