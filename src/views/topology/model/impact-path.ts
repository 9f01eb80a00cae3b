import type { TopologyEdge } from '@observatory/protocol/topology';

/** Ids from the neighbour of a node to where its trouble begins, by the fewest edges; just the origin when no way is known. */
export function impactPath(edges: readonly TopologyEdge[], node: string, origin: string): string[] {
  const around = new Map<string, string[]>();
  for (const { source, target } of edges)
    for (const [from, to] of [
      [source, target],
      [target, source],
    ]) {
      const list = around.get(from);
      if (list) list.push(to);
      else around.set(from, [to]);
    }
  const cameFrom = new Map<string, string>([[node, node]]);
  let ring = [node];
  while (ring.length > 0 && !cameFrom.has(origin)) {
    const next: string[] = [];
    for (const id of ring)
      for (const other of around.get(id) ?? []) {
        if (cameFrom.has(other)) continue;
        cameFrom.set(other, id);
        next.push(other);
      }
    ring = next;
  }
  if (!cameFrom.has(origin)) return [origin];
  const path: string[] = [];
  for (let at = origin; at !== node; at = cameFrom.get(at) ?? node) path.unshift(at);
  return path;
}
