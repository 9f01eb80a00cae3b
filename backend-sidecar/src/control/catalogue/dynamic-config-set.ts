import * as z from 'zod';
import { pathOf } from '../cluster/path-of.ts';
import { operation } from '../operation.ts';
import { dynamicNames, dynamicValues, runtimeValues, settingName, valueProblem } from './shared/dynamic-config.ts';

const parameters = z.strictObject({
  name: settingName.describe('Name of the setting, as in broker.conf.'),
  value: z.string().min(1).max(1000).describe('Its new value.'),
});

export const dynamicConfigSet = operation({
  id: 'dynamic-config-set',
  title: 'Set dynamic configuration',
  summary: 'Sets a dynamic setting of all brokers at once, until it is deleted again.',
  targets: ['cluster'],
  risk: 'high',
  role: 'admin',
  parameters,
  sentence: ({ name: cluster }, { name, value }) => `Set ${name} to ${value} on all brokers of ${cluster}`,
  async survey({ parameters: { name, value }, graph, world }) {
    const [names, set, runtime] = [await dynamicNames(world), await dynamicValues(world), await runtimeValues(world)];
    const brokers = [...graph.nodes.values()].filter(({ kind }) => kind === 'broker').length;
    const present = set[name] ?? runtime[name];
    const problem = valueProblem(present, value);
    return {
      facts: { before: set[name] ?? null },
      blast: [
        {
          kind: 'brokers_changed',
          count: brokers,
          sentence: `${brokers} brokers take ${value} in place of ${present ?? 'their default'} within seconds`,
          certainty: 'measured',
          examples: [],
        },
      ],
      findings: [
        ...(!names.includes(name)
          ? [
              {
                level: 'blocker' as const,
                message: `${name} is not dynamic: it needs a restart with another broker.conf.`,
              },
            ]
          : []),
        // Brokers store a bad value and only log it.
        ...(problem !== '' ? [{ level: 'blocker' as const, message: `${value} cannot be right: ${problem}.` }] : []),
        ...(name === 'loadBalancerLoadSheddingStrategy'
          ? [{ level: 'warning' as const, message: 'The shedding strategy takes effect after a restart only.' }]
          : []),
      ],
    };
  },
  steps({ parameters: { name, value } }) {
    const path = pathOf`/admin/v2/brokers/configuration/${name}/${value}`;
    return [
      {
        id: 'set',
        title: 'Set the value',
        call: `POST ${path}`,
        repeatable: true,
        timeoutMs: 60_000,
        run: async (world) => {
          await world.cluster.broker({ method: 'POST', path }, world.signal);
          return 'stored';
        },
        check: async (world) => ((await dynamicValues(world))[name] === value ? 'done' : 'not_done'),
        settled: async (world) => ({
          ready: (await runtimeValues(world))[name] === value,
          note: 'brokers run with it',
        }),
      },
    ];
  },
  verification: 'The cluster holds the value, and a broker runs with it.',
  async verify({ parameters: { name, value } }, world) {
    const now = (await dynamicValues(world))[name];
    return { ok: now === value, message: `${name} is ${now ?? 'not set'}` };
  },
  stopsOn: [],
  undo: 'Set the old value again, or delete the setting.',
  deadlineMs: 120_000,
});
