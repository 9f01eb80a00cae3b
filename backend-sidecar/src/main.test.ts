/** The whole sidecar over real loopback sockets: scrape, store, query, stream, reload, stop and start again. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { loadConfig } from './config/index.ts';
import { rawRequest } from './http/testing/raw-request.ts';
import { startSidecar, type Sidecar } from './main.ts';

const ADMIN = 'an-admin-token-0123456789';

let folder: string;
let target: Server;
let targetAddress: string;
let counter = 0;
const running: Sidecar[] = [];

beforeAll(async () => {
  target = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      `# TYPE requests_total counter\nrequests_total{code="200"} ${++counter}\n# TYPE temperature gauge\ntemperature 21.5\n`,
    );
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  targetAddress = `127.0.0.1:${(target.address() as AddressInfo).port}`;
});
afterAll(() => {
  target.closeAllConnections();
  target.close();
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-main-'));
});
afterEach(async () => {
  for (const sidecar of running.splice(0)) await sidecar.stop();
  rmSync(folder, { recursive: true });
});

function writeConfig(text: string): string {
  const file = path.join(folder, 'observatory.yaml');
  writeFileSync(file, text);
  return file;
}

const configText = (more = '', job = 'broker') => `
listen: 127.0.0.1:0
storage: { path: data, fsync_interval: 50ms }
global: { scrape_interval: 100ms, scrape_timeout: 100ms }
scrape_configs:
  - job_name: ${job}
    static_configs: [{ targets: ['${targetAddress}'], labels: { cluster: c1 } }]
${more}`;

async function start(text: string): Promise<Sidecar> {
  const file = writeConfig(text);
  const load = () => loadConfig(file);
  const sidecar = await startSidecar(await load(), { loadConfig: load });
  running.push(sidecar);
  return sidecar;
}

async function api<T>(sidecar: Sidecar, url: string, headers: Record<string, string> = {}): Promise<T> {
  const { text } = await rawRequest(sidecar.address.port, { path: url, headers });
  return JSON.parse(text) as T;
}

async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface VectorAnswer {
  data: { result: { metric: Record<string, string>; value: [number, string] }[] };
}
const query = (sidecar: Sidecar, text: string, headers = {}) =>
  api<VectorAnswer>(sidecar, `/api/v1/query?query=${encodeURIComponent(text)}`, headers);

it('scrapes a static target, stores it and answers queries', async () => {
  const sidecar = await start(configText());
  const answer = await eventually(
    () => query(sidecar, 'sum by (cluster, job) (increase(requests_total[5s])) > 1'),
    ({ data }) => data.result.length > 0,
  );
  expect(answer.data.result[0].metric).toEqual({ cluster: 'c1', job: 'broker' });
  const { data } = await api<{ data: Record<string, unknown> }>(sidecar, '/api/v1/metadata?metric=requests_total');
  expect(data).toEqual({ requests_total: [{ type: 'counter', unit: '', help: '' }] });
  expect(await api(sidecar, '/api/v1/targets/metadata?metric=temperature')).toMatchObject({
    data: [{ type: 'gauge', target: { job: 'broker' } }],
  });
  expect(await api(sidecar, '/api/observatory/v1/nodes')).toMatchObject({
    nodes: [{ kind: 'broker', cluster: 'c1', state: 'up', address: targetAddress, samples: 2 }],
  });
  expect(await api(sidecar, '/api/observatory/v1/status')).toMatchObject({
    ready: true,
    targets: { up: 1, down: 0 },
    warnings: [],
  });
  const { text } = await rawRequest(sidecar.address.port, { path: '/metrics' });
  expect(text).toMatch(/^observatory_scrapes_total\{result="success"\} [1-9]/m);
  expect(text).toMatch(/^observatory_store_series [1-9]/m);
});

it('has everything again after a stop and a start', async () => {
  const first = await start(configText());
  await eventually(
    () => query(first, 'temperature'),
    ({ data }) => data.result.length > 0,
  );
  await running.pop()?.stop();
  const second = await start(configText().replace(/scrape_configs:[\s\S]*/, ''));
  const { data } = await query(second, 'count_over_time(temperature[1m])');
  expect(Number(data.result[0].value[1])).toBeGreaterThan(0);
});

