import type { TopologyNode } from '@observatory/protocol/topology';

/** Labels that select a node's own series, as the sidecar's API gives them: frames do not carry them. */
export function nodeLabels({
  kind,
  name,
  cluster,
  attributes,
}: Pick<TopologyNode, 'kind' | 'name' | 'cluster' | 'attributes'>): TopologyNode['metrics'] {
  switch (kind) {
    case 'broker':
      return { cluster, instance: name };
    case 'bookie':
    case 'function_worker':
      return typeof attributes.httpAddress === 'string' ? { cluster, instance: attributes.httpAddress } : undefined;
    case 'namespace':
    case 'bundle':
    case 'topic':
      return { cluster, [kind]: name };
    case 'function':
      return { cluster, fqfn: name };
    default:
      return undefined;
  }
}
