import type { Node, NodeVitals, NodeVitalsList } from '@observatory/protocol/nodes';
import type { NodeMetric } from '../../config/schema/monitoring.ts';
import type { PromqlSource } from '../../storage.ts';
import { messageOf } from '../../util/errors.ts';
import { hostValues } from '../nodes/host-values.ts';
import { nodesOf } from '../nodes/node-directory.ts';
import { nodeValue, type MeasuredValues } from '../nodes/node-values.ts';
import type { WatchedNode } from '../nodes/watched-node.ts';
import type { AlertRule } from '../settings.ts';
import { holds, type Reading } from './condition.ts';

export interface ReadingSources {
  promql: PromqlSource;
  scraped: () => readonly Node[];
  vitals: (timeMs: number) => Promise<NodeVitalsList>;
}

export interface AlertReadings {
  /** By node id; a node that is not there has no value. */
  values: Map<string, Reading>;
  /** Why some or all of it is not known; empty when all is well. */
  problem: string;
}

const FROM_VITALS: ReadonlySet<string> = new Set<NodeMetric>([
  'node.disk_usage_percent',
  'node.heap_usage_percent',
  'node.direct_memory_usage_percent',
  'node.gc_time_percent',
  'node.restarts_24h',
]);
const FROM_HOSTS: ReadonlySet<string> = new Set<NodeMetric>([
  'node.disk_usage_percent',
  'node.memory_usage_percent',
  'node.cpu_usage_percent',
]);

/** What each alert looks at, now, of all nodes that it watches. Never throws: what cannot be read has no value, and says why. */
export async function readAlerts(
  rules: readonly AlertRule[],
  nodes: ReadonlyMap<string, WatchedNode>,
  sources: ReadingSources,
  nowMs: number,
): Promise<Map<string, AlertReadings>> {
  const measured = await measure(rules, sources, nowMs);
  const read = rules.map(async (rule): Promise<[string, AlertReadings]> => {
    if (rule.isPromql) return [rule.id, await fromPromql(rule, nodes, sources.promql, nowMs)];
    const metric = rule.metric as NodeMetric;
    const values = new Map<string, Reading>();
    for (const node of nodes.values())
      if (rule.kinds.includes(node.kind)) values.set(node.id, nodeValue(node, metric, measured));
    const isMeasured = FROM_VITALS.has(metric) || FROM_HOSTS.has(metric);
    return [rule.id, { values, problem: isMeasured ? measured.problem : '' }];
  });
  return new Map(await Promise.all(read));
}

async function measure(
  rules: readonly AlertRule[],
  { promql, scraped, vitals }: ReadingSources,
  nowMs: number,
): Promise<MeasuredValues & { problem: string }> {
  const problems: string[] = [];
  const wants = (metrics: ReadonlySet<string>) => rules.some(({ metric }) => metrics.has(metric));
  const noted = <T>(work: Promise<T>, instead: T) =>
    work.catch((error: unknown) => {
      problems.push(messageOf(error));
      return instead;
    });
  const [list, hosts] = await Promise.all([
    wants(FROM_VITALS) ? noted<NodeVitalsList | undefined>(vitals(nowMs), undefined) : undefined,
    wants(FROM_HOSTS) ? noted(hostValues(promql, scraped(), nowMs), new Map()) : new Map(),
  ]);
  const byId = new Map<string, NodeVitals>((list?.nodes ?? []).map((each) => [each.id, each]));
  return { vitals: byId, hosts, problem: [...problems, ...(list?.warnings ?? [])].join('; ') };
}

/** One series a node; of several, one for which the condition holds, because that is what the alert is about. */
async function fromPromql(
  { metric, kinds, operator, threshold }: AlertRule,
  nodes: ReadonlyMap<string, WatchedNode>,
  promql: PromqlSource,
  nowMs: number,
): Promise<AlertReadings> {
  const values = new Map<string, Reading>();
  try {
    const { value, warnings } = await promql.instant(metric, nowMs);
    if (value.resultType !== 'vector')
      return { values, problem: `it gives a ${value.resultType}, which names no node: it needs an instant vector` };
    const lost = value.series.filter(({ labels, value: sample }) => {
      const found = nodesOf(nodes, (name) => labels.get(name));
      for (const { id, kind } of found)
        if (kinds.includes(kind) && !(values.has(id) && holds(values.get(id) ?? null, operator, threshold)))
          values.set(id, Number.isNaN(sample) ? null : sample);
      return found.length === 0;
    });
    const unnamed = lost.length === 0 ? [] : [`${lost.length} series name no node that is known (node_id, instance)`];
    return { values, problem: [...warnings, ...unnamed].join('; ') };
  } catch (error) {
    return { values, problem: messageOf(error) };
  }
}
