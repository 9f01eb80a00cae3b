import type { Health, TopologyNode } from '@observatory/protocol/topology';

const RANK: Readonly<Record<Health, number>> = { healthy: 0, unknown: 1, degraded: 2, down: 3 };
export const WORST_FIRST: readonly Health[] = ['down', 'degraded', 'unknown', 'healthy'];

export function rankOf(health: Health): number {
  return RANK[health];
}

/** What a node is shown as: its own health, or what reaches it if that is worse. */
export function shownHealth({ health, impact }: Pick<TopologyNode, 'health' | 'impact'>): Health {
  return impact && RANK[impact.health] > RANK[health] ? impact.health : health;
}

/** A mark beside every colour: state is never told by colour alone. */
export const HEALTH_GLYPHS: Readonly<Record<Health, string>> = {
  healthy: '✓',
  unknown: '?',
  degraded: '!',
  down: '✕',
};

/** Why a node is not well, in one sentence; empty when it is. `nameOf` tells the name of another node by its id. */
export function healthReason(node: TopologyNode, nameOf: (id: string) => string): string {
  if (node.reasons.length > 0) return node.reasons.join('; ');
  if (node.impact) return `${node.impact.health} because of ${nameOf(node.impact.from)}`;
  return node.health === 'unknown' ? (node.unknown?.[0]?.reason ?? 'nothing is known of it') : '';
}
