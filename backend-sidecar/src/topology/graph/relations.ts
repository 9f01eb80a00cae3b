import type { Health, Relation } from '@observatory/protocol/topology';

interface RelationRule {
  /** Which end suffers from the other: the target from the source (`forward`), the source from the target, or neither. */
  impact: 'forward' | 'backward' | 'none';
  /** One of several: losing it degrades, but does not take down. */
  partial?: true;
}

/** How health is carried along the edges of each relation. */
export const RELATION_RULES: Readonly<Record<Relation, RelationRule>> = {
  member: { impact: 'backward', partial: true },
  // A host's own health is inferred from what runs on it.
  runs_on: { impact: 'none' },
  owns: { impact: 'forward' },
  divided_into: { impact: 'backward', partial: true },
  holds: { impact: 'forward' },
  partition: { impact: 'backward', partial: true },
  subscribed: { impact: 'forward' },
  stored_in: { impact: 'backward', partial: true },
  written_to: { impact: 'backward' },
  replica_on: { impact: 'backward', partial: true },
  in_rack: { impact: 'none' },
  disk: { impact: 'backward' },
  embedded_in: { impact: 'backward' },
  runs: { impact: 'forward' },
  instance: { impact: 'backward', partial: true },
  reads: { impact: 'backward', partial: true },
  writes: { impact: 'backward', partial: true },
  replicates_to: { impact: 'backward', partial: true },
};

const RANK: Readonly<Record<Health, number>> = { healthy: 0, unknown: 1, degraded: 2, down: 3 };

export function isWorse(a: Health, b: Health): boolean {
  return RANK[a] > RANK[b];
}

export function worse(a: Health, b: Health): Health {
  return isWorse(a, b) ? a : b;
}
