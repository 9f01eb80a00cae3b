import type { StreamSender } from '@observatory/grafana-backend-sdk';
import type { ChannelSpec } from './channel-spec.ts';
import { liveFrame, type LiveRow, type SeriesLabels } from './live-frame.ts';

/** Rows that wait for a slow receiver; beyond that the oldest are left out, and the next packets bring the newest. */
const MAX_WAITING = 1000;

/** Sends the rows of one channel: the schema with the first packet and whenever a series joins, else values alone. */
export class Relay {
  private readonly spec: ChannelSpec;
  private readonly sender: StreamSender;
  private readonly onError: (error: unknown) => void;
  private waiting: LiveRow[] = [];
  private isSending = false;
  private known = new Map<string, SeriesLabels>();
  private hasSchema = false;

  constructor(spec: ChannelSpec, sender: StreamSender, onError: (error: unknown) => void) {
    this.spec = spec;
    this.sender = sender;
    this.onError = onError;
  }

  /** `series`: all that the query has had so far. */
  push(rows: readonly LiveRow[], series: ReadonlyMap<string, SeriesLabels>): void {
    this.waiting.push(...rows);
    if (this.waiting.length > MAX_WAITING) this.waiting = this.waiting.slice(-MAX_WAITING);
    if (!this.isSending) void this.send(series);
  }

  private async send(series: ReadonlyMap<string, SeriesLabels>): Promise<void> {
    this.isSending = true;
    try {
      while (this.waiting.length > 0) {
        const rows = this.waiting;
        this.waiting = [];
        const isNew = this.learn(series);
        await this.sender.frame(liveFrame(rows, this.known, this.spec), isNew ? 'all' : 'data');
      }
    } catch (error) {
      this.onError(error);
    } finally {
      this.isSending = false;
    }
  }

  /** True when the packet has to bring the schema. A field that was sent once stays: its rows become null. */
  private learn(series: ReadonlyMap<string, SeriesLabels>): boolean {
    const before = this.known.size;
    for (const [name, labels] of series) if (!this.known.has(name)) this.known.set(name, labels);
    const isNew = !this.hasSchema || this.known.size > before;
    this.hasSchema = true;
    return isNew;
  }
}
