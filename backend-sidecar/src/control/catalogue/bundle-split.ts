import * as z from 'zod';
import { topicsBlast, topicsImpact } from '../blast/topics-impact.ts';
import { bundlePath, pathOf } from '../cluster/path-of.ts';
import { operation, type ControlWorld } from '../operation.ts';

const ALGORITHMS = ['range_equally_divide', 'topic_count_equally_divide', 'flow_or_qps_equally_divide'] as const;

const boundaries = z.object({ boundaries: z.array(z.string()) });

const parameters = z.strictObject({
  algorithm: z
    .enum(ALGORITHMS)
    .default('range_equally_divide')
    .describe(`How it is divided: ${ALGORITHMS.join(', ')}.`),
  unload: z.boolean().default(false).describe('Unload the halves, so that other brokers may take them over.'),
});

export const bundleSplit = operation({
  id: 'bundle-split',
  title: 'Split bundle',
  summary: 'Divides a bundle in two for good: bundles are never merged.',
  targets: ['bundle'],
  risk: 'high',
  role: 'admin',
  parameters,
  sentence: ({ name }) => `Split bundle ${name}`,
  survey({ graph, target, node, parameters: { unload } }) {
    const impact = topicsImpact(graph, graph.topics.inBundle(target.name));
    return {
      facts: {},
      blast: [
        ...(unload ? topicsBlast(impact) : []),
        {
          kind: 'bundles_more',
          count: 1,
          sentence: `The namespace has one bundle more for good; ${impact.topics} topics are divided among the halves`,
          certainty: 'measured',
          examples: [],
        },
      ],
      findings: [
        { level: 'warning', message: 'This cannot be undone: Pulsar never merges bundles.' },
        ...(node?.attributes.owner === undefined
          ? [{ level: 'blocker' as const, message: 'No broker owns the bundle; only its owner splits it.' }]
          : []),
        ...(impact.topics < 2
          ? [{ level: 'warning' as const, message: 'It has fewer than two topics: dividing it changes no load.' }]
          : []),
      ],
    };
  },
  steps({ target, parameters: { algorithm, unload } }) {
    const path = `${bundlePath(target.name)}/split?unload=${unload}&splitAlgorithmName=${algorithm}`;
    return [
      {
        id: 'split',
        title: 'Split the bundle',
        call: `PUT ${path}`,
        repeatable: false,
        timeoutMs: 120_000,
        run: async (world) => {
          await world.cluster.broker({ method: 'PUT', path }, world.signal);
          return 'split';
        },
        check: async (world) => ((await isThere(world, target.name)) ? 'not_done' : 'done'),
        settled: async (world) => ({ ready: !(await isThere(world, target.name)), note: 'the bundle is divided' }),
      },
    ];
  },
  verification: 'The namespace lists the halves in place of the bundle.',
  async verify({ target }, world) {
    const there = await isThere(world, target.name);
    return { ok: !there, message: there ? 'the bundle is as it was' : 'the bundle is divided' };
  },
  stopsOn: [],
  undo: 'None: Pulsar never merges bundles.',
  deadlineMs: 180_000,
});

/** Whether the namespace has the bundle, undivided. */
async function isThere({ cluster, signal }: ControlWorld, bundle: string): Promise<boolean> {
  const [tenant, namespace, range] = bundle.split('/');
  const path = `${pathOf`/admin/v2/namespaces/${tenant}/${namespace}`}/bundles`;
  const answer = await cluster.json(cluster.broker({ method: 'GET', path }, signal), boundaries);
  const [low, high] = range.split('_').map(Number);
  const all = answer.boundaries.map(Number);
  const at = all.indexOf(low);
  return at >= 0 && all[at + 1] === high;
}