it('reloads: new jobs and tokens are taken, a bad configuration changes nothing and is told', async () => {
  const sidecar = await start(configText());
  await eventually(
    () => query(sidecar, 'up{job="broker"}'),
    ({ data }) => data.result.length > 0,
  );

  writeConfig(configText('nonsense: true'));
  await expect(sidecar.reload()).rejects.toMatchObject({ code: 'OBS_CONFIG_INVALID' });
  expect(await api(sidecar, '/api/v1/status/runtimeinfo')).toMatchObject({ data: { reloadConfigSuccess: false } });
  const { warnings } = await api<{ warnings: string[] }>(sidecar, '/api/observatory/v1/status');
  expect(warnings[0]).toContain('nonsense');
  expect(await api(sidecar, '/api/v1/targets')).toMatchObject({ data: { activeTargets: [{ scrapePool: 'broker' }] } });

  writeConfig(configText(`auth: { tokens: [{ role: admin, token: ${ADMIN} }] }`, 'bookie'));
  await sidecar.reload();
  const authorization = `Bearer ${ADMIN}`;
  expect((await rawRequest(sidecar.address.port, { path: '/api/v1/targets' })).status).toBe(401);
  await eventually(
    () => query(sidecar, 'up{job="bookie"}', { authorization }),
    ({ data }) => data.result.length > 0,
  );
  // The old job's series ended with a staleness marker.
  await eventually(
    () => query(sidecar, 'up{job="broker"}', { authorization }),
    ({ data }) => data.result.length === 0,
  );
  const posted = await rawRequest(sidecar.address.port, {
    method: 'POST',
    path: '/-/reload',
    headers: { authorization },
  });
  expect([posted.status, posted.text]).toEqual([200, 'Configuration reloaded.\n']);
  const { data } = await api<{ data: { yaml: string } }>(sidecar, '/api/v1/status/config', { authorization });
  expect(data.yaml).not.toContain(ADMIN);
});

it('streams over WebSocket to our own pages only', async () => {
  const sidecar = await start(configText());
  const url = `ws://127.0.0.1:${sidecar.address.port}/api/observatory/v1/stream`;
  const messageOf = async (socket: WebSocket) =>
    JSON.parse(String((await once(socket, 'message'))[0])) as { payload: { type: string } };

  const own = new WebSocket(url, { origin: `http://127.0.0.1:${sidecar.address.port}` });
  expect((await messageOf(own)).payload.type).toBe('welcome');
  own.send(JSON.stringify({ type: 'subscribe', id: 's', spec: { channel: 'series', selector: 'requests_total' } }));
  await eventually(
    () => messageOf(own),
    ({ payload }) => payload.type === 'samples',
  );

  const foreign = new WebSocket(url, { origin: 'http://evil.example' });
  const [error] = (await once(foreign, 'error')) as [Error];
  expect(error.message).toContain('403');
  const rebound = new WebSocket(url, { headers: { host: 'evil.example' } });
  expect(((await once(rebound, 'error')) as [Error])[0].message).toContain('421');

  const closed = once(own, 'close');
  await running.pop()?.stop();
  expect((await closed)[0]).toBe(1001);
});

it('stops although a client of the stream does not say goodbye', async () => {
  const sidecar = await start(configText());
  const socket = connect(sidecar.address.port, '127.0.0.1');
  socket.write(
    'GET /api/observatory/v1/stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  expect(String((await once(socket, 'data'))[0])).toContain('101 Switching Protocols');
  const closed = once(socket, 'close');
  socket.pause();
  await running.pop()?.stop();
  socket.resume();
  await closed;
});

it('takes a backfill of any age, and answers it', async () => {
  const sidecar = await start(configText('auth: { loopback_role: admin }'));
  const hour = 3_600_000;
  const lines = Array.from({ length: 500 }, (_, i) => `old{n="${i % 3}"} ${i} ${Date.UTC(1975, 0, 1) + i * hour}`);
  const answer = await rawRequest(sidecar.address.port, {
    method: 'POST',
    path: '/api/v1/import',
    headers: { 'content-type': 'text/plain' },
    body: `${lines.join('\n')}\nbroken{ 1 1\nno_time 1\n`,
  });
  expect(JSON.parse(answer.text)).toMatchObject({
    status: 'success',
    data: { lines: 502, appended: 500, errorLines: 2, errors: [{ line: 501 }, { line: 502 }] },
    warnings: ['samples as old as 1975-01-01T00:00:00.000Z will soon be dropped: storage.retention is 15d'],
  });
  const at = Date.UTC(1975, 0, 15) / 1000;
  const { data } = await api<VectorAnswer>(sidecar, `/api/v1/query?query=sum(count_over_time(old[1y]))&time=${at}`);
  expect(data.result[0].value).toEqual([at, String(14 * 24 + 1)]);
  const refused = await rawRequest(sidecar.address.port, {
    method: 'POST',
    path: '/api/v1/import',
    headers: { 'content-type': 'text/plain' },
    body: '<html>',
  });
  expect(JSON.parse(refused.text)).toMatchObject({
    status: 'error',
    errorType: 'bad_data',
    error: expect.stringContaining('line 1'),
  });
});

it('makes a snapshot that a sidecar can be started on', async () => {
  const sidecar = await start(configText('auth: { loopback_role: admin }\napi: { admin: true }'));
  const { port } = sidecar.address;
  await rawRequest(port, {
    method: 'POST',
    path: '/api/v1/import',
    headers: { 'content-type': 'text/plain' },
    body: `old 1 ${Date.now() - 86_400_000}\n`,
  });
  await eventually(
    () => query(sidecar, 'temperature'),
    ({ data }) => data.result.length > 0,
  );
  const snapshot = async (parameters: string) => {
    const { text } = await rawRequest(port, { method: 'POST', path: `/api/v1/admin/tsdb/snapshot${parameters}` });
    return (JSON.parse(text) as { data: { name: string } }).data.name;
  };
  const names = [await snapshot(''), await snapshot('?skip_head=true')];
  expect(names[0]).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{16}$/);
  await running.pop()?.stop();
  for (const [name, series] of [
    [names[0], 2],
    [names[1], 1],
  ] as const) {
    const copy = await start(
      configText()
        .replace(/scrape_configs:[\s\S]*/, '')
        .replace('path: data', `path: data/snapshots/${name}`),
    );
    const { data } = await query(copy, 'count(last_over_time({__name__=~"old|temperature"}[2d]))');
    expect(data.result[0].value[1]).toBe(String(series));
    await running.pop()?.stop();
  }
});

