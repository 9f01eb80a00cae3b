import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { of, throwError } from 'rxjs';
import type { BackendSrvRequest } from '@grafana/runtime';
import { ruleUid } from '../../alerting/rule-uid.ts';
import type * as ShippedRules from '../../alerting/shipped-rules.gen.ts';
import { testIds } from '../../components/test-ids.ts';
import { AlertRulesInstaller } from './AlertRulesInstaller.tsx';
import type { ListedRule } from './rule-states.ts';

/** Grafana's rules by uid, as its provisioning API keeps them. */
let kept: Map<string, ListedRule>;
let permissions: Set<string>;
let folderExists: boolean;

function answer({ url, method, data, headers }: BackendSrvRequest) {
  const uid = /alert-rules\/(.+)$/.exec(url)?.[1];
  if (url === '/api/folders') {
    if (folderExists) return throwError(() => ({ status: 412, data: { message: 'exists' } }));
    folderExists = true;
  } else if (url.endsWith('/alert-rules') && method === 'GET') return of({ data: [...kept.values()] });
  else if (method === 'DELETE') kept.delete(uid!);
  else if (headers?.['X-Disable-Provenance'] === 'true') kept.set((data as ListedRule).uid, data as ListedRule);
  else return throwError(() => ({ status: 400, data: { message: 'would be locked' } }));
  return of({ data: {} });
}

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getBackendSrv: () => ({ fetch: answer }),
  getDataSourceSrv: () => ({ getList: () => [{ uid: 'observatory-pulsar', name: 'Pulsar Observatory' }] }),
  hasPermission: (action: string) => permissions.has(action),
}));

// A few of the shipped rules: a table of all takes jsdom seconds for each click.
jest.mock('../../alerting/shipped-rules.gen.ts', () => {
  const all = jest.requireActual<typeof ShippedRules>('../../alerting/shipped-rules.gen.ts');
  return {
    shippedRules: all.shippedRules.filter(({ group }) => group === 'pulsar-availability'),
    shippedThresholds: all.shippedThresholds.filter(({ name }) => name === 'ensemble_size'),
  };
});

beforeEach(() => {
  kept = new Map();
  folderExists = false;
  permissions = new Set([
    'alert.rules:create',
    'alert.rules:write',
    'alert.rules:delete',
    'alert.provisioning.provenance:write',
  ]);
});

const row = (name: string) => within(screen.getByTestId(testIds.rules.rule(name)));

it('installs the chosen rules with the chosen thresholds, updates and removes them', async () => {
  const user = userEvent.setup();
  render(<AlertRulesInstaller />);
  await user.click(await screen.findByLabelText('Choose WritableBookiesAtEnsemble'));
  await user.click(screen.getByText('Install 1'));
  expect(await screen.findByText('Installed 1 rule.')).toBeInTheDocument();
  expect(folderExists).toBe(true);
  const uid = ruleUid('WritableBookiesAtEnsemble', 'app');
  expect([...kept.keys()]).toEqual([uid]);
  expect(row('WritableBookiesAtEnsemble').getByText('Installed')).toBeInTheDocument();

  const field = screen.getByTestId(testIds.rules.threshold('ensemble_size'));
  await user.clear(field);
  await user.type(field, '5');
  expect(row('WritableBookiesAtEnsemble').getByText('Update available')).toBeInTheDocument();
  await user.click(screen.getByText('Update 1 …'));
  expect(await screen.findByText('Becomes the shipped value')).toBeInTheDocument();
  await user.click(screen.getByText('Update 1'));
  expect(await screen.findByText('Updated 1 rule.')).toBeInTheDocument();
  expect(JSON.stringify(kept.get(uid)?.data[1].model)).toContain('"params":[5]');

  await user.click(screen.getByText('Remove 1 …'));
  await user.click(await screen.findByText('Remove'));
  expect(await screen.findByText('Removed 1 rule.')).toBeInTheDocument();
  expect(kept.size).toBe(0);
});

it('shows rules from files read-only', async () => {
  const uid = ruleUid('BookieDown', 'file');
  kept.set(uid, { uid, provenance: 'file', data: [], labels: {}, annotations: {} } as unknown as ListedRule);
  render(<AlertRulesInstaller />);
  expect(await screen.findByLabelText('Choose BookieDown')).toBeDisabled();
  expect(row('BookieDown').getByText('From a file')).toBeInTheDocument();
});

it('tells who may not install why', () => {
  permissions.delete('alert.rules:create');
  render(<AlertRulesInstaller />);
  expect(screen.getByText(/lacks alert.rules:create/)).toBeInTheDocument();
});
