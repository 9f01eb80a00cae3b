import type { AnalysedNode, Candidate } from '@observatory/protocol/analysis';
import { keyOf } from './shown.ts';

export interface PathNode {
  node: AnalysedNode;
  /** Steps to the symptom, the longest way. */
  distance: number;
  /** Place among those of the same distance. */
  row: number;
}

export interface PathEdge {
  from: string;
  to: string;
  /** How the one acts on the other. */
  via: string;
  /** Keys of the candidates whose path leads along here. */
  candidates: string[];
}

export interface PathGraph {
  nodes: PathNode[];
  edges: PathEdge[];
}

/** The paths of candidates to the symptom as one graph: what they share is drawn once. */
export function pathGraph(candidates: readonly Candidate[]): PathGraph {
  const nodes = new Map<string, { node: AnalysedNode; distance: number }>();
  const edges = new Map<string, PathEdge>();
  for (const candidate of candidates) {
    const steps = withoutStanding(candidate.path);
    steps.forEach(({ node, via }, index) => {
      const distance = steps.length - 1 - index;
      const known = nodes.get(node.id);
      if (known) known.distance = Math.max(known.distance, distance);
      else nodes.set(node.id, { node, distance });
      if (index === 0) return;
      const from = steps[index - 1].node.id;
      const id = `${from} > ${node.id}`;
      const edge = edges.get(id) ?? { from, to: node.id, via, candidates: [] };
      edge.candidates.push(keyOf(candidate));
      edges.set(id, edge);
    });
  }
  const taken = new Map<number, number>();
  return {
    nodes: [...nodes.values()].map(({ node, distance }) => {
      const row = taken.get(distance) ?? 0;
      taken.set(distance, row + 1);
      return { node, distance, row };
    }),
    edges: [...edges.values()],
  };
}

/** Steps within one node (a resource of it acts on another) are no way; what they say goes with the step before. */
function withoutStanding(path: Candidate['path']): { node: AnalysedNode; via: string }[] {
  const steps: { node: AnalysedNode; via: string }[] = [];
  for (const { node, via = '' } of path) {
    const last = steps.at(-1);
    if (last?.node.id === node.id) last.via = [last.via, via].filter(Boolean).join('; ');
    else steps.push({ node, via });
  }
  return steps;
}
