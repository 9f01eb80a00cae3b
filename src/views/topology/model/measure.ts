import type { TopologyNode } from '@observatory/protocol/topology';
import type { Unit } from '../../live/format-value.ts';

/** A number a node or an edge may have: for colour, size, ring or width. */
export interface Measure {
  id: string;
  title: string;
  unit: Unit;
  /** PromQL; absent for a number that the node itself tells (`attr:…`). */
  expr?: string;
}

/**
 * Ready-made measures. Their series carry the labels of what they are about: `instance` for a broker or bookie, `namespace`
 * for a namespace, both for the edge between them. Rates come from counters over two of the brokers' minute steps.
 */
export const MEASURES: readonly Measure[] = [
  { id: 'in', title: 'Messages in', unit: 'msgps', expr: byNodeAndEdge('rate(pulsar_in_messages_total[2m])') },
  { id: 'out', title: 'Messages out', unit: 'msgps', expr: byNodeAndEdge('rate(pulsar_out_messages_total[2m])') },
  { id: 'bytes', title: 'Bytes in', unit: 'Bps', expr: byNodeAndEdge('rate(pulsar_in_bytes_total[2m])') },
  { id: 'backlog', title: 'Backlog', unit: 'msg', expr: byNodeAndEdge('pulsar_subscription_back_log') },
  {
    id: 'cpu',
    title: 'CPU, cores used',
    unit: 'short',
    expr: 'sum by (cluster, instance) (rate(process_cpu_seconds_total[1m]))',
  },
  {
    id: 'heap',
    title: 'JVM heap used',
    unit: 'percentunit',
    expr:
      'sum by (cluster, instance) (jvm_memory_bytes_used{area="heap"}) / ' +
      'sum by (cluster, instance) (jvm_memory_bytes_max{area="heap"})',
  },
  {
    id: 'journal',
    title: 'Journal fsync p99',
    unit: 'ms',
    expr: 'max by (cluster, instance) (bookie_journal_JOURNAL_SYNC{quantile="0.99",success="true"} >= 0)',
  },
  {
    id: 'disk',
    title: 'Fullest ledger disk',
    unit: 'percentunit',
    expr: 'max by (cluster, instance) ({__name__=~"bookie_ledger_dir_.+_usage"}) / 100',
  },
];

function byNodeAndEdge(inner: string): string {
  return ['cluster, instance', 'cluster, namespace', 'cluster, instance, namespace']
    .map((labels) => `sum by (${labels}) (${inner})`)
    .join(' or ');
}

/** The measure of an id in the state: ready-made, `attr:<attribute>` or `expr:<PromQL>`; undefined for '' and the unknown. */
export function measureOf(id: string): Measure | undefined {
  if (id.startsWith('expr:') && id.length > 5) return { id, title: id.slice(5), unit: 'short', expr: id.slice(5) };
  if (id.startsWith('attr:') && id.length > 5) return { id, title: attributeTitle(id.slice(5)), unit: 'short' };
  return MEASURES.find((measure) => measure.id === id);
}

/** `usedPercent` is read as "used percent". */
export function attributeTitle(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`).replaceAll('_', ' ');
}

/** Attributes of these nodes that are numbers, by how many nodes have them; times are left out. */
export function numericAttributes(nodes: readonly TopologyNode[]): string[] {
  const counts = new Map<string, number>();
  for (const { attributes } of nodes)
    for (const [name, value] of Object.entries(attributes))
      if (typeof value === 'number' && !name.endsWith('Ms')) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
}
