import { seriesText } from '@observatory/protocol/series-text';
import type { QueryPayload, WireValue } from '@observatory/protocol/stream';
import type { SidecarError } from '../connection/sidecar-error.ts';
import type { LiveRow, SeriesLabels } from './live-frame.ts';

export interface LiveListener {
  /** New rows, oldest first. */
  rows(rows: readonly LiveRow[]): void;
  /** The sidecar refuses the query: nothing more will come. */
  refused(error: SidecarError): void;
  /** A step could not be evaluated; the next one may. */
  failed(message: string): void;
}

/** Series that come and go (pods, topics) must not pile up for ever. */
const MAX_SERIES = 10_000;
const MAX_HISTORY_STEPS = 10_000;

/** One query that is streamed, for all channels that show it: what was seen of it, and who wants to know. */
export class LiveQuery {
  readonly query: string;
  readonly stepMs: number;
  readonly listeners = new Set<LiveListener>();
  /** By `seriesText`, in the order in which they were first seen. */
  readonly series = new Map<string, SeriesLabels>();
  /** The newest step. */
  last: LiveRow | undefined;
  /** When it came. */
  lastAtMs = 0;
  private readonly rangeMs: number;
  private names = new Map<number, string>();

  constructor(query: string, stepMs: number, rangeMs: number) {
    this.query = query;
    this.stepMs = stepMs;
    this.rangeMs = rangeMs;
  }

  /** What the sidecar is asked for when a connection is made: the window the first time, later what was missed. */
  historyMs(nowMs: number): number {
    const wanted = this.last ? nowMs - this.last.timeMs + this.stepMs : this.rangeMs;
    return Math.max(0, Math.min(wanted, this.rangeMs, MAX_HISTORY_STEPS * this.stepMs));
  }

  /** Ids are those of a connection: a new one gives others. */
  reconnected(): void {
    this.names = new Map();
  }

  take(payload: QueryPayload): void {
    switch (payload.type) {
      case 'meta':
        for (const { id, labels } of payload.series) this.learn(id, labels);
        return;
      case 'history':
        return this.takeHistory(payload);
      case 'vector': {
        const { t, ids, values } = payload;
        return this.publish([{ timeMs: t, values: this.valuesOf(ids, values) }]);
      }
      case 'notice':
        for (const listener of this.listeners) listener.failed(payload.message);
    }
  }

  refused(error: SidecarError): void {
    for (const listener of [...this.listeners]) listener.refused(error);
  }

  /** A viewer brings its history along: the first time it is only there to learn which series the window has. */
  private takeHistory({ startMs, stepMs, length, ids, values }: Extract<QueryPayload, { type: 'history' }>): void {
    const first = this.last ? 0 : Math.max(0, length - 1);
    const rows: LiveRow[] = [];
    for (let step = first; step < length; step++) {
      const row = this.valuesOf(
        ids,
        values.map((each) => each[step] ?? null),
      );
      if (row.size > 0) rows.push({ timeMs: startMs + step * stepMs, values: row });
    }
    this.publish(rows);
  }

  private publish(rows: readonly LiveRow[]): void {
    const fresh = rows.filter(({ timeMs }) => timeMs > (this.last?.timeMs ?? -Infinity));
    const newest = fresh.at(-1);
    if (!newest) return;
    this.last = newest;
    this.lastAtMs = Date.now();
    if (this.series.size > MAX_SERIES) this.forgetGone(newest);
    for (const listener of this.listeners) listener.rows(fresh);
  }

  private learn(id: number, labels: SeriesLabels): void {
    const name = seriesText(labels);
    this.names.set(id, name);
    if (!this.series.has(name)) this.series.set(name, labels);
  }

  private forgetGone({ values }: LiveRow): void {
    for (const name of this.series.keys()) if (!values.has(name)) this.series.delete(name);
    for (const [id, name] of this.names) if (!values.has(name)) this.names.delete(id);
  }

  private valuesOf(ids: readonly number[], values: readonly WireValue[]): Map<string, number> {
    const row = new Map<string, number>();
    ids.forEach((id, index) => {
      const name = this.names.get(id);
      const value = numberOf(values[index]);
      if (name !== undefined && value !== undefined) row.set(name, value);
    });
    return row;
  }
}

function numberOf(value: WireValue): number | undefined {
  switch (value) {
    case null:
      return undefined;
    case '+Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    default:
      return Number(value);
  }
}
