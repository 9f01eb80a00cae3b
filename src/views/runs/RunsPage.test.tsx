import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { RunComparison, RunDetails, RunInfo } from '@observatory/protocol/run-objects';
import { fakeViewHost } from '../host/testing/fake-view-host.ts';
import { ViewHostProvider, type ViewHost, type WatchHandlers } from '../host/ViewHost.ts';
import { comparisonCsv } from './comparison-csv.ts';
import { labelsText, parseLabels } from './label-text.ts';
import { changeText } from './run-words.ts';
import { RunsPage } from './RunsPage.tsx';

const run = (id: string, changes: Partial<RunInfo> = {}): RunInfo => ({
  id,
  name: `load ${id}`,
  labels: { team: 'a' },
  notes: '',
  state: 'finished',
  cluster: '',
  source: 'store',
  startedMs: 1_700_000_000_000 + Number(id.slice(1)) * 60_000,
  endedMs: 1_700_000_000_000 + Number(id.slice(1)) * 60_000 + 90_000,
  command: 'benchmark',
  by: 'ann',
  stepMs: 30_000,
  looks: 4,
  troubles: [],
  results: [],
  figures: [{ id: 'publish_rate', title: 'Publish rate', unit: 'msgps', value: 1000 }],
  findings: [],
  reported: false,
  bytes: 0,
  ...changes,
});

const details = (info: RunInfo, changes: Partial<RunDetails> = {}): RunDetails => ({
  ...info,
  clusterState: [['Brokers', '3']],
  files: [{ path: 'metrics/timeseries.json', bytes: 2048 }],
  ...changes,
});

interface Sent {
  path: string;
  body: unknown;
  method: string | undefined;
}

async function open(path: string, answers: Record<string, unknown>, parts: Partial<ViewHost> = {}, search = '') {
  const sent: Sent[] = [];
  const watchers: WatchHandlers[] = [];
  const host = fakeViewHost({
    load: (asked, schema) =>
      asked in answers
        ? Promise.resolve(schema.parse(answers[asked]))
        : Promise.reject(new Error(`nobody answers ${asked}`)),
    send: (asked, body, schema, options) => {
      sent.push({ path: asked, body, method: options?.method });
      return Promise.resolve(schema.parse(run('r9', { state: 'running', endedMs: undefined })));
    },
    watch: (_spec, handlers) => {
      watchers.push(handlers);
      return () => undefined;
    },
    ...parts,
  });
  host.navigation.go({ path, search: new URLSearchParams(search) });
  await act(async () => {
    render(
      <ViewHostProvider value={host}>
        <RunsPage theme="dark" />
      </ViewHostProvider>,
    );
    await Promise.resolve();
  });
  return { host, sent, tell: (payload: unknown) => act(() => watchers.forEach((each) => each.onPayload(payload, 0))) };
}

const list = (...runs: RunInfo[]) => ({ runs: { runs, total: runs.length } });

describe('all runs', () => {
  it('are listed with state, figures and labels, and found by any word', async () => {
    const { host } = await open(
      'runs',
      list(run('r2', { state: 'failed', exitCode: 3 }), run('r1', { name: 'quiet' })),
    );
    const row = screen.getByRole('row', { name: /load r2/ });
    expect(within(row).getByText('failed: exit code 3')).toBeTruthy();
    expect(row.textContent).toContain('1k msg/s');
    expect(row.textContent).toContain('team=a');
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search runs' }), 'quiet');
    expect(screen.queryByRole('row', { name: /load r2/ })).toBeNull();
    expect(host.navigation.get().search.get('search')).toBe('quiet');
  });

  it('change as the stream says, and new ones come on top', async () => {
    const { tell } = await open('runs', list(run('r1', { state: 'running', endedMs: undefined, looks: 1 })));
    tell(run('r1', { looks: 9 }));
    tell(run('r5', { state: 'running', endedMs: undefined }));
    expect(screen.getAllByRole('row').map((row) => row.textContent?.includes('load r5'))).toEqual([false, true, false]);
    expect(within(screen.getByRole('row', { name: /load r1/ })).getByText('finished')).toBeTruthy();
  });

  it('two chosen ones are a comparison with the oldest as base', async () => {
    await open('runs', list(run('r3'), run('r2'), run('r1')));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Compare load r3' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Compare load r1' }));
    expect(screen.getByRole('link', { name: 'Compare 2 runs' }).getAttribute('href')).toBe(
      '#/runs/compare?base=r1&run=r3',
    );
  });

  it('none yet: says how to make one', async () => {
    await open('runs', list());
    expect(screen.getByText(/observatory run --name exp/)).toBeTruthy();
  });

  it('one is started with what was typed, and opened', async () => {
    const { sent, host } = await open('runs', list());
    await userEvent.click(screen.getByText('Start a run'));
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'evening');
    await userEvent.type(screen.getByRole('textbox', { name: 'Labels' }), 'team=b, env=test');
    await userEvent.type(screen.getByRole('spinbutton', { name: /Ends after/ }), '5');
    await userEvent.click(screen.getByRole('button', { name: 'Start' }));
    expect(sent).toEqual([
      {
        path: 'control/runs',
        method: undefined,
        body: {
          name: 'evening',
          labels: { team: 'b', env: 'test' },
          notes: '',
          stepSeconds: 30,
          durationSeconds: 300,
        },
      },
    ]);
    expect(host.navigation.get().path).toBe('runs/run/r9');
  });

  it('who may not start one reads why, and nothing is sent', async () => {
    const { sent } = await open('runs', list(), { may: () => ({ allowed: false, reason: 'Sign in as operator.' }) });
    await userEvent.click(screen.getByText('Start a run'));
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'x');
    const start = screen.getByRole('button', { name: 'Start' });
    await userEvent.click(start);
    expect(sent).toEqual([]);
    expect(start).toHaveAccessibleDescription('Sign in as operator.');
  });
});

