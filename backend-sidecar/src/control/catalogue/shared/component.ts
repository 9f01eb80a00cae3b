/** Functions, sources and sinks: their addresses and what the worker says of their instances. */
import * as z from 'zod';
import type { GraphNode } from '../../../topology/index.ts';
import { ObservatoryError } from '../../../util/errors.ts';
import { pathOf } from '../../cluster/path-of.ts';
import type { ControlWorld, Target } from '../../operation.ts';

const status = z.object({
  numInstances: z.number(),
  numRunning: z.number(),
  instances: z.array(
    z.object({ instanceId: z.number(), status: z.object({ running: z.boolean(), error: z.string().nullish() }) }),
  ),
});

export interface Component {
  /** Address of the component, below the worker. */
  path: string;
  /** Undefined: all of them. */
  instance: number | undefined;
}

/** `tenant/ns/name` or, of one instance, `tenant/ns/name:0`. @param kind `functions`, `sources` or `sinks` */
export function componentOf({ kind, name }: Pick<Target, 'kind' | 'name'>, component: string): Component {
  const match = /^([^/]+)\/([^/]+)\/(.+?)(?::(\d+))?$/.exec(name);
  if (!match || match[3].includes('/') || (kind === 'function_instance') !== (match[4] !== undefined))
    throw new ObservatoryError('OBS_CONTROL_NAME', `${JSON.stringify(name)} is no function`, { httpStatus: 400 });
  const path = pathOf`/admin/v3/${component}/${match[1]}/${match[2]}/${match[3]}`;
  return { path, instance: match[4] === undefined ? undefined : Number(match[4]) };
}

/** `functions`, `sources` or `sinks`, as the topology knows of the component. */
export function componentKind(node: GraphNode | undefined): string {
  const component = String(node?.attributes.component ?? 'function').toLowerCase();
  return component === 'source' || component === 'sink' ? `${component}s` : 'functions';
}

/** How many instances of the component, or whether its one instance, are running. */
export async function runningInstances(
  { cluster, signal }: Pick<ControlWorld, 'cluster' | 'signal'>,
  { path, instance }: Component,
): Promise<{ running: number; wanted: number; error: string }> {
  const answer = await cluster.json(cluster.worker({ method: 'GET', path: `${path}/status` }, signal), status);
  const chosen =
    instance === undefined ? answer.instances : answer.instances.filter(({ instanceId }) => instanceId === instance);
  return {
    running: chosen.filter((each) => each.status.running).length,
    wanted: instance === undefined ? answer.numInstances : 1,
    error: chosen.map((each) => each.status.error ?? '').find((error) => error !== '') ?? '',
  };
}
