import * as z from 'zod';
import type { ControlWorld } from '../../operation.ts';

const workers = z.array(z.object({ workerId: z.string() }));
const assignments = z.record(z.string(), z.array(z.string()));

export async function workerIds({ cluster, signal }: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<string[]> {
  const answer = cluster.worker({ method: 'GET', path: '/admin/v2/worker/cluster' }, signal);
  return (await cluster.json(answer, workers)).map(({ workerId }) => workerId);
}

/** Function instances by worker. */
export function workerAssignments({
  cluster,
  signal,
}: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<Record<string, string[]>> {
  return cluster.json(cluster.worker({ method: 'GET', path: '/admin/v2/worker/assignments' }, signal), assignments);
}
