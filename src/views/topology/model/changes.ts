import type { TopologyDifference } from '@observatory/protocol/topology';
import { edgeId } from './measured.ts';
import type { Change } from './scene.ts';

/** A difference between two times as the map takes it: what each node and edge went through, and who is no more. */
export function changesOf({ added, removed, changed, addedEdges, removedEdges }: TopologyDifference) {
  const nodes = new Map<string, Change>();
  for (const { id } of added) nodes.set(id, 'added');
  // Attributes such as a disk's fill change all the time; what counts is whether it does otherwise than before.
  for (const { before, after } of changed)
    if (
      before.health !== after.health ||
      before.reasons.join() !== after.reasons.join() ||
      before.impact?.health !== after.impact?.health
    )
      nodes.set(after.id, 'changed');
  const edges = new Map<string, Change>();
  for (const edge of addedEdges) edges.set(edgeId(edge), 'added');
  for (const edge of removedEdges) edges.set(edgeId(edge), 'removed');
  return { nodes, edges, gone: removed };
}
