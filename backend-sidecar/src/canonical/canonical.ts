import type { CapabilityList } from '@observatory/protocol/capabilities';
import type { Appender } from '../storage.ts';
import { COUNTER_FAMILIES } from './counter-families.ts';
import { CounterRegistry } from './counter-registry.ts';
import { DerivingAppender } from './deriving-appender.ts';
import { listCapabilities } from './exposure/list-capabilities.ts';
import { ProbeIndex } from './exposure/probe-index.ts';
import { TargetExposure, type ExposureChange } from './exposure/target-exposure.ts';
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
  /** A target's exposure changed although its process did not restart. */
  onExposureChange?: (change: ExposureChange) => void;
}

/** Targets that were not scraped for this long are gone. */
const GONE_MS = 15 * 60_000;

/** Derives canonical series from what targets expose (docs/guide/canonical-series.md). */
export class Canonical {
  private readonly options: CanonicalOptions;
  private readonly catalogue: FeedCatalogue;
  private readonly registry: CounterRegistry;
  private readonly probes = new ProbeIndex();
  private exposures: TargetExposure[] = [];
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
    if (enabled) this.describe();
    const exposure = new TargetExposure(this.probes, (change) => this.options.onExposureChange?.(change));
    this.exposures.push(exposure);
    return new DerivingAppender({
      appender,
      catalogue: this.catalogue,
      registry: this.registry,
      exposure,
      histograms: { periodMs, maxSeries: maxSeriesPerTarget },
      watchingSinceMs: nowMs,
    });
  }

  /** What the targets expose, as their last scrapes show it. */
  capabilities(): CapabilityList {
    const newestMs = this.exposures.reduce((max, { lastScrapeMs }) => Math.max(max, lastScrapeMs || 0), 0);
    // Those without any scrape yet stay: they may be about to get one.
    this.exposures = this.exposures.filter(({ lastScrapeMs }) => !(newestMs - lastScrapeMs > GONE_MS));
    return listCapabilities(this.exposures);
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
