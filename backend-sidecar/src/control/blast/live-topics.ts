import * as z from 'zod';
import type { Graph } from '../../topology/index.ts';
import { pathOf, topicPath } from '../cluster/path-of.ts';
import type { ControlWorld } from '../operation.ts';
import { topicsImpact, type TopicsImpact } from './topics-impact.ts';

/** Beyond it a plan would cost the brokers more than its exactness is worth; then the last statistics stand in. */
const MAX_TOPICS = 50;
/** Topics of the whole namespace: Pulsar reads all their names to answer for one bundle. */
const MAX_NAMESPACE_TOPICS = 5000;
const EXAMPLES = 5;

const names = z.array(z.string());
const stats = z.object({
  msgRateIn: z.number().default(0),
  publishers: z.array(z.unknown()).default([]),
  subscriptions: z.record(z.string(), z.object({ consumers: z.array(z.unknown()).default([]) })).default({}),
});

/** What hangs on the topics of a bundle now, asked of the brokers; by their last statistics where that asks too much or fails. */
export async function bundleTopicsImpact(
  { cluster, signal }: Pick<ControlWorld, 'cluster' | 'signal'>,
  graph: Graph,
  bundle: string,
): Promise<TopicsImpact> {
  const known = () => topicsImpact(graph, graph.topics.inBundle(bundle));
  const [tenant, namespace, range] = bundle.split('/');
  if (topicsOfNamespace(graph, `${tenant}/${namespace}`) > MAX_NAMESPACE_TOPICS) return known();
  try {
    const path = pathOf`/admin/v2/persistent/${tenant}/${namespace}?bundle=${range}`;
    const listed = await cluster.json(cluster.broker({ method: 'GET', path }, signal), names);
    // Versions that do not know the parameter answer with the whole namespace.
    const topics = listed.filter((topic) => graph.topics.bundleOf(topic) === bundle);
    if (topics.length > MAX_TOPICS) return known();
    // To ask for the statistics of a topic that no broker has loaded would load it: plans change nothing.
    const loaded = topics.filter((topic) => !graph.topics.has(topic) || isLoaded(graph, topic));
    const read = await Promise.all(
      loaded.map(async (name) => {
        const call = { method: 'GET' as const, path: `${topicPath(name)}/stats` };
        const { publishers, subscriptions, msgRateIn } = await cluster.json(cluster.broker(call, signal), stats);
        const consumers = Object.values(subscriptions).reduce((sum, each) => sum + each.consumers.length, 0);
        return { name, producers: publishers.length, consumers, rateIn: msgRateIn };
      }),
    );
    const sum = (key: 'producers' | 'consumers' | 'rateIn') => read.reduce((total, each) => total + each[key], 0);
    const busiest = read.sort((a, b) => b.producers + b.consumers - a.producers - a.consumers).map(({ name }) => name);
    return {
      topics: topics.length,
      producers: sum('producers'),
      consumers: sum('consumers'),
      rateIn: sum('rateIn'),
      certainty: loaded.length === topics.length ? 'measured' : 'estimate',
      busiest: busiest.slice(0, EXAMPLES),
    };
  } catch {
    return known();
  }
}

/** By the brokers' last statistics. */
const isLoaded = (graph: Graph, topic: string): boolean =>
  graph.node(graph.topicId(topic))?.attributes.producers !== undefined;

function topicsOfNamespace(graph: Graph, namespace: string): number {
  let count = 0;
  for (const { kind, name } of graph.nodes.values())
    if (kind === 'bundle' && name.startsWith(`${namespace}/`)) count += graph.topics.countInBundle(name);
  return count;
}
