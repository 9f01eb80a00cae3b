import * as z from 'zod';
import { operation } from '../operation.ts';
import { workerAssignments, workerIds } from './shared/worker-state.ts';

const drainState = z.object({ status: z.string(), lastError: z.string().nullish() });

const pathOfWorker = (id: string) => `/admin/v2/worker/leader/drain?workerId=${encodeURIComponent(id)}`;

export const workerDrain = operation({
  id: 'worker-drain',
  title: 'Drain function worker',
  summary: 'Moves all instances off a function worker, which gets none until it was gone for 45 s and is back.',
  targets: ['function_worker'],
  risk: 'high',
  role: 'operator',
  parameters: z.strictObject({}),
  sentence: ({ name }) => `Drain function worker ${name}`,
  async survey({ target, world }) {
    const [workers, assigned] = [await workerIds(world), await workerAssignments(world)];
    const instances = assigned[target.name] ?? [];
    return {
      facts: {},
      blast: [
        {
          kind: 'instances_move',
          count: instances.length,
          sentence: `${instances.length} instances move to ${workers.length - 1} other workers and start again`,
          certainty: 'measured',
          examples: instances.slice(0, 5),
        },
      ],
      findings: [
        ...(!workers.includes(target.name)
          ? [{ level: 'blocker' as const, message: 'It is not in the list of workers.' }]
          : []),
        ...(workers.length < 2
          ? [{ level: 'blocker' as const, message: 'It is the only worker: Pulsar refuses it.' }]
          : []),
        {
          level: 'warning',
          message:
            'It stays out until the leader has seen it gone: take it down for 45 s; a restart within 15 s does not do.',
        },
      ],
    };
  },
  steps: ({ target }) => [
    {
      id: 'drain',
      title: 'Drain it',
      call: `PUT ${pathOfWorker(target.name)} (of the leader)`,
      repeatable: true,
      timeoutMs: 180_000,
      run: async (world) => {
        await world.cluster.worker({ method: 'PUT', path: pathOfWorker(target.name) }, world.signal);
        return 'accepted';
      },
      check: async (world) => ((await workerAssignments(world))[target.name]?.length ? 'not_done' : 'unknown'),
      settled: async (world) => {
        // For a moment it says ERROR: not found in drain records.
        const answer = world.cluster.worker({ method: 'GET', path: pathOfWorker(target.name) }, world.signal);
        const { status, lastError } = await world.cluster.json(answer, drainState);
        return { ready: status === 'SUCCESS', note: `${status}${lastError ? `: ${lastError}` : ''}` };
      },
    },
  ],
  verification: 'No instance is assigned to it.',
  async verify({ target }, world) {
    const left = (await workerAssignments(world))[target.name]?.length ?? 0;
    return { ok: left === 0, message: `${left} instances are assigned to it` };
  },
  stopsOn: [],
  undo: 'Take it down for 45 s, start it, and rebalance.',
  deadlineMs: 240_000,
});
