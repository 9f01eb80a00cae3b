import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { RecoveryRun, RecoveryStatus } from '@observatory/protocol/recovery';
import type { FrameSeries } from '../frames/frame-series.ts';
import { fakeViewHost } from '../host/testing/fake-view-host.ts';
import { ViewHostProvider, type ViewHost } from '../host/ViewHost.ts';
import { ActionsPage } from './ActionsPage.tsx';
import { conditionWords, limitWords, valueWords } from './recovery-words.ts';
import { ruleAlerts } from './rule-alerts.ts';
import { mergedRuns } from './use-recovery.ts';

const run = (id: string, more: Partial<RecoveryRun> = {}): RecoveryRun => ({
  id,
  timeMs: Number(id),
  alert: 'disk',
  action: 'run_gc',
  node: 'c/bookie/b:1',
  outcome: 'done',
  detail: `told ${id}`,
  ...more,
});

const status: RecoveryStatus = {
  enabled: true,
  automation: true,
  collectionIntervalSeconds: 60,
  historyHours: 24,
  alerts: [
    {
      id: 'disk',
      metric: 'node.disk_usage_percent',
      operator: '>=',
      threshold: 90,
      severity: 'critical',
      durationMinutes: 5,
      action: 'run_gc',
      nodes: [
        { node: 'c/bookie/b:1', state: 'firing', value: 93.456, sinceMs: Date.now() - 120_000 },
        { node: 'c/bookie/b:2', state: 'ok', value: null, sinceMs: Date.now() },
      ],
    },
  ],
  actions: [
    {
      name: 'run_gc',
      kind: 'method',
      says: 'Collects garbage on the bookie',
      target: 'alerting_node',
      cooldownSeconds: 900,
      runsPerHour: 4,
      dryRun: true,
      needsApproval: true,
    },
  ],
  runs: [run('2', { outcome: 'awaiting_approval' }), run('1', { outcome: 'failed', execution: 'x1' })],
};

function open(answer: RecoveryStatus, parts: Partial<ViewHost> = {}) {
  const sent: string[] = [];
  const host = fakeViewHost({
    load: (path, schema) =>
      path === 'recovery' ? Promise.resolve(schema.parse(answer)) : Promise.reject(new Error(`load ${path}`)),
    send: (path, _body, schema) => {
      sent.push(path);
      return Promise.resolve(schema.parse({ runs: [run('2', { outcome: 'running', approvedBy: 'me' })] }));
    },
    loadFrames: () => Promise.resolve({ results: { A: { status: 200, frames: [] } } }),
    ...parts,
  });
  render(
    <ViewHostProvider value={host}>
      <ActionsPage />
    </ViewHostProvider>,
  );
  return { sent };
}

it('shows what waits first, and what approving it led to', async () => {
  const { sent } = open(status);
  const waiting = await screen.findByRole('region', { name: 'Waiting for approval' });
  await userEvent.click(within(waiting).getByRole('button', { name: /Approve: run_gc/ }));
  expect(sent).toEqual(['control/recovery/2/approve']);
  expect(screen.queryByRole('region', { name: 'Waiting for approval' })).toBeNull();
  const history = screen.getByRole('region', { name: 'What was set off' });
  expect(within(history).getAllByRole('row').map((row) => row.textContent)).toEqual([
    expect.stringContaining('Outcome'),
    expect.stringContaining('running by me'),
    expect.stringContaining('failed'),
  ]); // prettier-ignore
  expect(within(history).getByRole('link', { name: 'Execution' }).getAttribute('href')).toContain('execution_shown=x1');
});

it('says why one may not approve, and sends nothing', async () => {
  const { sent } = open(status, { may: () => ({ allowed: false, reason: 'Only operators may.' }) });
  const button = await screen.findByRole('button', { name: /Approve: run_gc/ });
  await userEvent.click(button);
  expect(button.getAttribute('aria-disabled')).toBe('true');
  expect(screen.getAllByText('Only operators may.').length).toBeGreaterThan(0);
  expect(sent).toEqual([]);
});

it('shows values beside thresholds, and what bounds an action', async () => {
  open(status);
  const alerts = await screen.findByRole('region', { name: 'Alerts with recovery' });
  expect(within(alerts).getByRole('row', { name: /b:1 firing 93.46 % >= 90 % 2 min ago Explain/ })).toBeTruthy();
  expect(within(alerts).getByRole('row', { name: /b:2 ok no value/ })).toBeTruthy();
  expect(screen.getByText(/15 min between two runs on one target; at most 4 runs an hour; waits for approval; dry run/)).toBeTruthy(); // prettier-ignore
});

it('says how to switch it on', async () => {
  open({ ...status, enabled: false, alerts: [], actions: [], runs: [] });
  expect(await screen.findByText(/Alerts with recovery are switched off/)).toBeTruthy();
  expect(screen.getByText(/collection_interval_seconds: 60/)).toBeTruthy();
});

it('a run that has ended stays so, whatever comes late', () => {
  const ended = run('1', { endedMs: 5 });
  expect(mergedRuns([ended], [run('1', { outcome: 'running' }), run('3')]).map(({ id, outcome }) => [id, outcome])).toEqual([
    ['3', 'done'],
    ['1', 'done'],
  ]); // prettier-ignore
});

it('rule alerts say since when, firing ones first', () => {
  const series = (labels: Record<string, string>, value: number): FrameSeries => ({
    labels,
    displayName: undefined,
    times: [1],
    values: [value],
  });
  const where = { alertname: 'BrokerDown', instance: 'b:1', severity: 'critical' };
  const alerts = ruleAlerts(
    [
      series({ ...where, __name__: 'ALERTS', alertname: 'Slow', alertstate: 'pending' }, 1),
      series({ ...where, __name__: 'ALERTS', alertstate: 'firing' }, 1),
    ],
    [series({ ...where, __name__: 'ALERTS_FOR_STATE' }, 1700)],
  );
  expect(alerts.map(({ name, state, activeMs, labels }) => [name, state, activeMs, labels])).toEqual([
    ['BrokerDown', 'firing', 1_700_000, [['instance', 'b:1']]],
    ['Slow', 'pending', undefined, [['instance', 'b:1']]],
  ]);
});

it.each([
  [valueWords(null, 'x'), 'no value'],
  [valueWords('Offline', 'node.status'), 'Offline'],
  [valueWords(12_345.6, 'x'), '12,350'],
  [conditionWords({ ...status.alerts[0], durationMinutes: 0 }), 'node.disk_usage_percent >= 90'],
  [limitWords({ ...status.actions[0], cooldownSeconds: 45, dryRun: false })[0], '45 s between two runs on one target'],
])('%j is %j', (words, expected) => expect(words).toBe(expected));
