import type { PromqlSource } from '../../storage.ts';
import type { Clock } from '../../util/clock.ts';
import type { StopCondition } from '../operation.ts';

export interface StopWatchOptions {
  promql: PromqlSource;
  clock: Clock;
  cluster: string;
  conditions: readonly StopCondition[];
  /** When the execution began, ms since the epoch: baselines are of the ten minutes before. */
  startedMs: number;
}

interface Rule {
  title: string;
  /** PromQL with `$cluster`; one value. */
  query: string;
  baseline: string;
  /** Whether this value is bad beside its baseline; undefined: there is none. */
  isBad: (value: number, baseline: number | undefined) => boolean;
  /** How long it has to be so. */
  forMs: number;
  say: (value: number, baseline: number | undefined) => string;
}

/**
 * Conditions of Pulsar's own advice for restarts (reference pulsar.md §4): stop when the 99th percentile of writes is over
 * three times what it was, when backlogs grow, when ledgers stay under-replicated for ten minutes. Small numbers pass:
 * three times 2 ms is no emergency.
 */
export const STOP_RULES: Readonly<Record<StopCondition, Rule>> = {
  write_latency: {
    title: 'the 99th percentile of writes is over three times its baseline for 30 s',
    query:
      'histogram_quantile(0.99, sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket{cluster="$cluster"}[1m])))',
    baseline:
      'histogram_quantile(0.99, sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket{cluster="$cluster"}[10m])))',
    isBad: (value, baseline) => baseline !== undefined && value > 3 * Math.max(baseline, 0.01),
    forMs: 30_000,
    say: (value, baseline = 0) =>
      `writes take ${milliseconds(value)} at the 99th percentile, ${milliseconds(baseline)} before`,
  },
  backlog_growth: {
    title: 'the backlog of all subscriptions grows by half, and by 10,000 entries, for 60 s',
    query: 'sum(pulsar_msg_backlog{cluster="$cluster"})',
    baseline: 'max_over_time(sum(pulsar_msg_backlog{cluster="$cluster"})[10m:30s])',
    isBad: (value, baseline) => baseline !== undefined && value > 1.5 * baseline + 10_000,
    forMs: 60_000,
    say: (value, baseline = 0) => `the backlog grew from ${Math.round(baseline)} to ${Math.round(value)} entries`,
  },
  under_replication: {
    title: 'ledgers are under-replicated for ten minutes',
    query: 'max(replication_auditor_NUM_UNDERREPLICATED_LEDGERS_ELAPSED_RECOVERY_GRACE_PERIOD{cluster="$cluster"})',
    baseline: 'vector(0)',
    isBad: (value) => value > 0,
    forMs: 600_000,
    say: (value) => `${value} ledgers are under-replicated for ten minutes`,
  },
};

const CHECK_MS = 5000;

/** Watches the conditions of one execution. Series that are not there stop nothing: the plan says so beforehand. */
export class StopWatch {
  private readonly options: StopWatchOptions;
  private readonly baselines = new Map<StopCondition, number | undefined>();
  private readonly badSinceMs = new Map<StopCondition, number>();
  private checkedMs = Number.NEGATIVE_INFINITY;

  constructor(options: StopWatchOptions) {
    this.options = options;
  }

  /** Why to stop now; undefined: go on. Asks at most every five seconds. */
  async reasonToStop(): Promise<string | undefined> {
    const { clock, conditions } = this.options;
    const nowMs = clock.now();
    if (nowMs - this.checkedMs < CHECK_MS) return undefined;
    this.checkedMs = nowMs;
    for (const condition of conditions) {
      const rule = STOP_RULES[condition];
      const value = await this.ask(rule.query, nowMs);
      const baseline = await this.baselineOf(condition);
      if (value === undefined || !rule.isBad(value, baseline)) {
        this.badSinceMs.delete(condition);
        continue;
      }
      const sinceMs = this.badSinceMs.get(condition) ?? nowMs;
      this.badSinceMs.set(condition, sinceMs);
      if (nowMs - sinceMs >= rule.forMs) return `stopped by itself: ${rule.say(value, baseline)}`;
    }
    return undefined;
  }

  private async baselineOf(condition: StopCondition): Promise<number | undefined> {
    if (!this.baselines.has(condition))
      this.baselines.set(condition, await this.ask(STOP_RULES[condition].baseline, this.options.startedMs));
    return this.baselines.get(condition);
  }

  private async ask(query: string, timeMs: number): Promise<number | undefined> {
    const { promql, cluster } = this.options;
    try {
      const { value } = await promql.instant(query.replaceAll('$cluster', escaped(cluster)), timeMs, {
        timeoutMs: 5000,
      });
      if (value.resultType !== 'vector') return undefined;
      const first = value.series[0]?.value;
      return first !== undefined && Number.isFinite(first) ? first : undefined;
    } catch {
      return undefined;
    }
  }
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
