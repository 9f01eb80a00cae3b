/** The executable, started and asked as Grafana does, beside a sidecar that behaves and one that does not. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { startPlugin, type PluginHost } from '@observatory/grafana-backend-sdk/testing/host';
import { json, parsed, pluginContext, query, textOf } from '@observatory/grafana-backend-sdk/testing/requests';
import { envelope, ONE_ROW, startFakeSidecar, type FakeSidecar } from './testing/fake-sidecar.ts';
import { until } from './testing/until.ts';

const TOKEN = 'reader-token-that-is-secret';
const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');

interface Builder {
  findBun(): string | undefined;
  thisPlatform(): string;
  PLATFORMS: Record<string, { local: string } | undefined>;
  bundleBackend(outfile: string): Promise<string>;
  compileBackend(bun: string, bundle: string, target: string, outfile: string): Promise<void>;
}

let folder: string;
let command: string;
let args: string[] = [];

/** As it is shipped where there is a compiler; else the same program in Node. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backend-contract-'));
  const builder = (await import(path.join(root, 'scripts/build-backend.mjs'))) as Builder;
  const bun = builder.findBun();
  const target = builder.PLATFORMS[builder.thisPlatform()]?.local;
  const bundle = await builder.bundleBackend(path.join(folder, 'gpx_observatory.mjs'));
  if (bun !== undefined && target !== undefined) {
    command = path.join(folder, 'gpx_observatory');
    await builder.compileBackend(bun, bundle, target, command);
  } else [command, args] = [process.execPath, [bundle]];
}, 120_000);
afterAll(async () => {
  for (const each of hosts) await each.close();
  rmSync(folder, { recursive: true, force: true });
});

let sidecar: FakeSidecar;
/** Shared by the tests that do not end it: each has a sidecar, and so settings, of its own. */
let host: PluginHost;
const hosts: PluginHost[] = [];
const start = async () => {
  const started = await startPlugin({ command, args, env: { TMPDIR: folder } });
  hosts.push(started);
  return started;
};
beforeAll(async () => {
  host = await start();
}, 120_000);
beforeEach(async () => {
  sidecar = await startFakeSidecar();
});
afterEach(() => sidecar.stop());

/** Grafana counts changes of the settings by their time. */
const versions = new Map<string, number>();
const versionOf = (...settings: unknown[]) => {
  const key = JSON.stringify(settings);
  versions.set(key, versions.get(key) ?? versions.size + 1);
  return versions.get(key) ?? 0;
};
const contextOf = (settings: object = {}, secrets: Record<string, string> = { token: TOKEN }) =>
  pluginContext({
    pluginId: 'observatory-pulsar-datasource',
    datasource: {
      uid: 'obs',
      jsonData: json({ sidecarUrl: sidecar.url, ...settings }),
      decryptedSecureJsonData: secrets,
      lastUpdatedMS: versionOf(sidecar.url, settings, secrets),
    },
  });
const metrics = (refId: string, model: object = {}) => query({ queryType: 'metrics', expr: 'up', ...model }, { refId });
const ask = (queries: ReturnType<typeof query>[], headers: Record<string, string> = {}, settings = {}) =>
  host.queryData({ pluginContext: contextOf(settings), queries, headers });
const failureOf = async (settings = {}) => {
  const { A } = (await ask([metrics('A')], {}, settings)).responses;
  return { status: A.status, source: A.errorSource, error: A.error };
};
const resource = async (target: string, method = 'GET') => {
  const url = new URL(target, 'http://x/');
  const request = { path: url.pathname.slice(1), url: target, method, pluginContext: contextOf() };
  for await (const { code, body } of host.callResource(request)) return { code, body: parsed(body) };
  throw new Error('no answer');
};
/** The channel of a streamed query. */
const streamed = async (model: object = {}) => {
  sidecar.answer = ({ refId: _refId, ...asked }) => ({
    status: 200,
    frames: [ONE_ROW],
    ...('channel' in asked && { live: { query: 'rate(x[1m])', stepMs: 1000, unit: 'ops' } }),
  });
  await ask([metrics('A', { mode: 'stream', ...model })]);
  const asked = sidecar.asked.at(-1)?.[0] as { channel: string };
  expect(asked.channel).toMatch(/^ds\/obs\/query\/[\w-]{22}$/);
  return asked.channel.slice('ds/obs/'.length);
};
const streamRequest = (channel: string) => ({ pluginContext: contextOf(), path: channel });

type Misbehaviour = (response: ServerResponse, request: IncomingMessage) => void;

interface Packet {
  schema?: { fields: { name: string; labels?: object; config: object }[] };
  data: { values: unknown[][] };
}

