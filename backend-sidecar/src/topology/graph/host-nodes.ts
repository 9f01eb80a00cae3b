import { worsen, type GraphBuilder } from './graph-builder.ts';
import type { GraphNode } from './node.ts';

/** The host is the part of an address before the port; nobody tells more without an agent. */
export function placeOnHost(builder: GraphBuilder, node: GraphNode, address: string): void {
  const host = hostOf(address);
  if (host === '') return;
  builder.node('host', host);
  builder.edge(node.id, builder.id('host', host), 'runs_on');
}

/** A host on which everything is down is called down itself; of a single process that would say too much. */
export function inferHosts(builder: GraphBuilder): void {
  const residents = new Map<string, GraphNode[]>();
  for (const { source, target, relation } of builder.edges) {
    const node = relation === 'runs_on' ? builder.nodes.get(source) : undefined;
    if (node) residents.set(target, [...(residents.get(target) ?? []), node]);
  }
  for (const [id, nodes] of residents) {
    const host = builder.nodes.get(id);
    if (!host) continue;
    host.attributes.nodes = nodes.length;
    if (nodes.length > 1 && nodes.every(({ health }) => health === 'down'))
      worsen(host, 'down', `all ${nodes.length} nodes on it are down`);
  }
}

function hostOf(address: string): string {
  return /^(\[[^\]]+\]|[^:]+)(?::\d+)?$/.exec(address)?.[1] ?? '';
}
