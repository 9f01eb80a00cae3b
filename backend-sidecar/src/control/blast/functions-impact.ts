import type { BlastItem } from '@observatory/protocol/control';
import type { Graph } from '../../topology/index.ts';

const EXAMPLES = 5;

/** Instances of functions, sources and sinks that run in the workers inside these brokers: they end with the process. */
export function functionsBlast(graph: Graph, brokers: ReadonlySet<string>): BlastItem[] {
  const nodes = [...graph.nodes.values()];
  const workers = new Set(
    nodes
      .filter(({ kind, attributes }) => kind === 'function_worker' && brokers.has(String(attributes.httpAddress)))
      .map(({ name }) => name),
  );
  const instances = nodes
    .filter(({ kind, attributes }) => kind === 'function_instance' && workers.has(String(attributes.worker)))
    .map(({ name }) => name)
    .sort();
  if (instances.length === 0) return [];
  return [
    {
      kind: 'instances_restart',
      count: instances.length,
      sentence: `${instances.length} function instances in their workers end and are started again, here or elsewhere; messages under way may be processed twice, or be lost with ATMOST_ONCE`,
      certainty: 'measured',
      examples: instances.slice(0, EXAMPLES),
    },
  ];
}