describe('one run', () => {
  const running = run('r1', { state: 'running', endedMs: undefined, findings: [{ grade: 'bad', text: 'p99 rose.' }] });
  const answers = (info: RunInfo) => ({
    'runs/r1': details(info, { workload: 'name: 100k' }),
    'runs/r1/plots': { schema: 'pulsar-observatory/plots/1', title: 'x', charts: [] },
  });

  it('shows what came out, its files and documents', async () => {
    await open('runs/run/r1', answers(run('r1', { findings: running.findings, reported: true })));
    expect(screen.getByText('p99 rose.', { exact: false })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'metrics/timeseries.json' }).getAttribute('href')).toBe(
      '/api/observatory/v1/runs/r1/files/metrics/timeseries.json',
    );
    expect(screen.getByRole('link', { name: 'Save the report' })).toHaveAttribute('download', 'r1.html');
    expect(screen.getByText('name: 100k')).toBeTruthy();
  });

  it('that goes on is ended with the reason', async () => {
    const { sent } = await open('runs/run/r1', answers(running));
    await userEvent.type(screen.getByRole('textbox', { name: 'Reason' }), 'too slow');
    await userEvent.click(screen.getByRole('button', { name: 'Abort' }));
    expect(sent).toEqual([
      { path: 'control/runs/r1/stop', method: undefined, body: { state: 'aborted', reason: 'too slow' } },
    ]);
  });

  it('takes results of the benchmark, and says which file is none', async () => {
    const { sent } = await open('runs/run/r1', answers(run('r1')));
    const file = (name: string, text: string) =>
      // jsdom's files have no text().
      Object.assign(new File([text], name, { type: 'application/json', lastModified: 5 }), {
        text: () => Promise.resolve(text),
      });
    await userEvent.upload(screen.getByLabelText('Result files'), [
      file('a.json', '{"workload":"w"}'),
      file('b.json', '{'),
    ]);
    expect(sent).toEqual([
      { path: 'control/runs/r1/results?file=a.json&modified=5', method: undefined, body: { workload: 'w' } },
    ]);
    expect((await screen.findByRole('alert')).textContent).toContain('b.json is no JSON');
  });

  it('is deleted only by an admin who typed its name', async () => {
    const { sent, host } = await open('runs/run/r1', answers(run('r1')));
    const remove = screen.getByRole('button', { name: 'Delete for good', hidden: true });
    await userEvent.click(remove);
    expect(sent).toEqual([]);
    await userEvent.type(screen.getByLabelText('Type its name'), 'load r1');
    await userEvent.click(remove);
    expect(sent).toEqual([{ path: 'admin/runs/r1', method: 'DELETE', body: {} }]);
    expect(host.navigation.get().path).toBe('runs');
  });
});

describe('a comparison', () => {
  const effect = { mean: 10, low: 9, high: 11, samples: 20 };
  const comparison: RunComparison = {
    base: 'r1',
    runs: [
      { id: 'r1', name: 'before', startedMs: 0, seconds: 60, phase: 'steady load' },
      { id: 'r2', name: 'after', startedMs: 0, seconds: 60, phase: 'steady load' },
    ],
    measures: [
      {
        id: 'p99',
        title: 'Publish p99',
        unit: 'ms',
        better: 'lower',
        effects: [
          { ...effect, run: 'r1', verdict: 'base' },
          { ...effect, run: 'r2', change: 0.2, changeLow: 0.1, changeHigh: 0.3, effect: 0.8, verdict: 'worse' },
        ],
      },
      {
        id: 'rate',
        title: 'Publish rate',
        unit: 'msgps',
        better: 'higher',
        effects: [
          { ...effect, run: 'r1', verdict: 'base' },
          { ...effect, run: 'r2', change: 0, changeLow: -0.01, changeHigh: 0.01, effect: 0, verdict: 'same' },
        ],
      },
    ],
    regressions: [{ run: 'r2', measure: 'p99', sentence: 'p99 is 20 % up.', reasons: ['GC pauses 15 to 42 a minute'] }],
    notes: [],
  };

  it('names regressions with reasons, and shows what changed first', async () => {
    const { host } = await open('runs/compare', { 'runs/compare?base=r1&run=r2': comparison }, {}, 'base=r1&run=r2');
    expect(screen.getByText('GC pauses 15 to 42 a minute')).toBeTruthy();
    expect(screen.getByText('+20 %', { exact: false })).toBeTruthy();
    expect(screen.queryByText('Publish rate')).toBeNull();
    await userEvent.click(screen.getByRole('checkbox', { name: 'only what changed' }));
    expect(screen.getByText('Publish rate')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Make base: after' }));
    expect(host.navigation.get().search.get('base')).toBe('r2');
    expect(host.navigation.get().search.getAll('run')).toEqual(['r1']);
  });

  it('as CSV: a row a measure and run', () => {
    const named = { ...comparison, measures: [{ ...comparison.measures[0], id: 'a,"b' }] };
    expect(comparisonCsv(named).split('\r\n')[2]).toBe('"a,""b",ms,r2,10,9,11,20,0.2,0.1,0.3,0.8,worse');
  });
});

describe('words', () => {
  it('labels are read as they are written', () => {
    expect(parseLabels(labelsText({ a: '1', b: 'x=y' }))).toEqual({ a: '1', b: 'x=y' });
    expect(() => parseLabels('a=1, nonsense')).toThrow('“nonsense” is no label');
  });

  it('changes', () => {
    expect([0.123, -0.034, 0, null].map(changeText)).toEqual(['+12 %', '-3.4 %', '0.0 %', '–']);
  });
});
