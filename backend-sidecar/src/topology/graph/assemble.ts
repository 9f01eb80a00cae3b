import type { FactSet } from '../facts/fact-set.ts';
import type { TopicPlacement } from '../topic-placement.ts';
import { addBookies } from './bookie-nodes.ts';
import { addBrokers, addBundles, bundleOwners } from './broker-nodes.ts';
import { bundleName, type BundleName } from './bundle-name.ts';
import { addFunctions } from './function-nodes.ts';
import { GraphBuilder } from './graph-builder.ts';
import { Graph } from './graph.ts';
import { inferHosts } from './host-nodes.ts';
import { addLedgers } from './ledger-nodes.ts';
import { addNamespaces } from './namespace-nodes.ts';
import { addRecordedNames } from './recorded-names.ts';
import { TopicIndex } from './topic-index.ts';

export interface AssembleOptions {
  cluster: string;
  /** `host:port` of a bookie's HTTP server; empty when unknown. */
  bookieAddress: (id: string) => string;
  placement?: TopicPlacement;
}

/** The graph that a set of facts describes; the same facts give the same graph. Costs what the graph has without topics. */
export function assemble(facts: FactSet, { cluster, bookieAddress, placement }: AssembleOptions): Graph {
  const builder = new GraphBuilder(cluster, facts);
  builder.node('cluster', cluster).metrics = { cluster };
  addNamespaces(builder);
  addBrokers(builder);
  addBundles(builder);
  addBookies(builder, bookieAddress);
  const bundles = bundlesByNamespace(builder);
  const topics = new TopicIndex(cluster, facts, (namespace) => bundles.get(namespace) ?? []);
  addFunctions(builder, topics);
  addLedgers(builder, topics);
  addRecordedNames(builder);
  inferHosts(builder);
  return new Graph({
    cluster,
    nodes: builder.nodes,
    edges: builder.edges,
    topics,
    verdicts: facts.value('verdicts') ?? [],
    placement,
  });
}

function bundlesByNamespace(builder: GraphBuilder): Map<string, BundleName[]> {
  const owners = bundleOwners(builder);
  const byNamespace = new Map<string, BundleName[]>();
  for (const { name } of builder.ofKind('bundle')) {
    const bundle = bundleName(name);
    const list = byNamespace.get(bundle.namespace);
    if (list) list.push(bundle);
    else byNamespace.set(bundle.namespace, [bundle]);
  }
  // While a split is under way the old bundle and the new ones overlap: the owned one first, then the narrower.
  for (const list of byNamespace.values())
    list.sort(
      (a, b) =>
        Number(owners.has(b.name)) - Number(owners.has(a.name)) || a.high - a.low - (b.high - b.low) || a.low - b.low,
    );
  return byNamespace;
}
