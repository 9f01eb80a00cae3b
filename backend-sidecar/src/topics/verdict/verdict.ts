/** Order is the order of the store's column; `healthy` must stay first (0 is what a new row holds). */
export const VERDICTS = ['healthy', 'growing', 'orphan', 'redelivery_storm', 'stuck', 'blocked_on_unacked'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Where several hold, the one that explains the others comes first. */
export const PRECEDENCE: readonly Exclude<Verdict, 'healthy'>[] = [
  'blocked_on_unacked',
  'stuck',
  'redelivery_storm',
  'orphan',
  'growing',
];

/** When a subscription earns a verdict. Durations in ms. */
export interface VerdictRules {
  /** How long each reason must have been seen. */
  afterMs: Readonly<Record<Exclude<Verdict, 'healthy'>, number>>;
  /** How long it must have been gone before the verdict is lifted. */
  clearAfterMs: number;
  /** Entries above which growth is worth a verdict. */
  growingBacklog: number;
  /** Redelivered over delivered messages that make a storm, 0 to 1. */
  redeliveryRatio: number;
}

/** Starting points of reference/pulsar.md rules 20 and 23 to 26. */
export const DEFAULT_RULES: VerdictRules = {
  afterMs: {
    blocked_on_unacked: 300_000,
    stuck: 600_000,
    redelivery_storm: 600_000,
    orphan: 1_800_000,
    growing: 1_800_000,
  },
  clearAfterMs: 120_000,
  growingBacklog: 10_000,
  redeliveryRatio: 0.3,
};

/** What a verdict is drawn from: one reading of a subscription, with what a closer look added. */
export interface SubscriptionFacts {
  /** `__compaction`: the broker's own cursor, which never has consumers. */
  isInternal: boolean;
  consumers: number;
  /** Entries. */
  backlog: number;
  /** Entries that may be delivered now; NaN when not told. */
  backlogNoDelayed: number;
  blocked: boolean;
  /** Messages per second. */
  rateOut: number;
  ackRate: number;
  redeliverRate: number;
  /** Entries per second; NaN when not known yet. */
  growth: number;
  /** Time of the last acknowledgement, ms; NaN when not told, 0 when there was none. */
  lastAckedMs: number;
}

/** A verdict that holds is left only below these shares of what it took to earn it. */
const LEAVE_GROWING = 0.5;
const LEAVE_STORM = 2 / 3;
/** Growth per hour, as share of the backlog, below which a large backlog counts as standing still. */
const GROWTH_PER_HOUR = 0.05;

/**
 * Whether the reason for a verdict is there now.
 * @param held whether the subscription has this verdict already: then the easier thresholds apply
 */
export function holds(
  verdict: Exclude<Verdict, 'healthy'>,
  facts: SubscriptionFacts,
  rules: VerdictRules,
  held: boolean,
  nowMs: number,
): boolean {
  const { backlog, consumers, rateOut, growth } = facts;
  switch (verdict) {
    case 'blocked_on_unacked':
      return facts.blocked;
    case 'stuck': {
      // Delayed messages are no reason to deliver; what was acknowledged lately moves.
      const deliverable = Number.isNaN(facts.backlogNoDelayed) ? backlog : facts.backlogNoDelayed;
      const ackedLately = nowMs - facts.lastAckedMs < rules.afterMs.stuck;
      return deliverable > 0 && consumers > 0 && rateOut === 0 && facts.ackRate === 0 && !ackedLately;
    }
    case 'redelivery_storm':
      return rateOut > 0 && facts.redeliverRate / rateOut > rules.redeliveryRatio * (held ? LEAVE_STORM : 1);
    case 'orphan':
      return consumers === 0 && backlog > 0 && !facts.isInternal;
    case 'growing':
      if (facts.isInternal || Number.isNaN(growth)) return false;
      if (held) return growth > 0 && backlog > rules.growingBacklog * LEAVE_GROWING;
      return backlog > rules.growingBacklog && growth * 3600 > GROWTH_PER_HOUR * backlog;
  }
}
