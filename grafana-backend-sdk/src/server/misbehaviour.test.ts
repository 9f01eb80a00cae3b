import path from 'node:path';
import { bundlePlugin, type PluginBundle } from '../testing/bundle-plugin.ts';
import { startPlugin, type PluginHost } from '../testing/host.ts';
import { pluginContext, query, parsed, textOf } from '../testing/requests.ts';

const HERE = path.dirname(new URL(import.meta.url).pathname);

let bundle: PluginBundle;
const hosts: PluginHost[] = [];

beforeAll(async () => {
  bundle = await bundlePlugin(path.join(HERE, '../testing/plugins/misbehaving.ts'));
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});
afterAll(() => bundle.remove());

async function start(env: Record<string, string> = {}): Promise<PluginHost> {
  const host = await startPlugin({ ...bundle, env });
  hosts.push(host);
  return host;
}

const queries = (model: unknown) => ({
  pluginContext: pluginContext(),
  queries: [query(model), query(model, { refId: 'B' })],
});

async function resource(host: PluginHost, name: string) {
  const parts = [];
  const request = { pluginContext: pluginContext(), path: name, url: name, method: 'GET' };
  for await (const part of host.callResource(request)) parts.push(part);
  return parts;
}

const log = (host: PluginHost, message: string) => host.logs().find((line) => line['@message'] === message);

describe('a plugin that misbehaves', () => {
  it('has its error shown at each query when it throws for all', async () => {
    const host = await start();
    const { responses } = await host.queryData(queries({ throw: true }));
    for (const refId of ['A', 'B'])
      expect(responses[refId]).toMatchObject({
        error: 'the whole request is lost',
        status: 500,
        errorSource: 'plugin',
      });
  });

  it('keeps a frame that cannot be written from the other queries, whose bytes pass as they are', async () => {
    const { responses } = await (await start()).queryData(queries({}));
    expect(responses.A).toMatchObject({ error: 'field "small" (int8), row 0: 1000 is no int8', status: 500 });
    expect(responses.B.frames.map(textOf)).toEqual(['passed on as it is', 'passed on as it is']);
  });

  it('writes nothing to standard output, not even with console', async () => {
    const host = await start();
    expect(parsed((await resource(host, 'x'))[0].body)).toEqual({ traceparent: null });
    await until(() => log(host, 'this is written to standard output') !== undefined);
    expect(host.stdout).toEqual([]);
  });

  it('goes on after what nobody caught, and counts it', async () => {
    const host = await start();
    await resource(host, 'uncaught');
    await resource(host, 'rejected');
    await until(() => log(host, 'panic: unhandled rejection') !== undefined);
    expect(log(host, 'panic: uncaught exception')).toMatchObject({
      '@level': 'error',
      error: expect.stringContaining('nobody catches this'),
      stack: expect.stringMatching(/\n +at /),
    });
    expect(await host.collectMetrics()).toContain('grafana_plugin_uncaught_total 2');
  });

  it('ends with 2 after what nobody caught, when it asked for that', async () => {
    const host = await start({ GF_PLUGIN_ON_UNCAUGHT: 'exit' });
    await resource(host, 'uncaught');
    expect(await host.exited).toEqual({ code: 2, signal: null });
  });

  it('breaks an answer off when it throws in the middle', async () => {
    await expect(resource(await start(), 'throw-late')).rejects.toThrow('and lost');
  });

  it('answers "no content" when it sends nothing', async () => {
    expect((await resource(await start(), 'silent'))[0]).toMatchObject({ code: 204 });
  });

  it('has its error as the end of a stream', async () => {
    const stream = (await start()).runStream({ pluginContext: pluginContext(), path: 'fails' });
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow('no stream today');
  });

  it('does not have what it lacks: a health check, subscriptions', async () => {
    const host = await start();
    await expect(host.checkHealth({ pluginContext: pluginContext() })).rejects.toMatchObject({ code: 12 });
    await expect(host.subscribeStream({ pluginContext: pluginContext() })).rejects.toMatchObject({ code: 12 });
  });

  it('is held back when nobody reads its stream', async () => {
    const host = await start();
    const packets = host.runStream({ pluginContext: pluginContext(), path: 'endless' })[Symbol.asyncIterator]();
    await packets.next();
    // Without back pressure it would send without end while the reader waits; with it, it comes to rest.
    const sent = () => host.stderr.filter((line) => line.startsWith('sent ')).length;
    let before = -1;
    for (let rests = 0; rests < 3;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      rests = sent() === before ? rests + 1 : 0;
      before = sent();
    }
    expect(await host.grpcHealth()).toBe(1);
    for (let i = 0; i < 500; i++) await packets.next();
    await until(() => sent() > before);
    await packets.return?.(undefined);
  });

  it('ends in time when a call or its disposal hangs', async () => {
    const host = await start({ GF_PLUGIN_HANG: 'dispose' });
    const hanging = host.queryData(queries({ hang: true }));
    await until(async () => (await host.collectMetrics()).includes('calls_open{method="queryData"} 1'));
    await host.shutdown();
    await expect(hanging).rejects.toThrow();
    expect(await host.exited).toEqual({ code: 0, signal: null });
    expect(log(host, 'calls were still under way at the end')).toMatchObject({ count: 1 });
  });
});

/** Waits for a condition, however long it takes; the test's own time limit is against hanging. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