describe('health', () => {
  it('names the version, the clusters and the counts', async () => {
    const { status, message } = await host.checkHealth({ pluginContext: contextOf() });
    expect([status, message]).toEqual([
      1,
      'Connected to sidecar 0.1.0: cluster demo-1 with 3 brokers, 4 bookies, 1,234 series',
    ]);
    expect(sidecar.headers.at(-1)).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'user-agent': expect.stringMatching(/^observatory-pulsar-datasource\/1\.0\.0 Grafana\/12/),
    });
  });

  it.each<[string, object, RegExp, RegExp]>([
    [
      'nobody there',
      { sidecarUrl: 'http://127.0.0.1:1' },
      /^Nothing listens at http:\/\/127\.0\.0\.1:1/,
      /start the sidecar/,
    ],
    ['no address', { sidecarUrl: '' }, /^No sidecar is set/, /./],
    ['no URL', { sidecarUrl: 'localhost:7480' }, /is no URL: it begins with http/, /./],
    ['no TLS', { sidecarUrl: 'https' }, /ended the connection|TLS connection/, /https/],
  ])('says what is wrong and what to do: %s', async (name, settings, message, cure) => {
    if (name === 'no TLS') settings = { sidecarUrl: sidecar.url.replace('http', 'https') };
    const result = await host.checkHealth({ pluginContext: contextOf(settings) });
    expect(result.status).toBe(2);
    expect(result.message).toMatch(message);
    expect(result.message + textOf(result.jsonDetails)).toMatch(cure);
  });

  it.each([
    [401, { error: { code: 'OBS_AUTH_REQUIRED', message: 'no', hint: '' } }, /wants a valid token/],
    [403, { error: { code: 'OBS_AUTH_FORBIDDEN', message: 'no', hint: '' } }, /does not allow this to the token/],
    [
      403,
      { error: { code: 'OBS_HTTP_HOST', message: 'Host a.b is not allowed', hint: 'list it' } },
      /^Host a\.b is not allowed/,
    ],
    [404, 'Not Found', /is no sidecar/],
    [502, '<html>', /answered with status 502/],
    [200, '<html>', /is no sidecar \(\/(status|nodes) is no JSON\)/],
    [200, { hello: 1 }, /is not what a sidecar answers/],
  ])('knows an answer with status %d: %j', async (status, body, message) => {
    sidecar.misbehave = (_, response) => {
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
      return true;
    };
    expect((await host.checkHealth({ pluginContext: contextOf() })).message).toMatch(message);
  });
});

