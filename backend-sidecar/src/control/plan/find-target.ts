import { CONTROL_TARGETS, type ControlTarget } from '@observatory/protocol/control';
import type { Graph, GraphNode } from '../../topology/index.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { AnyOperation, Target } from '../operation.ts';

/**
 * The target of an id, as the live graph has it: what is not there cannot be acted on, whatever its name says.
 * @throws ObservatoryError OBS_CONTROL_TARGET
 */
export function findTarget(
  operation: AnyOperation,
  id: string,
  graphs: readonly Graph[],
): { target: Target; node: GraphNode | undefined; graph: Graph } {
  const graph = graphs.find(({ cluster }) => id.startsWith(`${cluster}/`));
  const node = graph?.node(id);
  if (!graph || !node)
    throw targetError(`there is no ${id} now`, 'give a topology id, such as demo-1/broker/10.0.0.1:8080');
  if (!isControlTarget(node.kind) || !operation.targets.includes(node.kind)) {
    const article = operation.targets.join(' or ').replaceAll('_', ' ');
    throw targetError(`${operation.id} is for a ${article}, and ${id} is a ${node.kind}`, 'choose another target');
  }
  return { target: { id, kind: node.kind, cluster: graph.cluster, name: node.name }, node, graph };
}

/** `agents/<agent>/<service>`, or undefined for another id. */
export function serviceOf(id: string): { agent: string; service: string } | undefined {
  const match = /^agents\/([^/]+)\/([^/]+)$/.exec(id);
  return match ? { agent: match[1], service: match[2] } : undefined;
}

function isControlTarget(kind: string): kind is ControlTarget {
  return (CONTROL_TARGETS as readonly string[]).includes(kind);
}

function targetError(message: string, hint: string): ObservatoryError {
  return new ObservatoryError('OBS_CONTROL_TARGET', message, { hint, httpStatus: 404 });
}
