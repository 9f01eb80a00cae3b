import type { Capacity } from '@observatory/protocol/analysis';
import type { MappedNode } from '../map/cluster-map.ts';
import { medianOf } from '../math/robust.ts';
import type { SignalSeries } from '../signals/signal-series.ts';
import { quantity } from '../explain/words.ts';

/** A node that carries this many times the mean of its kind is told. */
const UNEVEN = 1.3;

/** The heat map of load in words: who of each kind carries more than its share. */
export function unevenLoads(loads: ReadonlyMap<MappedNode, SignalSeries>): Capacity['uneven'] {
  const groups = new Map<string, { node: MappedNode; series: SignalSeries; value: number }[]>();
  for (const [node, series] of loads) {
    const key = `${node.cluster}\n${node.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), { node, series, value: medianOf(series.v) }]);
  }
  const told: Capacity['uneven'] = [];
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    group.sort((a, b) => b.value - a.value);
    const mean = group.reduce((sum, { value }) => sum + value, 0) / group.length;
    const [most] = group;
    const least = group[group.length - 1];
    const ratio = mean > 0 ? most.value / mean : 1;
    if (ratio < UNEVEN) continue;
    const { unit, title } = most.series.definition;
    const kind = most.node.kind;
    told.push({
      kind,
      ratio,
      sentence: `${most.node.name} carries ${ratio.toFixed(1)} times the mean of ${group.length} ${kind.replaceAll('_', ' ')}s (${title}: ${quantity(most.value, unit)}, mean ${quantity(mean, unit)}); ${least.node.name} has least, ${quantity(least.value, unit)}.`,
      values: group.map(({ node, value }) => ({
        node: { kind: node.kind, id: node.id, name: node.name, aliases: node.aliases },
        value,
      })),
    });
  }
  return told.sort((a, b) => b.ratio - a.ratio);
}
