import type { Finding } from '../causes/finding.ts';
import type { ClusterMap } from '../map/cluster-map.ts';

/** Which bookies counted as upstream of a symptom: those of its ledgers, or all of the cluster. */
export function ensembleNote({ series: { subject } }: Finding, map: ClusterMap): string[] {
  const node = subject.type === 'node' ? map.node(subject.target.key) : undefined;
  if (subject.type === 'function' || (node ? node.kind !== 'broker' : subject.type === 'node')) return [];
  const known = node
    ? map.ensembleOfBroker(node)
    : subject.type !== 'node'
      ? map.ensembleOf(subject.cluster, subject.topic)
      : undefined;
  const { name } = map.describe(subject);
  const cluster = node?.cluster ?? (subject.type === 'node' ? '' : subject.cluster);
  const all = map.ofKind(cluster, 'bookie').length;
  if (all === 0) return [];
  return known
    ? [`Upstream bookies of ${name}: those of its ledgers, ${known.map((bookie) => bookie.name).join(', ')}.`]
    : [`Upstream bookies of ${name}: all ${all} of the cluster, as its ledgers were not read.`];
}
