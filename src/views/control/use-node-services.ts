import { serviceList } from '@observatory/protocol/agents';
import { useLoad } from '../load/use-load.ts';
import { parseId } from '../topology/model/node-name.ts';
import { serviceId } from './target-name.ts';
import type { ActionTarget } from './action-target.ts';

/** Kinds of nodes that are processes, which an agent may run as a service. */
const PROCESSES: ReadonlySet<string> = new Set(['broker', 'bookie', 'function_worker']);

/** The services that agents say these nodes are: what they can start, stop and restart. None where nothing is known. */
export function useNodeServices(targets: readonly ActionTarget[]): ActionTarget[] {
  const ids = new Set(targets.map(({ id }) => id).filter((id) => PROCESSES.has(parseId(id).kind)));
  const { data } = useLoad(ids.size === 0 ? undefined : 'services', serviceList);
  return (data?.services ?? [])
    .filter(({ node }) => node !== undefined && ids.has(node))
    .map(({ agent, name }) => ({ id: serviceId(agent, name), title: `Its service ${name} on ${agent}` }));
}
