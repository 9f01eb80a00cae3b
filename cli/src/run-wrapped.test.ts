/** A wrapped command ends as it would have, whatever happens to the sidecar, the disk or the recorder meanwhile. */
import { jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseConfig, startSidecar, type Sidecar } from '@observatory/backend-sidecar';
import { runList, runRecord, type RunInfo, type RunRecord } from '@observatory/protocol/run-objects';
import { runCommand } from './run.ts';

let folder: string;
let sidecar: Sidecar | undefined;
let told: string[];
const home = process.cwd();
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-run-'));
  const config = `
listen: 127.0.0.1:0
storage: { path: data }
auth: { loopback_role: admin }
global: { scrape_interval: 200ms, scrape_timeout: 200ms }
scrape_configs: [{ job_name: broker, static_configs: [{ targets: ['127.0.0.1:9'] }] }]
`;
  sidecar = await startSidecar(parseConfig(config, path.join(folder, 'observatory.yaml')));
  mkdirSync(path.join(folder, 'work'));
  process.chdir(path.join(folder, 'work'));
  told = [];
  jest.spyOn(console, 'error').mockImplementation((text: string) => void told.push(text));
  jest.spyOn(console, 'log').mockImplementation((text: string) => void told.push(text));
});
afterEach(async () => {
  process.exitCode = undefined;
  process.chdir(home);
  jest.restoreAllMocks();
  await sidecar?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...argv: string[]) => runCommand().exitOverride().parseAsync(argv, { from: 'user' });
const url = () => sidecar?.address.url ?? '';
const local = (out: string): RunRecord => runRecord.parse(JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')));
async function kept(): Promise<RunInfo[]> {
  return runList.parse(await (await fetch(`${url()}/api/observatory/v1/runs`)).json()).runs;
}

it('a sidecar keeps the run, too: results, documents without secrets, how it ended', async () => {
  writeFileSync('old.json', '{}');
  writeFileSync('d.yaml', 'name: d\nauthParams: very-secret\n');
  writeFileSync('w.yaml', 'name: w\n');
  const script =
    'require("fs").writeFileSync("r.json", JSON.stringify({ workload: "w", driver: "d", publishRate: [1, 2] })); process.exit(3)';
  const flags = [
    '--name',
    'exp',
    '--label',
    'team=core',
    '--label',
    'n=1',
    '--notes',
    'hi',
    '--url',
    url(),
    '-o',
    'out',
  ];
  await run(
    ...flags,
    '--prices',
    'broker=0.5,currency=EUR',
    '--',
    process.execPath,
    '-e',
    script,
    '--',
    '--drivers',
    'd.yaml',
    'w.yaml',
  );
  expect(process.exitCode).toBe(3);
  const record = local('out');
  expect(record).toMatchObject({
    state: 'failed',
    exitCode: 3,
    source: 'store',
    labels: { team: 'core', n: '1' },
    reported: true,
  });
  expect(record.results.map(({ file }) => file)).toEqual(['r.json']);
  expect(readFileSync('out/report/index.html', 'utf8')).toContain('Cost of an hour');
  expect(record.command).toBe(process.execPath);
  expect(readFileSync('out/driver.yaml', 'utf8')).not.toContain('very-secret');
  const [there] = await kept();
  expect(there).toMatchObject({ id: record.id, name: 'exp', state: 'failed', exitCode: 3, notes: 'hi' });
  expect(there.results).toMatchObject([{ file: 'r.json' }]);
  expect(told.filter((line) => line.includes('only kept'))).toEqual([]);
});

it('a bound that is broken ends the command, only then and only because it was asked for', async () => {
  const lasting = [process.execPath, '-e', 'setInterval(() => {}, 1000)'];
  await run(
    '--name',
    'a',
    '--url',
    url(),
    '-o',
    'out',
    '--abort-on',
    'vector(1) > 0',
    '--abort-after',
    '1',
    '--',
    ...lasting,
  );
  expect(process.exitCode).toBe(128 + 15);
  expect(local('out')).toMatchObject({
    state: 'aborted',
    signal: 'SIGTERM',
    reason: expect.stringContaining('vector(1) > 0 held') as unknown,
  });
  expect(await kept()).toMatchObject([{ state: 'aborted' }]);
});

it('a sidecar that dies in the middle costs its part of the measures, and nothing of the command', async () => {
  const dies = sidecar;
  const ended = run(
    '--name',
    'a',
    '--url',
    url(),
    '-o',
    'out',
    '--every',
    '1',
    '--',
    'sh',
    '-c',
    'while [ ! -e go ]; do sleep 0.1; done; exit 7',
  );
  while ((await kept()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await dies?.stop();
  sidecar = undefined;
  writeFileSync('go', '');
  await ended;
  expect(process.exitCode).toBe(7);
  const { state, troubles } = local('out');
  expect(state).toBe('failed');
  expect(troubles.join()).toContain('The end of the run for the sidecar failed');
});

it('a folder that cannot be written costs the files, and nothing of the command', async () => {
  writeFileSync('file', '');
  await run('--name', 'a', '--url', url(), '-o', 'file/out', '--', 'sh', '-c', 'exit 4');
  expect(process.exitCode).toBe(4);
  expect(told.join('\n')).toContain('The folder of the run failed');
  // The sidecar's own disk is another one.
  expect(await kept()).toMatchObject([{ state: 'failed', exitCode: 4 }]);
});

it('runs of the sidecar: start, list, show, stop, import, compare, delete', async () => {
  await run('start', 'by hand', '--label', 'a=b', '--url', url());
  const id = told.pop() ?? '';
  expect(id).toMatch(/^by-hand-/);
  await run('stop', id, '--failed', '--reason', 'no luck', '--url', url());
  expect(told.pop()).toMatch(new RegExp(`^${id}  failed  .*by hand`));
  await run('--name', 'w', '--url', 'http://127.0.0.1:9', '-o', 'out', '--', 'true');
  await run('import', 'out', '--url', url());
  const imported = local('out').id;
  expect(told.pop()).toContain(imported);
  told = [];
  await run('list', '--url', url());
  expect(told.map((line) => line.split('  ')[0]).sort()).toEqual([id, imported].sort());
  await run('show', id, '--url', url());
  expect(told.pop()).toContain('failed: no luck');
  await run('compare', id, imported, '--url', url());
  expect(told.pop()).toContain(`base ${id}`);
  await run('compare', 'out', 'out', '--json');
  expect(JSON.parse(told.pop() ?? '')).toMatchObject({ base: imported });
  await expect(run('compare', id, 'out', '--url', url())).rejects.toMatchObject({ code: 'OBS_CLI_USAGE' });
  await expect(run('compare', id, imported, '--url', url(), '--fail-on', 'p99 >')).rejects.toMatchObject({
    code: 'OBS_RUN_GATE',
  });
  await run('compare', id, imported, '--url', url(), '--fail-on', 'regression');
  expect([0, 1, 3]).toContain(process.exitCode);
  await run('delete', imported, '--url', url());
  expect((await kept()).map((each) => each.id)).toEqual([id]);
  await expect(run('show', imported, '--url', url())).rejects.toMatchObject({ code: 'OBS_RUN_UNKNOWN' });
});

it('a recorder that was killed: its folder still becomes a report', async () => {
  await run('--name', 'w', '--url', url(), '-o', 'out', '--', 'true');
  const record = local('out');
  rmSync('out/report', { recursive: true });
  rmSync('out/metrics/timeseries.json', { force: true });
  const look = {
    timeMs: record.startedMs,
    values: [{ measure: 'up', node: 'n', tier: 'broker', value: 1 }],
    troubles: [],
  };
  writeFileSync('out/metrics/.looks.ndjson', `${JSON.stringify(look)}\n`);
  writeFileSync('out/run.json', JSON.stringify({ ...record, state: 'running', endedMs: undefined, reported: false }));
  await run('report', 'out');
  expect(local('out')).toMatchObject({ state: 'interrupted', reported: true, endedMs: record.startedMs });
  expect(readFileSync('out/report/index.html', 'utf8')).toContain('The run was interrupted');
});
