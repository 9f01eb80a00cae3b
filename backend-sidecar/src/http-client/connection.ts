import type { Pool } from 'undici';
import type { TlsConfig } from '../config/http-client-config.ts';
import { exchange, type ExchangeLimits, type ExchangeRequest, type ExchangeSink } from './exchange.ts';
import { TlsSource } from './tls-source.ts';

export interface ConnectionOptions {
  tls: TlsConfig | undefined;
  /** How long an idle connection is kept; longer than the time between two requests saves the handshakes. */
  keepAliveMs: number;
  connectTimeoutMs: number;
  /** Most sockets to the origin. */
  connections: number;
}

/** Only what speaks TLS, to Pulsar's admin API or to other stores needs undici: 5 MB of memory. */
const loadPool = () => import('undici/lib/dispatcher/pool.js');

/** Keep-alive connections to one origin, renewed when the TLS files behind them change. */
export class Connection {
  readonly origin: string;
  private readonly options: ConnectionOptions;
  private readonly tls: TlsSource | undefined;
  private generation = -1;
  private pool: Pool | undefined;

  constructor(origin: string, options: ConnectionOptions) {
    this.origin = origin;
    this.options = options;
    this.tls = options.tls && origin.startsWith('https:') ? new TlsSource(options.tls) : undefined;
  }

  /** The pool to send the next request on. @throws ObservatoryError OBS_TLS_FILE */
  async acquire(): Promise<Pool> {
    const [{ default: UndiciPool }, state] = await Promise.all([loadPool(), this.tls?.current()]);
    const generation = state?.generation ?? 0;
    if (this.pool && generation === this.generation) return this.pool;
    // Requests under way finish on the old pool.
    void this.pool?.close().catch(() => {});
    this.generation = generation;
    this.pool = new UndiciPool(this.origin, {
      connections: this.options.connections,
      keepAliveTimeout: this.options.keepAliveMs,
      keepAliveMaxTimeout: this.options.keepAliveMs,
      // Deadlines run on the injected clock (exchange.ts), not on undici's own timers.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: this.options.connectTimeoutMs, ...state?.options },
    });
    return this.pool;
  }

  /** One request and its answer. @throws ObservatoryError OBS_TLS_FILE, and as `exchange` does */
  async exchange(request: ExchangeRequest, sink: ExchangeSink, limits: ExchangeLimits): Promise<void> {
    return exchange(await this.acquire(), request, sink, limits);
  }

  async close(): Promise<void> {
    const { pool } = this;
    this.pool = undefined;
    await pool?.destroy().catch(() => {});
  }
}
