import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundlePlugin, type PluginBundle } from './testing/bundle-plugin.ts';
import { decodeFrame } from './testing/decode-frame.ts';
import { PluginStartError, startPlugin, type PluginHost, type StartOptions } from './testing/host.ts';
import { json, parsed, pluginContext, query, textOf } from './testing/requests.ts';

const HERE = path.dirname(new URL(import.meta.url).pathname);

let bundle: PluginBundle;
const hosts: PluginHost[] = [];

beforeAll(async () => {
  bundle = await bundlePlugin(path.join(HERE, '../examples/random-walk/main.ts'));
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});
afterAll(() => bundle.remove());

async function start(options: Partial<StartOptions> = {}): Promise<PluginHost> {
  const host = await startPlugin({ ...bundle, ...options });
  hosts.push(host);
  return host;
}

describe('a started plugin', () => {
  let host: PluginHost;
  beforeAll(async () => {
    host = await startPlugin(bundle);
  });
  afterAll(() => host.close());

  it('says where it listens, in a folder that nobody else may enter', async () => {
    expect(host.handshake).toBe(`1|2|unix|${host.address}|grpc`);
    const folder = path.dirname(host.address);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(host.address).isSocket()).toBe(true);
    expect(await host.grpcHealth()).toBe(1);
    expect(await host.grpcHealth('nonsense')).toBe(3);
  });

  it('answers queries with frames', async () => {
    const request = { pluginContext: pluginContext(), queries: [query({ series: 2 }), query({}, { refId: 'B' })] };
    const { responses } = await host.queryData(request);
    expect(Object.keys(responses)).toEqual(['A', 'B']);
    expect(responses.A).toMatchObject({ error: '', status: 200, errorSource: '' });
    const frames = responses.A.frames.map(decodeFrame);
    expect(frames.map(({ fields }) => fields[1].labels)).toEqual([{ walker: '0' }, { walker: '1' }]);
    expect(frames[0].fields.map(({ values }) => values.length)).toEqual([241, 241]);
    expect(host.stdout).toEqual([]);
  });

  it('answers the other queries where one fails', async () => {
    const queries = [
      query({}),
      query({ series: 'two' }, { refId: 'B' }),
      query({}, { refId: 'C', json: Buffer.from('{') }),
      query({}, { refId: '__proto__' }),
    ];
    const { responses } = await host.queryData({ pluginContext: pluginContext(), queries });
    expect(responses.A.frames).toHaveLength(1);
    expect(responses.B).toMatchObject({
      frames: [],
      error: 'series and seed must be numbers',
      status: 400,
      errorSource: 'plugin',
    });
    expect(responses.C).toMatchObject({ error: 'query C is no JSON', status: 400 });
  });

  it('tells the trouble with settings to each query and to the health check', async () => {
    const wrong = pluginContext({ datasource: { uid: 'wrong', jsonData: json({ maxStep: 'big' }) } });
    const { responses } = await host.queryData({ pluginContext: wrong, queries: [query({})] });
    expect(responses.A).toMatchObject({ error: 'maxStep must be a number above 0, not "big"', status: 400 });
    expect(await host.checkHealth({ pluginContext: wrong })).toMatchObject({
      status: 2,
      message: 'maxStep must be a number above 0, not "big"',
    });
    const noJson = pluginContext({ datasource: { uid: 'no-json', jsonData: Buffer.from('secret{') } });
    expect(await host.checkHealth({ pluginContext: noJson })).toMatchObject({
      status: 2,
      message: 'jsonData of the datasource "Test" is no JSON',
    });
    expect(host.stderr.join('\n')).not.toContain('secret');
  });

  it('says that it is well, and counts its calls', async () => {
    const saved = pluginContext({ datasource: { jsonData: json({ maxStep: 3 }), lastUpdatedMS: 5 } });
    const health = await host.checkHealth({ pluginContext: saved });
    expect(health).toMatchObject({ status: 1, message: 'ready to walk in steps of up to 3' });
    expect(parsed(health.jsonDetails)).toEqual({ maxStep: 3 });
    const metrics = await host.collectMetrics();
    expect(metrics).toMatch(/^grafana_plugin_calls_total{method="checkHealth",outcome="ok"} [1-9]/m);
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('answers resources, in parts where it sends parts', async () => {
    const call = async (url: string) => {
      const parts = [];
      const request = { pluginContext: pluginContext(), path: url.split('?')[0], url, method: 'GET' };
      for await (const part of host.callResource(request)) parts.push(part);
      return parts;
    };
    const [questions] = await call('questions');
    expect(questions).toMatchObject({ code: 200, headers: { 'Content-Type': { values: ['application/json'] } } });
    expect(parsed(questions.body)).toEqual({ questions: expect.any(Number) });

    const events = await call('events?count=3');
    expect(events[0]).toMatchObject({ code: 200, headers: { 'Content-Type': { values: ['text/event-stream'] } } });
    expect(events.slice(1).map(({ body }) => textOf(body).split('\n')[0])).toEqual(['id: 0', 'id: 1', 'id: 2']);

    const [missing] = await call('nothing');
    expect(missing.code).toBe(404);
    expect(parsed(missing.body)).toEqual({ message: 'there is no resource "nothing": ask for questions or events' });
  });

  it('streams packets, the schema in the first only, until the call is cancelled', async () => {
    const context = { pluginContext: pluginContext() };
    expect((await host.subscribeStream({ ...context, path: 'walk/1' })).status).toBe(0);
    expect((await host.subscribeStream({ ...context, path: 'other' })).status).toBe(1);
    expect((await host.publishStream({ ...context, path: 'walk/1', data: json({}) })).status).toBe(2);
    const packets = [];
    for await (const packet of host.runStream({ ...context, path: 'walk/1' })) {
      packets.push(Object.keys(packet as object));
      if (packets.length === 3) break;
    }
    expect(packets).toEqual([['schema', 'data'], ['data'], ['data']]);
    await until(async () =>
      (await host.collectMetrics()).includes('grafana_plugin_calls_total{method="runStream",outcome="cancelled"} 1'),
    );
  });

  it('aborts the handler of a call that Grafana cancels', async () => {
    const cancel = new AbortController();
    const slow = host.queryData(
      { pluginContext: pluginContext(), queries: [query({ delayMs: 1e6 })] },
      { signal: cancel.signal },
    );
    const open = 'grafana_plugin_calls_open{method="queryData"}';
    await until(async () => (await host.collectMetrics()).includes(`${open} 1`));
    cancel.abort();
    await expect(slow).rejects.toThrow('Cancelled');
    await until(async () => (await host.collectMetrics()).includes(`${open} 0`));
  });

  it('refuses a message above the limit and takes one below', async () => {
    const sized = (bytes: number) => query({ padding: 'x'.repeat(bytes) });
    const context = pluginContext();
    await expect(host.queryData({ pluginContext: context, queries: [sized(17 * 2 ** 20)] })).rejects.toThrow(
      'larger than max',
    );
    const { responses } = await host.queryData({ pluginContext: context, queries: [sized(15 * 2 ** 20)] });
    expect(responses.A.error).toBe('');
  });

  it('sends answers of any size', async () => {
    const large = query({ series: 1 }, { maxDataPoints: 2_000_000, intervalMS: 1 });
    const { responses } = await host.queryData({ pluginContext: pluginContext(), queries: [large] });
    expect(responses.A.frames[0].length).toBeGreaterThan(24 * 2 ** 20);
  });

  it("writes log lines in Grafana's form, with the trace of the call", async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await host.queryData(
      { pluginContext: pluginContext(), queries: [query({ seed: [] })] },
      { metadata: { traceparent } },
    );
    const line = () => host.logs().find(({ traceID }) => traceID === '4bf92f3577b34da6a3ce929d0e0e4736');
    await until(async () => line() !== undefined);
    expect(line()).toMatchObject({
      '@message': 'query failed',
      '@level': 'error',
      endpoint: 'queryData',
      pluginID: 'test-datasource',
      dsUID: 'ds-1',
      refID: 'A',
    });
  });
});

