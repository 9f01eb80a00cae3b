import type { Labels } from '../model/labels.ts';
import type { Appender } from '../storage.ts';
import type { CounterFamily } from './counter-families.ts';
import { CounterTotal } from './counter-total.ts';

/** A topic on its way to a new owner is in nobody's scrape for a while; after this long it is gone. */
const STALE_AFTER_MS = 150_000;
/** Totals are kept this long for topics that come back (a broker that is away, a topic without clients). */
const FORGET_AFTER_MS = 3_600_000;

/** The totals of all topics, fed by the scrapes of all brokers. */
export class CounterRegistry {
  private readonly appender: Appender;
  private readonly totals = new Map<string, CounterTotal>();
  private readonly orphans = new Set<CounterTotal>();
  private readonly marked = new WeakSet<CounterTotal>();

  constructor(appender: Appender) {
    this.appender = appender;
  }

  get size(): number {
    return this.totals.size;
  }

  total(family: CounterFamily, labels: Labels): CounterTotal {
    const key = keyOf(family, labels);
    let total = this.totals.get(key);
    if (!total) this.totals.set(key, (total = new CounterTotal(family, labels)));
    return total;
  }

  adopt(total: CounterTotal, emitter: object): void {
    total.emitter = emitter;
    this.orphans.delete(total);
    this.marked.delete(total);
  }

  orphan(total: CounterTotal, timestampMs: number): void {
    total.emitter = undefined;
    total.orphanedMs = timestampMs;
    this.orphans.add(total);
  }

  /** Staleness markers for totals that nobody took over, and an end to those that nobody will. */
  sweep(timestampMs: number): void {
    for (const total of this.orphans) {
      const ageMs = timestampMs - total.orphanedMs;
      // In the order of becoming orphans: the rest is younger.
      if (ageMs < STALE_AFTER_MS) break;
      if (!this.marked.has(total)) this.mark(total, timestampMs);
      if (ageMs < FORGET_AFTER_MS) continue;
      this.orphans.delete(total);
      this.totals.delete(keyOf(total.family, total.labels));
    }
  }

  private mark(total: CounterTotal, timestampMs: number): void {
    this.marked.add(total);
    for (const labels of total.labelSets()) this.appender.appendStale(this.appender.seriesRef(labels), timestampMs);
  }
}

const keyOf = (family: CounterFamily, labels: Labels): string => `${family.canonical}\n${labels.key()}`;
