import type { Appender } from '../storage.ts';
import { COUNTER_FAMILIES } from './counter-families.ts';
import { CounterRegistry } from './counter-registry.ts';
import { DerivingAppender } from './deriving-appender.ts';
import { FeedCatalogue } from './feed.ts';
import { HISTOGRAM_FAMILIES } from './histogram-families.ts';
import { PERIODS_MISSED, PERIODS_SEEN } from './period-report.ts';

export interface CanonicalOptions {
  appender: Appender;
  nowMs: number;
  enabled: boolean;
  /** Canonical names; empty means all. */
  families: readonly string[];
  periodMs: number;
  maxSeriesPerTarget: number;
}

/** Derives canonical series from what targets expose (docs/guide/canonical-series.md). */
export class Canonical {
  private readonly options: CanonicalOptions;
  private readonly catalogue: FeedCatalogue;
  private readonly registry: CounterRegistry;
  private isDescribed = false;

  constructor(options: CanonicalOptions) {
    this.options = options;
    const { enabled, families } = options;
    this.catalogue = new FeedCatalogue((name) => enabled && (families.length === 0 || families.includes(name)));
    this.registry = new CounterRegistry(options.appender);
  }

  /** The appender for the ingester of one target. */
  targetAppender(): Appender {
    const { appender, nowMs, enabled, periodMs, maxSeriesPerTarget } = this.options;
    if (!enabled) return appender;
    this.describe();
    return new DerivingAppender({
      appender,
      catalogue: this.catalogue,
      registry: this.registry,
      histograms: { periodMs, maxSeries: maxSeriesPerTarget },
      watchingSinceMs: nowMs,
    });
  }

  private describe(): void {
    if (this.isDescribed) return;
    this.isDescribed = true;
    for (const { canonical, help, unit } of HISTOGRAM_FAMILIES) {
      this.options.appender.setMetadata(canonical, { type: 'histogram', help, unit, steppedMs: this.options.periodMs });
    }
    const periods = { type: 'counter', unit: '' } as const;
    this.options.appender.setMetadata(PERIODS_SEEN, {
      ...periods,
      help: 'Statistics periods of a broker that were seen.',
    });
    this.options.appender.setMetadata(PERIODS_MISSED, {
      ...periods,
      help: 'Statistics periods of a broker that ended unseen because scrapes were too far apart.',
    });
    for (const { canonical, help, unit } of COUNTER_FAMILIES) {
      this.options.appender.setMetadata(canonical, { type: 'counter', help, unit });
    }
  }
}