describe('the life of a plugin', () => {
  it('ends with 0 when Grafana asks, streams or not, and takes its socket along', async () => {
    const host = await start();
    const stream = (async () => {
      for await (const packet of host.runStream({ pluginContext: pluginContext(), path: 'walk/1000000' })) {
        expect(packet).toHaveProperty('schema');
        await host.shutdown();
      }
    })();
    await expect(stream).rejects.toThrow();
    expect(await host.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(path.dirname(host.address))).toBe(false);
  });

  it('lets calls under way end before it does', async () => {
    const host = await start();
    const slow = host.queryData({ pluginContext: pluginContext(), queries: [query({ delayMs: 300 })] });
    await until(async () => (await host.collectMetrics()).includes('calls_open{method="queryData"} 1'));
    await host.shutdown();
    expect((await slow).responses.A.error).toBe('');
    expect((await host.exited).code).toBe(0);
  });

  it('ignores SIGINT and ends on SIGTERM', async () => {
    const host = await start();
    host.kill('SIGINT');
    expect(await host.grpcHealth()).toBe(1);
    host.kill('SIGTERM');
    expect(await host.exited).toEqual({ code: 0, signal: null });
  });

  it('runs twice at the same time, and again after it was killed', async () => {
    const [first, second] = [await start(), await start()];
    expect(first.address).not.toBe(second.address);
    first.kill('SIGKILL');
    await first.exited;
    expect(await second.grpcHealth()).toBe(1);
    expect(await (await start()).grpcHealth()).toBe(1);
  });

  it('ends when the process that started it is gone', async () => {
    // A shell in between, which is killed and leaves the plugin to someone else.
    const args = ['-c', '"$0" "$@"; true', bundle.command, ...bundle.args];
    const host = await startPlugin({ command: 'sh', args });
    hosts.push(host);
    expect(await host.grpcHealth()).toBe(1);
    await until(async () => host.logs().length > 0);
    const pid = Number(host.logs()[0].pid);
    expect(isRunning(pid)).toBe(true);
    host.kill('SIGKILL');
    await until(async () => !isRunning(pid));
  });

  const wrongStarts: [string, Record<string, string>, string][] = [
    ['by hand', { grafana_plugin_type: '' }, 'is not run by hand'],
    ['by a host of another protocol', { PLUGIN_PROTOCOL_VERSIONS: '3,4' }, 'plugin protocol 3,4'],
    ['by a host that wants TLS', { PLUGIN_CLIENT_CERT: 'x' }, 'wants TLS'],
  ];
  it.each(wrongStarts)('says what is wrong when it is started %s, and ends with 1', async (_, env, sentence) => {
    const error: unknown = await start({ env }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PluginStartError);
    expect(error).toMatchObject({ exit: { code: 1 }, stderr: expect.stringContaining(sentence) });
  });

  it('says which folder it cannot write', async () => {
    const error: unknown = await start({ env: { TMPDIR: '/nonexistent' } }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exit: { code: 1 }, stderr: expect.stringContaining('/nonexistent: set TMPDIR') });
  });

  it('moves to /tmp where the path of the socket would be too long', async () => {
    const host = await start({ env: { TMPDIR: `/tmp/${'long'.repeat(30)}` } });
    expect(host.address).toMatch(/^\/tmp\/gfp-/);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits for a condition, however long it takes; the test's own time limit is against hanging. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
