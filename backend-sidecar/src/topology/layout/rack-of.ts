import type { Graph } from '../graph/graph.ts';

/**
 * The rack of every node that has one: bookies by themselves, disks by their bookie, and hosts with all that runs on them
 * where the bookies of a host agree. A host whose bookies are said to be in several racks is in none.
 */
export function racksOf({ edges }: Pick<Graph, 'edges'>): Map<string, string> {
  const racks = new Map<string, string>();
  for (const { source, target, relation } of edges) {
    if (relation !== 'in_rack') continue;
    const rack = target.slice(target.indexOf('/rack/') + '/rack/'.length);
    racks.set(source, rack);
    racks.set(target, rack);
  }
  const ofHost = new Map<string, string>();
  for (const { source, target, relation } of edges) {
    const rack = racks.get(source);
    if (rack === undefined) continue;
    if (relation === 'disk') racks.set(target, rack);
    if (relation === 'runs_on') ofHost.set(target, (ofHost.get(target) ?? rack) === rack ? rack : '');
  }
  for (const [host, rack] of ofHost) if (rack !== '') racks.set(host, rack);
  for (const { source, target, relation } of edges) {
    const rack = relation === 'runs_on' ? ofHost.get(target) : undefined;
    if (rack !== undefined && rack !== '' && !racks.has(source)) racks.set(source, rack);
  }
  for (const { source, target, relation } of edges) {
    const rack = relation === 'embedded_in' ? racks.get(target) : undefined;
    if (rack !== undefined && !racks.has(source)) racks.set(source, rack);
  }
  return racks;
}
