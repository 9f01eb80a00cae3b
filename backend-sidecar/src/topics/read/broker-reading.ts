import type { HttpClientConfig } from '../../config/http-client-config.ts';
import { Connection, PlainConnection } from '../../http-client/index.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import { BrokerStatsParser } from '../broker-stats-parser.ts';
import type { TopicStore } from '../store/topic-store.ts';
import type { CpuShare } from './cpu-share.ts';
import type { HostBudget } from './host-budget.ts';
import { streamAnswer } from './stream-answer.ts';

export const STATS_PATH = '/admin/v2/broker-stats/topics';

/** How the reading of one broker goes. */
export interface BrokerState {
  broker: string;
  /** Complete readings, and readings that failed. */
  readings: number;
  failures: number;
  /** End of the last complete reading; 0 before the first. */
  lastGoodMs: number;
  /** Why the last reading failed; empty when it did not. */
  lastError: string;
  /** Of the last complete reading. */
  durationMs: number;
  cpuMs: number;
  bytes: number;
  topics: number;
  subscriptions: number;
  /** Time from one reading to the next, as the budget allows. */
  intervalMs: number;
  /** The interval is longer than configured, because the answers are large. */
  stretched: boolean;
  /** One answer alone is larger than the budget of a minute. */
  exceeded: boolean;
  /** The broker is listed by its cluster. */
  listed: boolean;
}

export interface BrokerReadingOptions {
  broker: string;
  base: URL;
  client: HttpClientConfig;
  clock: Clock;
  cpu: CpuShare;
  budget: HostBudget;
  bytesPerMinute: number;
  /** Least time between two readings. */
  intervalMs: number;
  silenceMs: number;
  maxBytes: number;
  userAgent: string;
}

/** Readings leave this part of the budget to others that ask the same broker. */
const BUDGET_SHARE = 0.8;
const TOTAL_MS = 600_000;

/** Reads `broker-stats/topics` of one broker, again and again over one connection. */
export class BrokerReading {
  readonly state: BrokerState;
  /** Number of the reading under way, or of the last; rows carry it. */
  pass = 0;
  private readonly options: BrokerReadingOptions;
  private readonly connection: Connection | PlainConnection;

  constructor(options: BrokerReadingOptions) {
    this.options = options;
    this.connection = connect(options);
    this.state = {
      broker: options.broker,
      readings: 0,
      failures: 0,
      lastGoodMs: 0,
      lastError: '',
      durationMs: 0,
      cpuMs: 0,
      bytes: 0,
      topics: 0,
      subscriptions: 0,
      intervalMs: options.intervalMs,
      stretched: false,
      exceeded: false,
      listed: true,
    };
  }

  /** One reading; what is complete of a broken answer counts. @returns true when the answer was complete */
  async read(store: TopicStore, signal: AbortSignal): Promise<boolean> {
    const { broker, base, client, clock, cpu, budget, silenceMs, maxBytes, userAgent } = this.options;
    const { state } = this;
    const startMs = clock.now();
    this.pass++;
    const parser = new BrokerStatsParser(store, {
      broker: store.brokers.internText(broker),
      pass: this.pass,
      nowMs: startMs,
    });
    const url = new URL(base.pathname.replace(/\/+$/, '') + STATS_PATH, base);
    let received = 0;
    try {
      const { bytes, workMs } = await streamAnswer(
        url,
        {
          connection: this.connection,
          client,
          clock,
          cpu,
          userAgent,
          silenceMs,
          totalMs: TOTAL_MS,
          maxBytes,
          signal,
          onChunk: (chunk) => parser.push(chunk),
        },
        (bytes) => {
          received += bytes;
          budget.charge(broker, bytes);
        },
      );
      parser.end();
      const endMs = clock.now();
      state.readings++;
      state.lastError = '';
      state.lastGoodMs = endMs;
      state.durationMs = endMs - startMs;
      state.cpuMs = workMs;
      state.bytes = bytes;
      state.topics = parser.topics;
      state.subscriptions = parser.subscriptions;
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      state.failures++;
      state.lastError = messageOf(error);
      return false;
    } finally {
      this.pace(received);
    }
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** How long until the next reading, so that the bytes stay within the budget. */
  private pace(bytes: number): void {
    const { bytesPerMinute, intervalMs } = this.options;
    const needMs = (bytes / (BUDGET_SHARE * bytesPerMinute)) * 60_000;
    this.state.intervalMs = Math.max(intervalMs, Math.ceil(needMs));
    this.state.stretched = needMs > intervalMs;
    this.state.exceeded = bytes > bytesPerMinute;
  }
}

/** Without TLS all answers go through one shared buffer; undici would allocate every piece of them anew. */
function connect({ base, client, intervalMs, silenceMs }: BrokerReadingOptions): Connection | PlainConnection {
  if (base.protocol === 'http:') return new PlainConnection(base.origin);
  return new Connection(base.origin, {
    tls: client.tls,
    keepAliveMs: intervalMs + 5000,
    connectTimeoutMs: silenceMs,
    connections: 1,
  });
}