describe('queries', () => {
  it('asks once for all queries of a panel and passes the bytes of the frames on', async () => {
    const { responses } = await ask([
      metrics('A', { legendFormat: '{{broker}}' }),
      query({ queryType: 'nodes' }, { refId: 'B' }),
    ]);
    expect(Buffer.from(responses.A.frames[0]).equals(Buffer.from(ONE_ROW))).toBe(true);
    expect(responses.B).toMatchObject({ status: 200, error: '' });
    expect(sidecar.asked).toHaveLength(1);
    expect(sidecar.asked[0]).toMatchObject([
      { refId: 'A', kind: 'range', expr: 'up', legendFormat: '{{broker}}', intervalMs: 15_000, maxDataPoints: 1000 },
      { refId: 'B', kind: 'nodes', clusters: [] },
    ]);
  });

  it('keeps the failure of one query from the others', async () => {
    sidecar.answer = ({ refId }) =>
      refId === 'A'
        ? { status: 400, error: '1:5: parse error', hint: 'close it', errorSource: 'downstream', frames: [] }
        : { status: 200, frames: [ONE_ROW] };
    const { responses } = await ask([
      metrics('A'),
      metrics('B'),
      metrics('C', { minStep: 'soon' }),
      query({ queryType: 'seance' }, { refId: 'D' }),
      metrics('E', { expr: ' ' }),
    ]);
    expect(responses.A).toMatchObject({ status: 400, errorSource: 'downstream', error: '1:5: parse error (close it)' });
    expect(responses.B.frames).toHaveLength(1);
    expect(responses.C).toMatchObject({ status: 400, error: expect.stringContaining('"soon" is no duration') });
    expect(responses.D).toMatchObject({ status: 400, error: expect.stringContaining('not one of this datasource') });
    expect(responses.E).toMatchObject({ error: '', frames: [] });
  });

  it('shares an answer with who asks the same at the same time, and not with who refuses that', async () => {
    const waiting: (() => void)[] = [];
    sidecar.misbehave = (request, response) => {
      if (waiting.length > 0 || request.url?.endsWith('/frames') !== true) return false;
      request.resume();
      waiting.push(() =>
        response
          .setHeader('content-type', 'application/vnd.observatory.frames')
          .end(envelope([['A', { status: 200, frames: [ONE_ROW] }]])),
      );
      return true;
    };
    const first = ask([metrics('A')]);
    await until(() => waiting.length === 1);
    const second = ask([metrics('A')]);
    // An alert rule and a reload of the page want an answer of their own: they come while the first is still waited for.
    await ask([metrics('A')], { FromAlert: 'true' });
    await ask([metrics('A')], { 'X-Cache-Skip': 'true' });
    for (const release of waiting) release();
    expect((await first).responses.A.frames).toHaveLength(1);
    expect((await second).responses.A.frames).toHaveLength(1);
    expect(sidecar.asked).toHaveLength(2);
  });

  it('gives alert rules exact times, numbers, and no table', async () => {
    const { responses } = await ask(
      [
        metrics('A', { mode: 'instant' }),
        metrics('B', { mode: 'stream', exemplars: true }),
        query({ queryType: 'topics' }, { refId: 'C' }),
      ],
      { FromAlert: 'true' },
    );
    expect(sidecar.asked[0]).toMatchObject([
      { kind: 'instant', toMs: 1_767_436_620_000 },
      { kind: 'range', exemplars: false },
    ]);
    expect(sidecar.asked[0][1]).not.toHaveProperty('channel');
    expect(responses.C.error).toMatch(/alert rules cannot evaluate/);
  });

  it('says what a sidecar did wrong, in time', async () => {
    const type = { 'content-type': 'application/vnd.observatory.frames' };
    const half = envelope([['A', { status: 200, frames: [ONE_ROW] }]]).subarray(0, -30);
    const whenItAnswers = async (answer: Misbehaviour, settings = {}) => {
      sidecar.misbehave = (request, response) => {
        request.resume();
        answer(response, request);
        return true;
      };
      return failureOf(settings);
    };
    expect(await whenItAnswers((response) => response.writeHead(200, type).end(half))).toMatchObject({
      status: 502,
      source: 'downstream',
      error: expect.stringContaining('is incomplete'),
    });
    expect((await whenItAnswers((response) => response.writeHead(200, type).end('nonsense'))).error).toMatch(
      /is incomplete \(not an envelope/,
    );
    const html = { 'content-type': 'text/html' };
    expect((await whenItAnswers((response) => response.writeHead(200, html).end('<html>'))).error).toMatch(
      /is no sidecar \(it answers text\/html/,
    );
    const huge = { ...type, 'content-length': 2 ** 31 };
    expect(await whenItAnswers((response) => response.writeHead(200, huge).write('x'))).toMatchObject({
      status: 422,
      error: expect.stringContaining('larger than 128 MiB'),
    });
    expect((await whenItAnswers((_, request) => request.socket.destroy())).error).toMatch(
      /ended the connection without an answer/,
    );
    expect(await whenItAnswers(() => {}, { timeout: 0.2 })).toMatchObject({
      status: 504,
      error: expect.stringContaining('did not answer within 0.2 s'),
    });
    sidecar.misbehave = undefined;
    expect(await failureOf()).toMatchObject({ status: 200, error: '' });
  });

  it('asks in several requests for more than one may hold', async () => {
    const many = Array.from({ length: 230 }, (_, index) => metrics(`Q${index}`));
    const { responses } = await ask(many);
    expect(Object.values(responses).filter(({ frames }) => frames.length === 1)).toHaveLength(230);
    expect(sidecar.asked.map(({ length }) => length).sort((a, b) => a - b)).toEqual([30, 100, 100]);
  });

  it('ends what it asks when Grafana cancels', async () => {
    let isGone = false;
    sidecar.misbehave = (request) => {
      request.socket.on('close', () => (isGone = true));
      return true;
    };
    const controller = new AbortController();
    const answer = host.queryData(
      { pluginContext: contextOf(), queries: [metrics('A')] },
      { signal: controller.signal },
    );
    await until(() => sidecar.paths.length === 1);
    controller.abort();
    await expect(answer).rejects.toThrow(/CANCEL/i);
    await until(() => isGone);
  });
});

describe('resources', () => {
  it('passes on what a Viewer may read, and nothing else', async () => {
    expect(await resource('api/v1/label/a%2Fb/values?match[]=up')).toEqual({
      code: 200,
      body: { status: 'success', data: ['/api/v1/label/a%2Fb/values?match%5B%5D=up'] },
    });
    const before = sidecar.paths.length;
    expect(await resource('api/v1/labels', 'POST')).toMatchObject({ code: 405 });
    for (const target of [
      'api/v1/admin/tsdb/snapshot',
      'api/v1/write',
      '-/quit',
      'api/observatory/v1/control/x',
      'api/v1/label/%2e%2e/values',
    ])
      expect(await resource(target)).toMatchObject({ code: 404 });
    expect(sidecar.paths).toHaveLength(before);
  });
});

describe('streams', () => {
  it('brings the schema first, then rows, over one connection; nobody may publish', async () => {
    const channels = [await streamed(), await streamed({ legendFormat: 'of {{name}}' })];
    expect(channels[0]).not.toBe(channels[1]);
    const packets: Packet[][] = [[], []];
    const controller = new AbortController();
    const runs = channels.map(async (channel, index) => {
      expect(await host.subscribeStream(streamRequest(channel))).toMatchObject({ status: 0 });
      for await (const packet of host.runStream(streamRequest(channel), { signal: controller.signal }))
        packets[index].push(packet as Packet);
    });
    await until(() => sidecar.subscriptions.length === 1);
    sidecar.step(1000, { a: 1 });
    await until(() => packets.every(({ length }) => length === 1));
    sidecar.step(2000, { a: 2, b: NaN });
    await until(() => packets.every(({ length }) => length === 2));
    sidecar.step(3000, { b: 3 });
    await until(() => packets.every(({ length }) => length === 3));
    controller.abort();
    await Promise.allSettled(runs);
    const [first, second, third] = packets[1];
    expect(first.schema?.fields.map(({ name, config }) => [name, config])).toEqual([
      ['Time', { interval: 1000 }],
      ['{name="a"}', { displayNameFromDS: 'of a', unit: 'ops' }],
    ]);
    expect(first.data.values).toEqual([[1000], [1]]);
    expect(second.schema?.fields).toHaveLength(3);
    expect(third).toEqual({ data: { values: [[3000], [null], [3]] } });
    expect(sidecar.sockets).toBe(1);
    await until(() => sidecar.subscriptions.length === 0);
    expect(await host.publishStream(streamRequest(channels[0]))).toMatchObject({ status: 2 });
    expect(await host.subscribeStream(streamRequest('query/unknown'))).toMatchObject({ status: 1 });
  });

  it('asks for what it missed when the sidecar comes back', async () => {
    const channel = await streamed();
    const packets: Packet[] = [];
    const controller = new AbortController();
    const run = (async () => {
      for await (const packet of host.runStream(streamRequest(channel), { signal: controller.signal }))
        packets.push(packet as Packet);
    })();
    await until(() => sidecar.subscriptions.length === 1);
    sidecar.step(1000, { a: 1 });
    await until(() => packets.length === 1);
    sidecar.history = () => [
      { type: 'meta', series: [{ id: 9, labels: { name: 'a' } }] },
      { type: 'history', startMs: 0, stepMs: 1000, length: 4, ids: [9], values: [[0, 1, 2, 3]] },
    ];
    sidecar.cut();
    await until(() => packets.length === 2);
    expect(packets[1].data.values).toEqual([
      [2000, 3000],
      [2, 3],
    ]);
    controller.abort();
    await run.catch(() => {});
  });

  it('goes on after the process was killed', async () => {
    const channel = await streamed();
    const before = host;
    host.kill();
    await host.exited;
    host = await start();
    expect(host.pid).not.toBe(before.pid);
    expect(await host.subscribeStream(streamRequest(channel))).toMatchObject({ status: 0 });
    sidecar.history = () => [
      { type: 'meta', series: [{ id: 1, labels: { name: 'a' } }] },
      { type: 'vector', t: 5000, ids: [1], values: [7] },
    ];
    for await (const packet of host.runStream(streamRequest(channel))) {
      expect((packet as Packet).data.values).toEqual([[5000], [7]]);
      break;
    }
    expect((await ask([metrics('A')])).responses.A.frames).toHaveLength(1);
  });

  it('tells Grafana when the sidecar refuses a query', async () => {
    sidecar.answer = () => ({ status: 200, frames: [ONE_ROW], live: { query: 'refuse', stepMs: 1000 } });
    await ask([metrics('A', { mode: 'stream' })]);
    const channel = (sidecar.asked[0][0] as { channel: string }).channel.slice('ds/obs/'.length);
    const packets = host.runStream(streamRequest(channel))[Symbol.asyncIterator]();
    await expect(packets.next()).rejects.toThrow(/no vector: ask for less/);
  });
});

describe('the process', () => {
  it('can be there twice', async () => {
    const other = await start();
    const request = { pluginContext: contextOf(), queries: [metrics('A')] };
    const answers = await Promise.all([host.queryData(request), other.queryData(request)]);
    for (const { responses } of answers) expect(responses.A.frames).toHaveLength(1);
  });

  it('ends when Grafana asks, and never tells a secret', async () => {
    await host.checkHealth({ pluginContext: contextOf() });
    await host.checkHealth({
      pluginContext: contextOf({ tlsAuth: true }, { token: TOKEN, tlsClientKey: 'not-a-pem-secret' }),
    });
    await host.shutdown();
    expect(await host.exited).toEqual({ code: 0, signal: null });
    expect(host.stderr.join('\n')).not.toMatch(/secret/);
  });
});
