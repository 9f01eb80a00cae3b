import type { QueryPayload, WireValue } from '@observatory/protocol/stream';
import { TimeColumns } from './time-columns.ts';

/** A value from the wire as a number; "no value" becomes NaN, which the chart draws as a gap. */
export function numberOf(value: WireValue): number {
  switch (value) {
    case null:
    case 'NaN':
      return NaN;
    case '+Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    default:
      return value;
  }
}

type Labels = Readonly<Record<string, string>>;

/** The server gives out ids anew after some thousand series; more than this are never in use at once. */
const MAX_IDS = 20_000;

/**
 * The columns of a `query` channel. Series are known by their labels, since the channel's ids change when it starts anew, and
 * appear with their first value, so that what was there days ago does not come back with every reconnect.
 */
export class QueryColumns {
  readonly columns = new TimeColumns();
  private readonly named = new Map<number, { key: string; label: string }>();
  private readonly nameOf: (labels: Labels) => string;

  /** @param nameOf gives a series its legend */
  constructor(nameOf: (labels: Labels) => string) {
    this.nameOf = nameOf;
  }

  /** Takes over a payload; returns the notice to show, if it was one. */
  take(payload: QueryPayload): string | undefined {
    switch (payload.type) {
      case 'meta':
        for (const { id, labels } of payload.series)
          this.named.set(id, { key: keyOf(labels), label: this.nameOf(labels) });
        this.forgetOldIds();
        return undefined;
      case 'history':
        for (let step = 0; step < payload.length; step++) {
          const values = payload.ids.map((id, row) => [id, payload.values[row][step]] as const);
          this.append(payload.startMs + step * payload.stepMs, values);
        }
        return undefined;
      case 'vector':
        this.append(
          payload.t,
          payload.ids.map((id, index) => [id, payload.values[index]] as const),
        );
        return undefined;
      case 'notice':
        return payload.message;
    }
  }

  clear(): void {
    this.columns.clear();
    this.named.clear();
  }

  private append(timeMs: number, values: readonly (readonly [id: number, value: WireValue])[]): void {
    const row: [string, number][] = [];
    for (const [id, value] of values) {
      const known = this.named.get(id);
      if (!known) continue;
      this.columns.ensureSeries(known.key, known.label);
      row.push([known.key, numberOf(value)]);
    }
    this.columns.append(timeMs, row);
  }

  private forgetOldIds(): void {
    for (const id of this.named.keys()) {
      if (this.named.size <= MAX_IDS) return;
      this.named.delete(id);
    }
  }
}

/** The same for the same labels, in whatever order they come. */
function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
