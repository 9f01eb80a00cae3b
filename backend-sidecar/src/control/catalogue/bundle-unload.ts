import * as z from 'zod';
import { bundleTopicsImpact } from '../blast/live-topics.ts';
import { topicsBlast } from '../blast/topics-impact.ts';
import { bundlePath } from '../cluster/path-of.ts';
import { operation } from '../operation.ts';
import { bundleOwner, liveBrokers } from './shared/bundle-state.ts';

const parameters = z.strictObject({
  destination: z
    .string()
    .max(300)
    .regex(/^[^\s/?#&]+$/, 'expected a broker id, host:webPort')
    .optional()
    .describe('Broker id that takes it over; without it the load manager chooses.'),
});

export const bundleUnload = operation({
  id: 'bundle-unload',
  title: 'Unload bundle',
  summary: 'Closes all topics of a bundle on its broker; another broker, or the same, takes it over.',
  targets: ['bundle'],
  risk: 'medium',
  role: 'operator',
  parameters,
  sentence: ({ name }, { destination }) =>
    `Unload bundle ${name}${destination === undefined ? '' : ` to ${destination}`}`,
  async survey({ graph, target, parameters: { destination }, world }) {
    const [owner, brokers] = [await bundleOwner(world, target.name), await liveBrokers(world)];
    return {
      facts: { owner },
      blast: topicsBlast(await bundleTopicsImpact(world, graph, target.name)),
      findings: [
        ...(owner === ''
          ? [{ level: 'blocker' as const, message: 'No broker owns the bundle: there is nothing to unload.' }]
          : []),
        ...(destination !== undefined && !brokers.includes(destination)
          ? [{ level: 'blocker' as const, message: `${destination} is no live broker (${brokers.join(', ')}).` }]
          : []),
        ...(destination !== undefined && destination === owner
          ? [{ level: 'warning' as const, message: 'It is there already: its topics are closed and opened again.' }]
          : []),
        ...(destination !== undefined && destination !== owner
          ? [
              {
                level: 'info' as const,
                message: `Pulsar may assign it elsewhere: it gives the wish to the first look-up of a bundle of this range. The owner is verified; if it is another, unload again.`,
              },
            ]
          : []),
        ...(brokers.length < 2
          ? [{ level: 'warning' as const, message: 'There is one broker: it will own the bundle again.' }]
          : []),
      ],
    };
  },
  steps({ target, parameters: { destination }, facts }) {
    const query = destination === undefined ? '' : `?destinationBroker=${encodeURIComponent(destination)}`;
    const path = `${bundlePath(target.name)}/unload`;
    const owner = String(facts.owner);
    return [
      {
        id: 'unload',
        title: 'Unload the bundle',
        call: `PUT ${path}${query}`,
        repeatable: false,
        timeoutMs: 120_000,
        run: async (world) => {
          await world.cluster.broker({ method: 'PUT', path: path + query }, world.signal);
          return `unloaded from ${owner}`;
        },
        // The same owner as before may have taken it over again.
        check: async (world) => {
          const now = await bundleOwner(world, target.name);
          return now === owner ? 'unknown' : 'done';
        },
        settled: async (world) => {
          const now = await bundleOwner(world, target.name);
          return now === '' ? { ready: false, note: 'no owner yet' } : { ready: true, note: `owned by ${now}` };
        },
      },
    ];
  },
  verification: 'A broker owns the bundle: the destination, where one was given.',
  async verify({ target, parameters: { destination } }, world) {
    const owner = await bundleOwner(world, target.name);
    if (owner === '') return { ok: false, message: 'no broker owns the bundle' };
    return { ok: destination === undefined || owner === destination, message: `${owner} owns the bundle` };
  },
  stopsOn: [],
  undo: 'Unload it once more, with the old owner as destination.',
  deadlineMs: 180_000,
});
