import { bundleName } from './bundle-name.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** Namespaces, with what their policies say, and the clusters they replicate to. */
export function addNamespaces(builder: GraphBuilder): void {
  const { facts, cluster } = builder;
  const root = builder.node('cluster', cluster);
  builder.note(root, 'tenants');
  const names = new Set<string>();
  for (const [tenant, { value }] of facts.entries('namespaces')) {
    builder.note(root, 'namespaces', tenant);
    for (const name of value ?? []) names.add(name);
  }
  // Brokers own bundles of namespaces that no tenant lists: heartbeats, for one.
  for (const [, { value }] of facts.entries('owned'))
    for (const bundle of value ?? []) names.add(bundleName(bundle).namespace);
  for (const name of names) addNamespace(builder, root.id, cluster, name);
}

function addNamespace(builder: GraphBuilder, root: string, cluster: string, name: string): void {
  const node = builder.node('namespace', name, { tenant: name.slice(0, name.indexOf('/')) });
  node.metrics = { cluster, namespace: name };
  builder.edge(root, node.id, 'member');
  for (const family of ['policies', 'topicList'] as const) builder.note(node, family, name);
  const policies = builder.facts.value('policies', name);
  if (!policies) return;
  if (policies.ensembleSize > 0) {
    const { ensembleSize, writeQuorum, ackQuorum } = policies;
    Object.assign(node.attributes, { ensembleSize, writeQuorum, ackQuorum });
  }
  for (const other of policies.replicationClusters) {
    if (other === cluster) continue;
    builder.node('cluster', other, { remote: true });
    builder.edge(node.id, builder.id('cluster', other), 'replicates_to');
  }
}
