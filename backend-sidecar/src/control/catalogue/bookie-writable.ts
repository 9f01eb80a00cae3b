import * as z from 'zod';
import { operation } from '../operation.ts';
import { isReadOnly } from './shared/bookie-state.ts';

const path = '/api/v1/bookie/state/readonly';

export const bookieWritable = operation({
  id: 'bookie-writable',
  title: 'Make bookie writable',
  summary: 'Lets a read-only bookie take writes again.',
  targets: ['bookie'],
  risk: 'medium',
  role: 'operator',
  parameters: z.strictObject({}),
  sentence: ({ name }) => `Make bookie ${name} writable`,
  async survey({ graph, target, node, world }) {
    const readOnly = await isReadOnly(world, target.name);
    const used = Number(graph.node(`${target.cluster}/disk/${target.name}`)?.attributes.usedPercent ?? Number.NaN);
    const full = (node?.health === 'down' || used >= 95) && Number.isFinite(used);
    return {
      facts: {},
      blast: [
        {
          kind: 'bookies_more',
          count: readOnly ? 1 : 0,
          sentence: 'New ensembles may use it again',
          certainty: 'measured',
          examples: [],
        },
      ],
      findings: [
        ...(readOnly ? [] : [{ level: 'blocker' as const, message: 'It takes writes already.' }]),
        ...(full
          ? [
              {
                level: 'warning' as const,
                message: `Its disks are ${used} % full: it may turn read-only again by itself.`,
              },
            ]
          : []),
      ],
    };
  },
  steps: ({ target }) => [
    {
      id: 'writable',
      title: 'Set it writable',
      call: `PUT ${path} {"readOnly":false} (asked of ${target.name})`,
      repeatable: true,
      timeoutMs: 60_000,
      run: (world) =>
        world.cluster.bookie(target.name, { method: 'PUT', path, body: { readOnly: false } }, world.signal),
      check: async (world) => ((await isReadOnly(world, target.name)) ? 'not_done' : 'done'),
      settled: async (world) => ({ ready: !(await isReadOnly(world, target.name)), note: 'writable' }),
    },
  ],
  verification: 'The bookie says that it takes writes.',
  async verify({ target }, world) {
    const ok = !(await isReadOnly(world, target.name));
    return { ok, message: ok ? 'the bookie takes writes' : 'the bookie is read-only' };
  },
  stopsOn: [],
  undo: 'Make it read-only again.',
  deadlineMs: 120_000,
});
