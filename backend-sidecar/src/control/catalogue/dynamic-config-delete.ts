import * as z from 'zod';
import { pathOf } from '../cluster/path-of.ts';
import { operation } from '../operation.ts';
import { dynamicValues, settingName } from './shared/dynamic-config.ts';

const parameters = z.strictObject({ name: settingName.describe('Name of the setting, as in broker.conf.') });

export const dynamicConfigDelete = operation({
  id: 'dynamic-config-delete',
  title: 'Delete dynamic configuration',
  summary: 'Takes a dynamic setting back: brokers follow their broker.conf again.',
  targets: ['cluster'],
  risk: 'high',
  role: 'admin',
  parameters,
  sentence: ({ name: cluster }, { name }) => `Delete the dynamic value of ${name} in ${cluster}`,
  async survey({ parameters: { name }, world }) {
    const now = (await dynamicValues(world))[name];
    return {
      facts: { before: now ?? null },
      blast: [
        {
          kind: 'settings_deleted',
          count: now === undefined ? 0 : 1,
          sentence:
            now === undefined ? 'Nothing: it is not set' : `${name} is ${now} now, and becomes what broker.conf says`,
          certainty: 'measured',
          examples: [],
        },
      ],
      findings: [
        ...(now === undefined ? [{ level: 'blocker' as const, message: `${name} has no dynamic value.` }] : []),
        { level: 'warning', message: 'Some settings keep their value until the brokers restart.' },
      ],
    };
  },
  steps({ parameters: { name } }) {
    const path = pathOf`/admin/v2/brokers/configuration/${name}`;
    return [
      {
        id: 'delete',
        title: 'Delete the value',
        call: `DELETE ${path}`,
        repeatable: true,
        timeoutMs: 60_000,
        run: async (world) => {
          await world.cluster.broker({ method: 'DELETE', path }, world.signal);
          return 'deleted';
        },
        check: async (world) => (Object.hasOwn(await dynamicValues(world), name) ? 'not_done' : 'done'),
      },
    ];
  },
  verification: 'The cluster holds no value of that name.',
  async verify({ parameters: { name }, facts }, world) {
    const now = (await dynamicValues(world))[name];
    const before = String(facts.before);
    return { ok: now === undefined, message: now === undefined ? `it was ${before}` : `${name} is still ${now}` };
  },
  stopsOn: [],
  undo: 'Set the old value again; the plan and the audit name it.',
  deadlineMs: 120_000,
});
