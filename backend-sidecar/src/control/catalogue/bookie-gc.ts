import * as z from 'zod';
import { operation } from '../operation.ts';

const path = '/api/v1/bookie/gc';

export const bookieGc = operation({
  id: 'bookie-gc',
  title: 'Run garbage collection',
  summary: 'Starts the garbage collection of a bookie now: entry logs of deleted ledgers are given back to the disk.',
  targets: ['bookie'],
  risk: 'medium',
  role: 'operator',
  parameters: z.strictObject({}),
  sentence: ({ name }) => `Run the garbage collection of bookie ${name}`,
  survey({ graph, target }) {
    const used = graph.node(`${target.cluster}/disk/${target.name}`)?.attributes.usedPercent;
    return {
      facts: {},
      blast: [
        {
          kind: 'disk_reads',
          count: null,
          sentence: `Its disks read and write more until it is over${used === undefined ? '' : `; they are ${Number(used)} % full`}`,
          certainty: 'unknown',
          examples: [],
        },
      ],
      findings: [{ level: 'info', message: 'It frees only what belongs to deleted ledgers; retention decides that.' }],
    };
  },
  steps: ({ target }) => [
    {
      id: 'gc',
      title: 'Start the garbage collection',
      call: `PUT ${path} (asked of ${target.name})`,
      // A second one while it runs is the same one.
      repeatable: true,
      timeoutMs: 60_000,
      run: (world) => world.cluster.bookie(target.name, { method: 'PUT', path }, world.signal),
    },
  ],
  verification: 'The bookie answers for its garbage collection.',
  async verify({ target }, world) {
    const answer = await world.cluster.bookie(target.name, { method: 'GET', path }, world.signal);
    return { ok: true, message: /true/.test(answer) ? 'it is running' : 'it has run, or runs with the next period' };
  },
  stopsOn: [],
  undo: 'Nothing to undo.',
  deadlineMs: 120_000,
});
