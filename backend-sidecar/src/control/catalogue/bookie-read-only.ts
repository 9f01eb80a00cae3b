import * as z from 'zod';
import { operation } from '../operation.ts';
import { ensembleFindings } from './shared/ensemble-findings.ts';
import { isReadOnly } from './shared/bookie-state.ts';

const path = '/api/v1/bookie/state/readonly';

export const bookieReadOnly = operation({
  id: 'bookie-read-only',
  title: 'Make bookie read-only',
  summary: 'Takes a bookie out of new ensembles: writers replace it, readers go on reading from it.',
  targets: ['bookie'],
  risk: 'high',
  role: 'operator',
  parameters: z.strictObject({}),
  sentence: ({ name }) => `Make bookie ${name} read-only`,
  async survey({ graph, target, world }) {
    const { blast, findings } = await ensembleFindings(world, graph, target);
    const already = await isReadOnly(world, target.name);
    return {
      facts: {},
      blast,
      findings: [...(already ? [{ level: 'blocker' as const, message: 'It is read-only already.' }] : []), ...findings],
    };
  },
  steps: ({ target }) => [
    {
      id: 'read-only',
      title: 'Set it read-only',
      call: `PUT ${path} {"readOnly":true} (asked of ${target.name})`,
      repeatable: true,
      timeoutMs: 60_000,
      run: (world) =>
        world.cluster.bookie(target.name, { method: 'PUT', path, body: { readOnly: true } }, world.signal),
      check: async (world) => ((await isReadOnly(world, target.name)) ? 'done' : 'not_done'),
      settled: async (world) => ({ ready: await isReadOnly(world, target.name), note: 'read-only' }),
    },
  ],
  verification: 'The bookie says that it is read-only.',
  async verify({ target }, world) {
    const ok = await isReadOnly(world, target.name);
    return { ok, message: ok ? 'the bookie is read-only' : 'the bookie takes writes' };
  },
  stopsOn: [],
  undo: 'Make it writable again.',
  deadlineMs: 120_000,
});
