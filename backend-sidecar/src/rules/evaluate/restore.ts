import { Matcher } from '../../model/matcher.ts';
import { isStaleAt } from '../../model/stale.ts';
import { SampleBuffer, type SeriesSource } from '../../storage.ts';
import type { AlertingRule } from './alerting-rule.ts';

export interface RestoreOptions {
  source: SeriesSource;
  /** Longest outage across which `for` is counted on. */
  outageToleranceMs: number;
  /** An alert waits at least this long after a restart before it fires; rules with a shorter `for` just wait it anew. */
  gracePeriodMs: number;
}

/** The last sample of ALERTS_FOR_STATE of one alert. */
interface LastState {
  /** Time of the sample: until when the alert was known to be active. */
  atMs: number;
  activeAtMs: number;
}

/**
 * Gives the alerts of a rule the time at which they became active before a restart, less the time nobody looked. Call it
 * once, after the rule's alerts are known again, at the time of that evaluation.
 */
export async function restoreAlerts(rule: AlertingRule, nowMs: number, options: RestoreOptions): Promise<void> {
  const { gracePeriodMs } = options;
  const { forMs, name } = rule.spec;
  const alerts = rule.alerts();
  if (forMs >= gracePeriodMs && alerts.length > 0) {
    const states = await lastStates(name, nowMs, options);
    for (const alert of alerts) {
      const last = states.get(alert.labels.key());
      if (last) alert.activeAtMs = restoredActiveAt(last, nowMs, forMs, gracePeriodMs) ?? alert.activeAtMs;
    }
  }
  rule.restored = true;
}

function restoredActiveAt(
  { atMs, activeAtMs }: LastState,
  nowMs: number,
  forMs: number,
  gracePeriodMs: number,
): number {
  const remainingMs = forMs - (atMs - activeAtMs);
  // It was firing when the process ended: it fires again at once if it still holds.
  if (remainingMs <= 0) return activeAtMs;
  // It would fire so soon that whatever mends it by itself after a restart had no time to.
  if (remainingMs < gracePeriodMs) return nowMs + gracePeriodMs - forMs;
  // The outage does not count.
  return activeAtMs + (nowMs - atMs);
}

async function lastStates(
  alertName: string,
  nowMs: number,
  { source, outageToleranceMs }: RestoreOptions,
): Promise<Map<string, LastState>> {
  const set = await source.select({
    matchers: [new Matcher('=', '__name__', 'ALERTS_FOR_STATE'), new Matcher('=', 'alertname', alertName)],
    minTimeMs: nowMs - outageToleranceMs,
    maxTimeMs: nowMs,
  });
  const states = new Map<string, LastState>();
  const buffer = new SampleBuffer();
  try {
    for (let i = 0; i < set.count; i++) {
      set.read(i, buffer);
      const last = buffer.length - 1;
      // A stale end means that the alert was over before the process was.
      if (last < 0 || isStaleAt(buffer.valueWords, last)) continue;
      const key = set.labels(i).without(NAME).key();
      states.set(key, { atMs: buffer.timestamps[last], activeAtMs: buffer.values[last] * 1000 });
    }
  } finally {
    set.close();
  }
  return states;
}

const NAME: ReadonlySet<string> = new Set(['__name__']);
