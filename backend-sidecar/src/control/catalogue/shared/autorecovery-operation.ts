import * as z from 'zod';
import { operation, type AnyOperation } from '../../operation.ts';
import { autorecoveryEnabled, isUnderReplicated } from './bookie-state.ts';

/** Autorecovery on and off: two operations, as their dangers differ. */
export function autorecoveryOperation(on: boolean): AnyOperation {
  const path = `/api/v1/autorecovery/status?enabled=${on}`;
  const word = on ? 'on' : 'off';
  return operation({
    id: `autorecovery-${word}`,
    title: `Turn autorecovery ${word}`,
    summary: on
      ? 'Lets BookKeeper copy the ledgers of lost bookies again.'
      : 'Stops BookKeeper from copying ledgers, as before the restart of bookies. Forgotten, it is a silent risk.',
    targets: ['cluster'],
    risk: on ? 'low' : 'high',
    role: 'operator',
    parameters: z.strictObject({}),
    sentence: ({ name }) => `Turn autorecovery of ${name} ${word}`,
    async survey({ world }) {
      const [enabled, under] = [await autorecoveryEnabled(world), await isUnderReplicated(world)];
      return {
        facts: {},
        blast: [
          {
            kind: 'replication',
            count: null,
            sentence: on
              ? 'Ledgers with too few copies are copied again; that reads and writes on all bookies'
              : 'Ledgers that lose a copy keep too few until it is on again',
            certainty: 'unknown',
            examples: [],
          },
        ],
        findings: [
          ...(enabled === on ? [{ level: 'blocker' as const, message: `It is ${word} already.` }] : []),
          ...(!on && under
            ? [
                {
                  level: 'blocker' as const,
                  message: 'Ledgers are under-replicated now: let autorecovery finish first.',
                },
              ]
            : []),
        ],
      };
    },
    steps: () => [
      {
        id: word,
        title: `Turn it ${word}`,
        call: `PUT ${path} (asked of any bookie)`,
        repeatable: true,
        timeoutMs: 60_000,
        run: (world) => world.cluster.anyBookie({ method: 'PUT', path }, world.signal),
        check: async (world) => ((await autorecoveryEnabled(world)) === on ? 'done' : 'not_done'),
      },
    ],
    verification: `A bookie says that autorecovery is ${word}.`,
    async verify(_input, world) {
      const enabled = await autorecoveryEnabled(world);
      return { ok: enabled === on, message: `autorecovery is ${enabled ? 'on' : 'off'}` };
    },
    stopsOn: [],
    undo: `Turn it ${on ? 'off' : 'on'} again.`,
    deadlineMs: 120_000,
  });
}
