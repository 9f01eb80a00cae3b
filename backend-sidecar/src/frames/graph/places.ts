import type { TopologyNode } from '@observatory/protocol/topology';

const COLUMN = 160;
const ROW = 140;
/** Between clusters. */
const GAP = 2 * COLUMN;

/**
 * Places for Grafana's node graph, which neither finds nor fits nodes that bring their own: it shows the surroundings of
 * (0, 0) at full size. So the topology's places are drawn together: its order in each row is kept, rows that no node is in
 * take no room, clusters stand beside each other, and the middle of all is (0, 0). A node moves only when its row gains or
 * loses one. Undefined when a node has no place.
 */
export function places(nodes: readonly TopologyNode[]): { x: number; y: number }[] | undefined {
  const given: { index: number; x: number; y: number; cluster: string; id: string }[] = [];
  for (const [index, { x, y, cluster, id }] of nodes.entries()) {
    if (x === undefined || y === undefined) return undefined;
    given.push({ index, x, y, cluster, id });
  }
  const levels = [...new Set(given.map(({ y }) => y))].sort((a, b) => a - b);
  const placed: { x: number; y: number }[] = new Array(nodes.length);
  let left = 0;
  for (const cluster of new Set(given.map((node) => node.cluster))) {
    const own = given.filter((node) => node.cluster === cluster);
    const rows = levels.map((level) =>
      own.filter(({ y }) => y === level).sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1)),
    );
    const width = Math.max(...rows.map(({ length }) => length)) * COLUMN;
    for (const [level, row] of rows.entries())
      for (const [column, { index }] of row.entries())
        placed[index] = {
          x: left + width / 2 + (column - (row.length - 1) / 2) * COLUMN,
          y: (level - (levels.length - 1) / 2) * ROW,
        };
    left += width + GAP;
  }
  const middle = (left - GAP) / 2;
  return placed.map(({ x, y }) => ({ x: Math.round(x - middle), y: Math.round(y) }));
}
