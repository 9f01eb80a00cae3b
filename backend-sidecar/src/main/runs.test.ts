/** Runs over the whole sidecar: begun, followed, ended, changed, imported, compared and deleted through its API. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as turn } from 'node:timers/promises';
import { runComparison, runDetails, runList, type RunInfo } from '@observatory/protocol/run-objects';
import { reportPlots } from '@observatory/protocol/runs';
import { parseConfig } from '../config/index.ts';
import { rawRequest } from '../http/testing/raw-request.ts';
import { startSidecar, type Sidecar } from '../main.ts';
import { writeTar } from '../runs/index.ts';
import { startMetricsServer, type MetricsServer } from '../testing/metrics-server.ts';

const PREFIX = '/api/observatory/v1';
const TOKENS = { operator: 'operator-token-0123456789', admin: 'admin-token-0123456789' };

let folder: string;
let target: MetricsServer;
let sidecar: Sidecar;

beforeAll(async () => {
  target = await startMetricsServer();
  target.respond = (_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      'pulsar_rate_in{cluster="c1",topic="t"} 1000\njvm_memory_bytes_used{area="heap"} 1\njvm_memory_bytes_max{area="heap"} 2\n',
    );
  };
});
afterAll(() => target.close());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-runs-'));
  for (const [role, token] of Object.entries(TOKENS)) writeFileSync(path.join(folder, role), token, { mode: 0o600 });
  sidecar = await start();
});
afterEach(async () => {
  await sidecar.stop();
  rmSync(folder, { recursive: true });
});

function start(): Promise<Sidecar> {
  const config = `
listen: 127.0.0.1:0
storage: { path: data }
global: { scrape_interval: 100ms, scrape_timeout: 100ms }
auth:
  tokens:
    - { role: operator, name: Ann, token_file: operator }
    - { role: admin, token_file: admin }
scrape_configs:
  - job_name: broker
    static_configs: [{ targets: ['${target.address}'], labels: { cluster: c1 } }]
`;
  return startSidecar(parseConfig(config, path.join(folder, 'observatory.yaml')));
}

interface Asked {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

async function ask(method: string, route: string, body?: unknown, type = 'application/json'): Promise<Asked> {
  const token = route.startsWith('admin/') ? TOKENS.admin : TOKENS.operator;
  const headers = { authorization: `Bearer ${token}`, 'content-type': type, accept: 'application/json' };
  const content = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const answer = await rawRequest(sidecar.address.port, {
    method,
    path: `${PREFIX}/${route}`,
    headers,
    ...(content !== undefined && { body: content }),
  });
  return { status: answer.status, headers: answer.headers, text: answer.text };
}
const json = async <T>(method: string, route: string, body?: unknown): Promise<T> => {
  const { status, text } = await ask(method, route, body);
  if (status !== 200) throw new Error(`${method} ${route}: ${status} ${text}`);
  return JSON.parse(text) as T;
};
const until = async (route: string, holds: (run: RunInfo) => boolean): Promise<RunInfo> => {
  for (;;) {
    const run = await json<RunInfo>('GET', route);
    if (holds(run)) return run;
    await turn(20);
  }
};

it('a run from its begin to its report', async () => {
  const begun = await json<RunInfo>('POST', 'control/runs', {
    name: 'Exp 7',
    labels: { group: 'a' },
    stepSeconds: 1,
    workload: 'name: w\n',
    driver: 'name: d\nauthParams: token:very-secret-token\n',
  });
  expect(begun).toMatchObject({ name: 'Exp 7', state: 'running', by: 'Ann', source: 'store' });
  expect(begun.id).toMatch(/^Exp-7-\d{8}T\d{6}$/);
  await until(`runs/${begun.id}`, ({ looks }) => looks > 1);
  expect(reportPlots.parse(await json('GET', `runs/${begun.id}/plots`)).charts).toHaveLength(5);
  expect((await ask('GET', `runs/${begun.id}/report`)).status).toBe(404);

  const result = Buffer.from(
    JSON.stringify({ workload: 'w', driver: 'Pulsar', publishRate: [10, 20], consumeRate: [10, 20] }),
  );
  const refused = await ask(
    'POST',
    `control/runs/${begun.id}/results?file=x.json`,
    Buffer.from('{}'),
    'application/octet-stream',
  );
  expect(refused).toMatchObject({ status: 422, text: expect.stringContaining('OBS_RUN_RESULT') as unknown });
  expect(
    (await ask('POST', `control/runs/${begun.id}/results?file=../x.json`, result, 'application/octet-stream')).status,
  ).toBe(400);
  await ask('POST', `control/runs/${begun.id}/results?file=w.json&modified=1000`, result, 'application/octet-stream');
  const stopped = await json<RunInfo>('POST', `control/runs/${begun.id}/stop`, { exitCode: 0 });
  expect(stopped).toMatchObject({ state: 'finished', exitCode: 0, results: [{ file: 'w.json', driver: 'Pulsar' }] });
  expect((await ask('POST', `control/runs/${begun.id}/stop`, {})).status).toBe(409);

  const ended = await until(`runs/${begun.id}`, ({ reported }) => reported);
  expect(ended.figures.map(({ id, value }) => [id, value])).toEqual(
    expect.arrayContaining([
      ['publishRate', 15],
      ['rateIn', 1000],
      ['brokerHeap', 0.5],
    ]),
  );
  const details = runDetails.parse(await json('GET', `runs/${begun.id}`));
  expect(details.driver).toContain('redacted');
  expect(JSON.stringify(details)).not.toContain('very-secret');
  expect(details.files.map(({ path: name }) => name)).toEqual(
    expect.arrayContaining(['metrics/timeseries.json', 'report/index.html', 'benchmark_results/w.json', 'driver.yaml']),
  );
  expect(details.files.some(({ path: name }) => name.includes('.looks'))).toBe(false);
});

it('the report is saved, or shown in a sandbox; no path leads out of the folder', async () => {
  const { id } = await json<RunInfo>('POST', 'control/runs', { name: 'r' });
  await json('POST', `control/runs/${id}/stop`, { state: 'failed', reason: 'the disk was full' });
  await until(`runs/${id}`, ({ reported }) => reported);
  const saved = await ask('GET', `runs/${id}/report`);
  expect(saved.headers['content-disposition']).toBe(`attachment; filename="${id}.html"`);
  expect(saved.text).toContain('the disk was full');
  const shown = await ask('GET', `runs/${id}/report?view=1`);
  expect(shown.headers['content-disposition']).toBeUndefined();
  expect(shown.headers['content-security-policy']).toMatch(/^sandbox allow-scripts/);
  expect((await ask('GET', `runs/${id}/files/metrics/timeseries.json`)).status).toBe(200);
  const page = await ask('GET', `runs/${id}/files/report/index.html`);
  expect(page.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': expect.stringContaining('attachment') as unknown,
  });
  for (const name of [
    '../../observatory.yaml',
    '..%2f..%2f..%2foperator',
    '%2e%2e/%2e%2e/operator',
    'run.json.new',
    'nothing',
  ])
    expect((await ask('GET', `runs/${id}/files/${name}`)).status).toBe(404);
});

it('events, audit, another name, and deletion for admins only', async () => {
  const { id } = await json<RunInfo>('POST', 'control/runs', { name: 'r', cluster: 'c1' });
  await json('PUT', `control/runs/${id}`, { name: 'better name', notes: 'n' });
  await json('POST', `control/runs/${id}/stop`, {});
  await until(`runs/${id}`, ({ reported }) => reported);
  const { events } = await json<{ events: { type: string; details: object }[] }>(
    'GET',
    'events?types=run_began,run_ended',
  );
  expect(events.map(({ type, details }) => [type, details])).toEqual([
    ['run_began', expect.objectContaining({ run: id })],
    ['run_ended', expect.objectContaining({ run: id, state: 'finished', name: 'better name' })],
  ]);
  expect(
    (
      await rawRequest(sidecar.address.port, {
        method: 'DELETE',
        path: `${PREFIX}/admin/runs/${id}`,
        headers: { authorization: `Bearer ${TOKENS.operator}` },
      })
    ).status,
  ).toBe(403);
  await json('DELETE', `admin/runs/${id}`);
  expect((await ask('GET', `runs/${id}`)).status).toBe(404);
  expect(existsSync(path.join(folder, 'data/runs', id))).toBe(false);
  const { records } = await json<{ records: { operation: string; target: string }[] }>('GET', 'audit?action=run');
  expect(records.map(({ operation }) => operation)).toEqual(['run-delete', 'run-stop', 'run-change', 'run-start']);
});

it('a sidecar that is started anew goes on with what lasts, and writes what was not written', async () => {
  const { id } = await json<RunInfo>('POST', 'control/runs', { name: 'lasting', stepSeconds: 1 });
  await until(`runs/${id}`, ({ looks }) => looks > 0);
  const { id: over } = await json<RunInfo>('POST', 'control/runs', { name: 'over', stepSeconds: 1 });
  await json('POST', `control/runs/${over}/stop`, {});
  await sidecar.stop();
  // As a crash leaves it, right after the answer.
  const file = path.join(folder, 'data/runs', over, 'run.json');
  const record = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...record, unfinished: true, reported: false }));
  sidecar = await start();
  await until(`runs/${over}`, ({ reported }) => reported);
  const before = (await json<RunInfo>('GET', `runs/${id}`)).looks;
  await until(`runs/${id}`, ({ looks }) => looks > before);
  await json('POST', `control/runs/${id}/stop`, {});
  const ended = await until(`runs/${id}`, ({ reported }) => reported);
  expect(ended.state).toBe('finished');
});

it('its own time and its own rules end a run', async () => {
  const { id: timed } = await json<RunInfo>('POST', 'control/runs', { name: 't', durationSeconds: 1 });
  const abort = [{ name: 'too much', expr: 'sum(pulsar_rate_in) > 500', forSeconds: 0 }];
  const { id: bounded } = await json<RunInfo>('POST', 'control/runs', { name: 'b', abort });
  expect((await until(`runs/${timed}`, ({ state }) => state !== 'running')).state).toBe('finished');
  const ended = await until(`runs/${bounded}`, ({ state }) => state !== 'running');
  expect(ended).toMatchObject({ state: 'aborted', reason: 'too much: sum(pulsar_rate_in) > 500 held, last at 1000' });
});

it('a folder is imported: report made anew, series stored, nothing of a page kept', async () => {
  const { id } = await json<RunInfo>('POST', 'control/runs', { name: 'r', stepSeconds: 1, cluster: 'c1' });
  await until(`runs/${id}`, ({ looks }) => looks > 1);
  await json('POST', `control/runs/${id}/stop`, {});
  await until(`runs/${id}`, ({ reported }) => reported);
  const own = path.join(folder, 'data/runs', id);
  writeFileSync(path.join(own, 'report/index.html'), '<script>evil()</script>');
  expect((await ask('GET', `runs/${id}/archive`)).headers['content-type']).toBe('application/x-tar');
  const names = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = names.map((entry) => path.relative(own, path.join(entry.parentPath, entry.name)));
  const archive = await buffer(Readable.from(writeTar(own, files)));
  const answer = await ask('POST', 'control/runs/import', archive, 'application/x-tar');
  const imported = JSON.parse(answer.text) as RunInfo;
  expect(imported).toMatchObject({ id: `${id}-2`, name: 'r', state: 'finished', reported: true });
  expect((await ask('GET', `runs/${imported.id}/report`)).text).not.toContain('evil');
  const series = await rawRequest(sidecar.address.port, {
    path: `/api/v1/query_range?${new URLSearchParams({ query: 'observatory_run_rate_in', start: String(imported.startedMs / 1000), end: String(Date.now() / 1000), step: '1' })}`,
    headers: { authorization: `Bearer ${TOKENS.operator}` },
  });
  expect(series.text).toContain(`"run":"${imported.id}"`);
  for (const bad of [Buffer.from('no archive at all'), archive.subarray(0, 700)])
    expect((await ask('POST', 'control/runs/import', bad, 'application/x-tar')).text).toContain('OBS_RUN_ARCHIVE');
  const comparison = runComparison.parse(await json('GET', `runs/compare?base=${id}&run=${imported.id}`));
  expect(comparison.runs.map(({ id: each }) => each)).toEqual([id, imported.id]);
  expect(runList.parse(await json('GET', 'runs')).total).toBe(2);
});

it('frames of kind runs: annotations and a table', async () => {
  const { id } = await json<RunInfo>('POST', 'control/runs', {
    name: 'Nightly',
    labels: { team: 'core' },
    cluster: 'c1',
  });
  const now = Date.now();
  const head = { kind: 'runs', fromMs: now - 60_000, toMs: now + 60_000 };
  const { results } = await json<{
    results: Record<string, { frames: { schema: { fields: { name: string }[] }; data: { values: unknown[][] } }[] }>;
  }>('POST', 'frames', {
    queries: [
      { ...head, refId: 'A', name: 'night', labels: { team: 'core' } },
      { ...head, refId: 'B', format: 'table' },
      { ...head, refId: 'C', states: ['failed'] },
    ],
  });
  const columns = (refId: string) => {
    const { schema, data } = results[refId].frames[0];
    return Object.fromEntries(schema.fields.map(({ name }, index) => [name, data.values[index]]));
  };
  expect(columns('A')).toMatchObject({
    id: [id],
    title: ['Nightly'],
    tags: ['run,running,c1,team=core'],
    text: ['running'],
  });
  expect(columns('B')).toMatchObject({ name: ['Nightly'], label_team: ['core'], by: ['Ann'] });
  expect(columns('C').id).toEqual([]);
});
