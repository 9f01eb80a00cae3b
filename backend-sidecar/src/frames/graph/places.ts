import type { TopologyNode } from '@observatory/protocol/topology';

const STEP = 150;

/**
 * Places as the topology gives them, drawn together: rows that no node is in take no room, and clusters stand beside each
 * other. A node keeps its column; its row moves only when one above it fills or empties. Undefined when a node has none.
 */
export function places(nodes: readonly TopologyNode[]): { x: number; y: number }[] | undefined {
  const given: { x: number; y: number; cluster: string }[] = [];
  for (const { x, y, cluster } of nodes) {
    if (x === undefined || y === undefined) return undefined;
    given.push({ x, y, cluster });
  }
  const rows = ranks(given.map(({ y }) => y));
  const lefts = new Map<string, number>();
  const widths = new Map<string, number>();
  for (const { x, cluster } of given) widths.set(cluster, Math.max(widths.get(cluster) ?? 0, x));
  let left = 0;
  for (const [cluster, width] of widths) {
    lefts.set(cluster, left);
    left += width + 2 * STEP;
  }
  return centred(
    given.map(({ x, y, cluster }) => ({ x: (lefts.get(cluster) ?? 0) + x, y: (rows.get(y) ?? 0) * STEP })),
  );
}

/** Grafana shows the surroundings of (0, 0) when places are given, and does not look for the nodes. */
function centred(all: { x: number; y: number }[]): { x: number; y: number }[] {
  const middle = (values: number[]) => Math.round((Math.min(...values) + Math.max(...values)) / 2);
  const [midX, midY] = [middle(all.map(({ x }) => x)), middle(all.map(({ y }) => y))];
  return all.map(({ x, y }) => ({ x: x - midX, y: y - midY }));
}

function ranks(values: readonly number[]): Map<number, number> {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  return new Map(distinct.map((value, rank) => [value, rank]));
}
