import * as z from 'zod';
import { operation } from '../operation.ts';
import { workerAssignments, workerIds } from './shared/worker-state.ts';

const path = '/admin/v2/worker/rebalance';

export const workerRebalance = operation({
  id: 'worker-rebalance',
  title: 'Rebalance function workers',
  summary: 'Spreads function instances evenly: a worker that came back gets no work before.',
  targets: ['cluster'],
  risk: 'medium',
  role: 'operator',
  parameters: z.strictObject({}),
  sentence: ({ name }) => `Rebalance the function workers of ${name}`,
  async survey({ world }) {
    const [workers, assigned] = [await workerIds(world), await workerAssignments(world)];
    const counts = workers.map((id) => assigned[id]?.length ?? 0);
    const total = counts.reduce((a, b) => a + b, 0);
    const even = Math.ceil(total / Math.max(1, workers.length));
    const moving = counts.reduce((sum, count) => sum + Math.max(0, count - even), 0);
    return {
      facts: {},
      blast: [
        {
          kind: 'instances_move',
          count: moving,
          sentence: `At least ${moving} of ${total} instances move and start again (${counts.join(', ')} on ${workers.length} workers now)`,
          certainty: 'estimate',
          examples: workers.slice(0, 5),
        },
      ],
      findings:
        workers.length < 2
          ? [{ level: 'blocker', message: 'There are fewer than two function workers: Pulsar refuses it.' }]
          : [],
    };
  },
  steps: () => [
    {
      id: 'rebalance',
      title: 'Rebalance',
      call: `PUT ${path} (of the leader)`,
      repeatable: true,
      timeoutMs: 120_000,
      run: async (world) => {
        await world.cluster.worker({ method: 'PUT', path }, world.signal);
        return 'accepted';
      },
    },
  ],
  verification: 'No worker has two instances more than another.',
  async verify(_input, world) {
    const [workers, assigned] = [await workerIds(world), await workerAssignments(world)];
    const counts = workers.map((id) => assigned[id]?.length ?? 0);
    return { ok: Math.max(...counts) - Math.min(...counts) <= 1, message: `instances by worker: ${counts.join(', ')}` };
  },
  stopsOn: [],
  undo: 'None; instances keep their state in their subscriptions.',
  deadlineMs: 180_000,
});
