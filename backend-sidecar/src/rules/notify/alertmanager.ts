import type { HttpClientConfig } from '../../config/http-client-config.ts';
import { clientHeaders, Connection, exchange } from '../../http-client/index.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { wireBody, type OutgoingAlert } from './wire-alert.ts';

/** Alerts of one request. */
const BATCH = 256;
const MAX_ANSWER_BYTES = 2048;

export interface AlertmanagerOptions {
  url: URL;
  client: HttpClientConfig;
  timeoutMs: number;
  /** Most alerts that wait; beyond it the oldest go. */
  queueCapacity: number;
  /** Real time: Alertmanagers live in it, also when samples are on a clock of their own. */
  clock: Clock;
  logger: Logger;
  userAgent: string;
}

export interface AlertmanagerStats {
  sent: number;
  /** Thrown away: the queue was full, or the request failed. Rules send what still fires again. */
  dropped: number;
  errors: number;
  queued: number;
  lastError: string | undefined;
}

/** One Alertmanager: its own queue, so that a dead one does not keep the others from hearing. */
export class Alertmanager {
  readonly url: string;
  private readonly options: AlertmanagerOptions;
  private readonly connection: Connection;
  private readonly stopping = new AbortController();
  private queue: OutgoingAlert[] = [];
  private draining: Promise<void> | undefined;
  private counts = { sent: 0, dropped: 0, errors: 0 };
  private lastError: string | undefined;

  constructor(options: AlertmanagerOptions) {
    this.options = options;
    this.url = options.url.href;
    this.connection = new Connection(options.url.origin, {
      tls: options.client.tls,
      keepAliveMs: 120_000,
      connectTimeoutMs: options.timeoutMs,
      connections: 1,
    });
  }

  /** Queues alerts and sends them as soon as it can. */
  send(alerts: readonly OutgoingAlert[]): void {
    this.queue.push(...alerts);
    const surplus = this.queue.length - this.options.queueCapacity;
    if (surplus > 0) {
      this.queue.splice(0, surplus);
      this.counts.dropped += surplus;
      this.options.logger.warn(
        { alertmanager: this.url, dropped: surplus },
        'the queue of alerts is full, the oldest were dropped',
      );
    }
    this.draining ??= this.drain();
  }

  stats(): AlertmanagerStats {
    return { ...this.counts, queued: this.queue.length, lastError: this.lastError };
  }

  /** Resolves when nothing is queued or under way. */
  async settled(): Promise<void> {
    while (this.draining) await this.draining;
  }

  /** Gives what is queued up to `graceMs` to leave, then ends. */
  async stop(graceMs: number): Promise<void> {
    const cancel = this.options.clock.setTimeout(() => this.stopping.abort(), graceMs);
    await this.settled();
    cancel();
    await this.connection.close();
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0 && !this.stopping.signal.aborted) {
      const batch = this.queue.splice(0, BATCH);
      try {
        await this.post(batch);
        this.counts.sent += batch.length;
        this.lastError = undefined;
      } catch (error) {
        this.counts.dropped += batch.length;
        this.counts.errors++;
        const reason = messageOf(error);
        // Once for each new reason; a dead Alertmanager fails at every evaluation.
        if (reason !== this.lastError)
          this.options.logger.error(
            { alertmanager: this.url, alerts: batch.length, error: reason },
            'alerts were not delivered',
          );
        this.lastError = reason;
      }
    }
    this.draining = undefined;
  }

  private async post(batch: readonly OutgoingAlert[]): Promise<void> {
    const { url, client, clock, timeoutMs, userAgent } = this.options;
    const pool = await this.connection.acquire();
    const own = await clientHeaders(client, url);
    let status = 0;
    let text = '';
    await exchange(
      pool,
      {
        method: 'POST',
        path: `${url.pathname}${url.search}`,
        headers: { 'user-agent': userAgent, 'content-type': 'application/json', ...own },
        body: Buffer.from(wireBody(batch)),
      },
      {
        onHead: (answerStatus) => {
          status = answerStatus;
          return answerStatus >= 300;
        },
        onChunk: (chunk) => {
          if (text.length < MAX_ANSWER_BYTES) text += chunk.toString('utf8', 0, MAX_ANSWER_BYTES - text.length);
        },
      },
      { clock, timeoutMs, signal: this.stopping.signal },
    );
    if (status < 200 || status >= 300)
      throw new Error(
        `it answered ${status}${text.trim() === '' ? '' : `: ${text.trim().split('\n')[0].slice(0, 300)}`}`,
      );
  }
}