it('remote-writes to another sidecar what it scrapes', async () => {
  const receiver = await start(
    configText(`auth: { tokens: [{ role: admin, token: ${ADMIN} }] }`)
      .replace('path: data', 'path: receiver')
      .replace(/scrape_configs:[\s\S]*?labels.*\n/, ''),
  );
  const url = `http://127.0.0.1:${receiver.address.port}/api/v1/write`;
  const queue = 'queue_config: { batch_send_deadline: 50ms }';
  const sidecar = await start(
    configText(`remote_write: [{ url: '${url}', bearer_token: ${ADMIN}, ${queue} }]`).replace(
      '{ scrape_interval',
      '{ external_labels: { zone: z1 }, scrape_interval',
    ),
  );
  const authorization = `Bearer ${ADMIN}`;
  const { data } = await eventually(
    () => query(receiver, 'temperature', { authorization }),
    (answer) => answer.data.result.length > 0,
  );
  expect(data.result[0].metric).toMatchObject({ zone: 'z1', job: 'broker', cluster: 'c1' });
  const sent = await eventually(
    async () => (await rawRequest(sidecar.address.port, { path: '/metrics' })).text,
    (text) => /^observatory_remote_write_sent_samples_delivered_total\{.*\} [1-9]/m.test(text),
  );
  expect(sent).not.toContain(ADMIN);
  const received = await rawRequest(receiver.address.port, { path: '/metrics', headers: { authorization } });
  expect(received.text).toMatch(/^observatory_remote_write_samples_total\{result="appended"\} [1-9]/m);
});

it('answers queries through another engine when told to', async () => {
  const engine = await start(configText());
  await eventually(
    () => query(engine, 'temperature'),
    ({ data }) => data.result.length > 0,
  );
  const text = configText(`query: { source: remote, url: 'http://127.0.0.1:${engine.address.port}' }`);
  const sidecar = await start(
    text.replace('path: data', 'path: other').replace(/scrape_configs:[\s\S]*?labels.*\n/, ''),
  );
  expect((await query(sidecar, 'temperature')).data.result[0].value[1]).toBe('21.5');
  expect(await api(sidecar, '/api/v1/label/job/values')).toMatchObject({ data: ['broker'] });
  expect(await api(sidecar, '/api/v1/query?query=up%7B')).toMatchObject({
    errorType: 'bad_data',
    error: expect.stringContaining('1:4: parse error'),
  });
});

it('deletes series when the admin API is on', async () => {
  const sidecar = await start(configText('auth: { loopback_role: admin }\napi: { admin: true }'));
  const { port } = sidecar.address;
  await rawRequest(port, {
    method: 'POST',
    path: '/api/v1/import',
    headers: { 'content-type': 'text/plain' },
    body: `old{n="1"} 1 ${Date.now() - 60_000}\nold{n="2"} 1 ${Date.now() - 60_000}\n`,
  });
  expect((await query(sidecar, 'old')).data.result).toHaveLength(2);
  const post = (url: string) => rawRequest(port, { method: 'POST', path: `/api/v1/admin/tsdb/${url}` });
  expect((await post('delete_series?match[]=old%7Bn%3D%221%22%7D')).status).toBe(204);
  expect((await query(sidecar, 'old')).data.result.map(({ metric }) => metric.n)).toEqual(['2']);
  expect((await post('clean_tombstones')).status).toBe(204);
  expect((await query(sidecar, 'old')).data.result.map(({ metric }) => metric.n)).toEqual(['2']);
});

it('says which port is taken and leaves the store unlocked', async () => {
  const first = await start(configText());
  const file = writeConfig(
    configText().replace('127.0.0.1:0', `127.0.0.1:${first.address.port}`).replace('path: data', 'path: other'),
  );
  await expect(startSidecar(await loadConfig(file))).rejects.toMatchObject({
    code: 'OBS_HTTP_LISTEN',
    message: expect.stringContaining('taken'),
  });
  const again = await start(configText().replace('path: data', 'path: other'));
  expect((await rawRequest(again.address.port, { path: '/-/ready' })).status).toBe(200);
});
