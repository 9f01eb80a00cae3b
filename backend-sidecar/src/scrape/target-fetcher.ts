import type { IncomingHttpHeaders } from 'node:http';
import type { ScrapeConfig } from '../config/config.ts';
import {
  clientHeaders,
  Connection,
  isRedirect,
  MAX_REDIRECTS,
  PlainConnection,
  redirectTarget,
  type FlowControl,
} from '../http-client/index.ts';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';
import { acceptHeader, effectiveContentType } from './accept.ts';
import { createBodyDecoder, type BodyDecoder } from './body-decoder.ts';
import type { Ingester } from './ingest-types.ts';
import type { Target } from './target.ts';

export interface FetcherOptions {
  config: ScrapeConfig;
  clock: Clock;
  userAgent: string;
  /** Hosts to which a redirect may lead, beside the target's own: those of the job's other targets. */
  isKnownHost: (host: string) => boolean;
}

type TargetConnection = Connection | PlainConnection;

/** Fetches the body of one target into its ingester, over a connection kept between scrapes. */
export class TargetFetcher {
  private readonly target: Target;
  private readonly options: FetcherOptions;
  private readonly connection: TargetConnection;
  private readonly headers: Readonly<Record<string, string>>;
  /** The last answer came over this connection, so the next may find that the server closed it meanwhile. */
  private connected = false;
  private lastBodyBytes = 0;

  constructor(target: Target, options: FetcherOptions) {
    this.target = target;
    this.options = options;
    this.connection = this.connect(target.url.origin);
    this.headers = {
      'user-agent': options.userAgent,
      accept: acceptHeader(options.config.scrape_protocols),
      'accept-encoding': options.config.enable_compression ? 'gzip' : 'identity',
      'x-prometheus-scrape-timeout-seconds': String(target.timeoutMs / 1000),
    };
  }

  /**
   * Leaves a complete, decompressed body in the ingester, ready for `finish`.
   * @throws Error whose message is what the target's last error shows.
   */
  async fetch(ingester: Ingester, signal: AbortSignal): Promise<void> {
    const { clock, config } = this.options;
    const deadline = clock.now() + this.target.timeoutMs;
    const own = await clientHeaders(config.client, this.target.url);
    let url = this.target.url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const remainingMs = Math.max(1, deadline - clock.now());
      const location = await this.hop(url, own, ingester, remainingMs, signal);
      if (location === undefined) return;
      url = redirectTarget(url, location === '' ? undefined : location, this.options.isKnownHost);
    }
    throw new ObservatoryError('OBS_HTTP_REDIRECT', `stopped after ${MAX_REDIRECTS} redirects`);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** One request; the Location of a redirect, or undefined when the body is complete. */
  private async hop(
    url: URL,
    own: Record<string, string | string[]>,
    ingester: Ingester,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (url.origin === this.target.url.origin) {
      const headers = { ...this.headers, ...own };
      const mayRetry = this.connected;
      this.connected = false;
      const sink = new BodySink(this.options.config, ingester, this.lastBodyBytes);
      try {
        await this.send(this.connection, url, headers, sink, timeoutMs, signal);
      } catch (error) {
        // The server closed the kept connection just as we used it: it has not seen the request.
        if (!mayRetry || sink.started || !isClosedConnection(error)) throw error;
        const again = new BodySink(this.options.config, ingester, this.lastBodyBytes);
        await this.send(this.connection, url, headers, again, timeoutMs, signal);
        this.connected = true;
        return again.location;
      }
      this.connected = true;
      return sink.location;
    }
    // Another origin: neither credentials, nor configured headers, nor the client certificate go there.
    const connection = this.connect(url.origin, true);
    try {
      const sink = new BodySink(this.options.config, ingester, this.lastBodyBytes);
      await this.send(connection, url, { ...this.headers }, sink, timeoutMs, signal);
      return sink.location;
    } finally {
      await connection.close();
    }
  }

  private async send(
    connection: TargetConnection,
    url: URL,
    headers: Record<string, string | string[]>,
    sink: BodySink,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const request = { method: 'GET' as const, path: url.pathname + url.search, headers };
      await connection.exchange(request, sink, { clock: this.options.clock, timeoutMs, signal });
      await sink.finish();
      if (sink.bodyBytes > 0) this.lastBodyBytes = sink.bodyBytes;
    } catch (error) {
      sink.abort();
      throw error;
    }
  }

  private connect(origin: string, anonymous = false): TargetConnection {
    if (origin.startsWith('http:')) return new PlainConnection(origin);
    const { tls } = this.options.config.client;
    const { intervalMs, timeoutMs } = this.target;
    return new Connection(origin, {
      tls:
        anonymous && tls ? { ...tls, cert: undefined, cert_file: undefined, key: undefined, key_file: undefined } : tls,
      keepAliveMs: 2 * intervalMs + 5000,
      connectTimeoutMs: timeoutMs,
      connections: 1,
    });
  }
}

/** Directs one answer: body of a 200 through the decoder into the ingester, everything else to its error. */
class BodySink {
  /** Location of a redirect; empty when the server gave none. */
  location: string | undefined;
  started = false;
  /** Decompressed bytes handed on so far. */
  bodyBytes = 0;
  private readonly config: ScrapeConfig;
  private readonly ingester: Ingester;
  private readonly expectedBytes: number;
  private decoder: BodyDecoder | undefined;

  constructor(config: ScrapeConfig, ingester: Ingester, expectedBytes: number) {
    this.expectedBytes = expectedBytes;
    this.config = config;
    this.ingester = ingester;
  }

  onHead(status: number, headers: IncomingHttpHeaders, statusText: string): boolean {
    this.started = true;
    if (isRedirect(status) && this.config.client.followRedirects) {
      this.location = headers.location ?? '';
      return false;
    }
    if (status !== 200)
      throw new ObservatoryError('OBS_SCRAPE_STATUS', `server returned HTTP status ${status} ${statusText}`.trimEnd());
    const { strict_parsing: strict, fallback_scrape_protocol: fallback } = this.config;
    const contentType = effectiveContentType(headers['content-type'], fallback);
    if (contentType === undefined && strict) {
      throw new ObservatoryError(
        'OBS_SCRAPE_CONTENT_TYPE',
        `unknown content type ${JSON.stringify(headers['content-type'] ?? '')} and no fallback_scrape_protocol`,
      );
    }
    const encoding = headers['content-encoding'];
    const length = Number(headers['content-length'] ?? NaN);
    this.decoder = createBodyDecoder(encoding, this.config.body_size_limit, this.expectedBytes, (chunk) => {
      this.bodyBytes += chunk.length;
      this.ingester.write(chunk);
    });
    const plainLength = encoding === undefined && length >= 0 ? length : this.expectedBytes || undefined;
    this.ingester.begin(contentType ?? headers['content-type'], plainLength);
    return true;
  }

  onChunk(chunk: Buffer, controller: FlowControl): void {
    this.decoder?.write(chunk, controller);
  }

  async finish(): Promise<void> {
    await this.decoder?.finish();
  }

  abort(): void {
    this.decoder?.abort();
    if (this.decoder) this.ingester.abort();
  }
}

function isClosedConnection(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
