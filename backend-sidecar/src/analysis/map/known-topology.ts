import type { Graph } from '../../topology/index.ts';
import type { KnownNode, KnownTopology } from './cluster-map.ts';

/** Kinds of nodes that are scraped. */
const KINDS: ReadonlySet<string> = new Set(['broker', 'bookie', 'function_worker', 'host']);

/** The graph of a cluster at a time, or now; undefined where nothing is known. */
export type GraphAt = (cluster: string, atMs: number | undefined) => Graph | undefined;

/**
 * What the topology knows of a window, as the analysis wants it: from its end and its begin, as bundles and ensembles move
 * within it; from now where its history reaches neither.
 */
export function knownTopology(
  clusters: readonly string[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
  graphAt: GraphAt,
): KnownTopology {
  const graphs = new Map<string, readonly Graph[]>();
  for (const cluster of clusters) {
    const then = new Set([graphAt(cluster, toMs), graphAt(cluster, fromMs)].filter((graph) => graph !== undefined));
    const now = then.size > 0 ? undefined : graphAt(cluster, undefined);
    graphs.set(cluster, now ? [now] : [...then]);
  }
  const nodes = new Map<string, KnownNode>();
  for (const graph of [...graphs.values()].flat())
    for (const node of nodesOf(graph)) if (!nodes.has(node.id)) nodes.set(node.id, node);
  const over = (cluster: string, find: (graph: Graph) => readonly string[]): string[] => [
    ...new Set((graphs.get(cluster) ?? []).flatMap(find)),
  ];
  return {
    nodes: [...nodes.values()],
    brokersOfTopic: (cluster, topic) => over(cluster, (graph) => brokersOf(graph, topic)),
    bookiesOfTopic: (cluster, topic) => {
      const found = over(cluster, (graph) => bookiesOf(graph, topic));
      return found.length > 0 ? found : undefined;
    },
  };
}

function* nodesOf(graph: Graph): Generator<KnownNode> {
  for (const { id, kind, name, attributes } of graph.nodes.values()) {
    if (!KINDS.has(kind)) continue;
    const { httpAddress, recordedName } = attributes;
    const address = typeof httpAddress === 'string' ? httpAddress : kind === 'broker' ? name : '';
    yield { id, kind, name: typeof recordedName === 'string' ? recordedName : name, address, host: '' };
  }
}

/** Ids of the brokers that own the bundle of a topic, or those of its partitions. */
function brokersOf(graph: Graph, topic: string): string[] {
  const { cluster, topics } = graph;
  return partsOf(graph, topic).flatMap((name) => {
    const bundle = topics.has(name) ? topics.bundleOf(name) : undefined;
    const owner = bundle === undefined ? undefined : graph.nodes.get(`${cluster}/bundle/${bundle}`)?.attributes.owner;
    return typeof owner === 'string' ? [`${cluster}/broker/${owner}`] : [];
  });
}

/** Ids of the bookies in the ensembles of a topic's ledgers; none where not all of them are known. */
function bookiesOf(graph: Graph, topic: string): string[] {
  const next = (id: string, relation: string) =>
    [...graph.edgesOf(id, false)]
      .filter((edge) => edge.source === id && edge.relation === relation)
      .map(({ target }) => target);
  const bookies = new Set<string>();
  for (const part of partsOf(graph, topic)) {
    const ledgers = next(graph.topics.idOf(part), 'stored_in');
    if (ledgers.length === 0) return [];
    for (const ledger of ledgers) {
      const ensembles = next(ledger, 'written_to');
      if (ensembles.length === 0) return [];
      for (const ensemble of ensembles) for (const id of next(ensemble, 'replica_on')) bookies.add(id);
    }
  }
  return [...bookies];
}

function partsOf({ topics }: Graph, topic: string): string[] {
  const count = topics.partitionCount(topic);
  return count > 0 ? Array.from({ length: count }, (_, i) => `${topic}-partition-${i}`) : [topic];
}
