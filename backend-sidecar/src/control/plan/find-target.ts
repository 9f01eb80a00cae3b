import { CONTROL_TARGETS, type ControlTarget } from '@observatory/protocol/control';
import { emptyGraph, type Graph, type GraphNode } from '../../topology/index.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { AnyOperation, ServiceAgents, Target } from '../operation.ts';

/**
 * The target of an id, as the live graph has it: what is not there cannot be acted on, whatever its name says.
 * @throws ObservatoryError OBS_CONTROL_TARGET
 */
export function findTarget(
  operation: AnyOperation,
  id: string,
  graphs: readonly Graph[],
  agents: ServiceAgents | undefined,
): { target: Target; node: GraphNode | undefined; graph: Graph } {
  if (serviceOf(id)) return findService(operation, id, graphs, agents);
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

/** A service belongs to the cluster that its agent says; to none when that one is not configured, or was not read yet. */
function findService(
  operation: AnyOperation,
  id: string,
  graphs: readonly Graph[],
  agents: ServiceAgents | undefined,
): { target: Target; node: undefined; graph: Graph } {
  const service = agents?.services().find(({ agent, name }) => id === `agents/${agent}/${name}`);
  if (!service) throw targetError(`no agent knows ${id}`, 'GET /api/observatory/v1/services lists them');
  if (!operation.targets.includes('service'))
    throw targetError(`${operation.id} is for no service`, 'choose another operation');
  const graph = graphs.find(({ cluster }) => cluster === service.cluster) ?? emptyGraph();
  return { target: { id, kind: 'service', cluster: graph.cluster, name: service.name }, node: undefined, graph };
}

function isControlTarget(kind: string): kind is ControlTarget {
  return (CONTROL_TARGETS as readonly string[]).includes(kind);
}

function targetError(message: string, hint: string): ObservatoryError {
  return new ObservatoryError('OBS_CONTROL_TARGET', message, { hint, httpStatus: 404 });
}
