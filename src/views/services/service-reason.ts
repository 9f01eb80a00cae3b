import type { ServiceAction } from '@observatory/protocol/agents';
import type { OperationInfo } from '@observatory/protocol/control';
import { permissionReason } from '../control/plan-obstacle.ts';
import type { ViewHost } from '../host/ViewHost.ts';
import type { ServiceRow } from './service-row.ts';

/** Id of the operation that an action on a service is. */
export const operationOf = (action: ServiceAction): string => `service-${action}`;

/**
 * Why an action on a service cannot be used now; empty when it can. Rights first, as the server says them; what its plan
 * would say anyway follows, so that nobody opens a plan to find it out.
 */
export function serviceReason(
  { agent, agentConnected, actions, state }: ServiceRow,
  action: ServiceAction,
  operation: OperationInfo | undefined,
  { may }: Pick<ViewHost, 'may'>,
): string {
  if (!operation) return 'The catalogue of operations is not loaded.';
  const forbidden = permissionReason(operation.permission, may(operation.role));
  if (forbidden !== '') return forbidden;
  if (!agentConnected) return `The agent ${agent} is not connected.`;
  if (!actions.includes(action)) return `The agent ${agent} does not allow to ${action} it.`;
  if (action === 'start' && state === 'running') return 'It runs already.';
  return action === 'stop' && state === 'stopped' ? 'It is stopped already.' : '';
}
