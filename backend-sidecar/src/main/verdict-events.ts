import type { EventType } from '@observatory/protocol/events';
import type { NewEvent } from '../events/index.ts';
import { subscriptionNodeId } from '../topology/index.ts';
import type { Verdict, VerdictChange } from '../topics/index.ts';
import type { Clock } from '../util/clock.ts';

const TYPES: Readonly<Record<Verdict, EventType>> = {
  healthy: 'subscription_recovered',
  growing: 'subscription_growing',
  orphan: 'subscription_orphan',
  redelivery_storm: 'subscription_redelivery_storm',
  stuck: 'subscription_stuck',
  blocked_on_unacked: 'subscription_blocked',
};
const WORDS: Readonly<Record<Verdict, string>> = {
  healthy: 'well again',
  growing: 'growing',
  orphan: 'an orphan',
  redelivery_storm: 'in a redelivery storm',
  stuck: 'stuck',
  blocked_on_unacked: 'blocked on unacknowledged messages',
};

const WINDOW_MS = 60_000;
/** Told one by one within a window, for each cluster; what comes on top is counted and told as one. */
export const EVENTS_A_WINDOW = 20;

interface Window {
  told: number;
  /** How many were not told, by what they became. */
  rest: Map<Verdict, number>;
}

/**
 * Changes of verdicts as events, bounded: when a broker stops, tens of thousands of subscriptions may be stuck at once, and
 * a time line of so many marks says less than one sentence.
 */
export class VerdictEvents {
  private readonly clock: Clock;
  private readonly publish: (event: NewEvent) => void;
  private readonly windows = new Map<string, Window>();
  private readonly cancel = new Map<string, () => void>();

  constructor(clock: Clock, publish: (event: NewEvent) => void) {
    this.clock = clock;
    this.publish = publish;
  }

  /** @param sentence what was seen; asked for only when the event is told */
  note(change: VerdictChange, sentence: () => string): void {
    const { cluster, to } = change;
    const window = this.windowOf(cluster);
    if (window.told < EVENTS_A_WINDOW) {
      window.told++;
      this.publish(verdictEvent(change, sentence()));
    } else window.rest.set(to, (window.rest.get(to) ?? 0) + 1);
  }

  /** Tells what was only counted so far. */
  stop(): void {
    for (const cluster of [...this.windows.keys()]) this.close(cluster);
  }

  private windowOf(cluster: string): Window {
    let window = this.windows.get(cluster);
    if (!window) {
      this.windows.set(cluster, (window = { told: 0, rest: new Map() }));
      this.cancel.set(
        cluster,
        this.clock.setTimeout(() => this.close(cluster), WINDOW_MS),
      );
    }
    return window;
  }

  private close(cluster: string): void {
    const rest = this.windows.get(cluster)?.rest;
    this.cancel.get(cluster)?.();
    this.windows.delete(cluster);
    this.cancel.delete(cluster);
    if (rest && rest.size > 0) this.publish(summaryEvent(cluster, rest));
  }
}

function verdictEvent(
  { cluster, topic, subscription, from, to, atMs, sinceMs }: VerdictChange,
  sentence: string,
): NewEvent {
  return {
    type: TYPES[to],
    severity: to === 'healthy' ? 'info' : 'warning',
    timeMs: atMs,
    cluster,
    node: subscriptionNodeId(cluster, topic, subscription),
    summary: `${subscription} of ${topic} is ${WORDS[to]}: ${sentence}`,
    details: { topic, subscription, from, to, ...(sinceMs > 0 && { sinceMs }) },
  };
}

function summaryEvent(cluster: string, rest: ReadonlyMap<Verdict, number>): NewEvent {
  const parts = [...rest].map(([verdict, count]) => `${count} ${WORDS[verdict]}`);
  const total = [...rest.values()].reduce((sum, count) => sum + count, 0);
  return {
    type: 'subscriptions_changed',
    severity: [...rest.keys()].every((verdict) => verdict === 'healthy') ? 'info' : 'warning',
    cluster,
    summary: `${total} more subscriptions changed within the same minute: ${parts.join(', ')}`,
    details: Object.fromEntries(rest),
  };
}
