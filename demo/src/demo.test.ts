import { runDemo, DemoStartError, type RunningDemo } from './index.ts';
import { demoNodeSchema, groundTruthSchema } from '@observatory/protocol/demo';

const START = '2026-11-22T10:00:00Z';

describe('runDemo', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await runDemo({ seed: 3, speed: 'max', basePort: 0, controlPort: 0, start: START });
  });
  afterAll(() => demo.stop());

  const json = async (url: string, init?: RequestInit): Promise<unknown> => (await fetch(url, init)).json();
  const post = (path: string, body: unknown) =>
    fetch(`${demo.urls.control}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  it('answers what discovery asks of the first broker', async () => {
    const at = demo.urls.admin;
    expect(await json(`${at}/admin/v2/clusters`)).toEqual(['demo-1']);
    const brokers = (await json(`${at}/admin/v2/brokers/demo-1`)) as string[];
    expect(brokers).toHaveLength(3);
    expect(brokers).toContain(at.slice('http://'.length));
    const bookies = (await json(`${at}/admin/v2/bookies/all`)) as { bookies: { bookieId: string }[] };
    expect(bookies.bookies.map((b) => b.bookieId)).toEqual(Object.keys(demo.bookieHttp));
    const workers = (await json(`${at}/admin/v2/worker/cluster`)) as { workerId: string; port: number }[];
    expect(workers).toHaveLength(2);
    expect(workers[1]).toMatchObject({ workerId: 'fw-2', workerHostname: '127.0.0.1' });
    expect(await (await fetch(`${at}/admin/v2/brokers/version`)).text()).toBe('4.0.8');
    expect((await fetch(`${demo.urls.brokers[1]}/admin/v2/worker/cluster`)).status).toBe(409);
  });

  it('redirects /metrics on brokers only, with the recorded content types', async () => {
    const first = await fetch(`${demo.urls.admin}/metrics`, { redirect: 'manual' });
    expect(first.status).toBe(302);
    expect(first.headers.get('location')).toBe(`${demo.urls.admin}/metrics/`);
    const page = await fetch(`${demo.urls.admin}/metrics/`);
    expect(page.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(await page.text()).toContain('# TYPE pulsar_rate_in gauge\n');
    const bookie = await fetch(`${demo.urls.bookies[0]}/metrics`, { redirect: 'manual' });
    expect(bookie.status).toBe(200);
    expect(bookie.headers.get('content-encoding')).toBeNull();
    const worker = await fetch(`${demo.urls.workers[0]}/metrics`);
    expect(worker.headers.get('content-type')).toBe('text/plain;charset=utf-8;version=0.0.4');
    const refused = await fetch(`${demo.urls.workers[0]}/metrics`, {
      headers: { accept: 'application/openmetrics-text' },
    });
    expect(refused.status).toBe(406);
  });

  it('serves state, port map and time on the control port, and advances only when asked', async () => {
    const nodes = (await json(`${demo.urls.control}/nodes`)) as unknown[];
    expect(nodes.map((n) => demoNodeSchema.parse(n).kind)).toEqual([
      'broker', 'broker', 'broker', 'bookie', 'bookie', 'bookie', 'function_worker', 'zookeeper', 'host', 'host', 'host',
    ]); // prettier-ignore
    expect(await json(`${demo.urls.control}/time`)).toMatchObject({ now: '2026-11-22T10:00:00.000Z', speed: 'max' });
    const answer = await post('/advance', { byMs: 90_000 });
    expect(await answer.json()).toMatchObject({ now: '2026-11-22T10:01:30.000Z' });
  });

  it('injects by POST /faults, lists, clears, and keeps the ground truth', async () => {
    const made = await post('/faults', { kind: 'slow-journal-disk', target: 'bookie-2' });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const wrong = await post('/faults', { kind: 'slow-journal-disk', target: 'bookie-9' });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toEqual({ reason: 'there is no bookie bookie-9; GET /nodes lists them' });
    expect((await post('/faults', { kind: 'rain' })).status).toBe(400);
    await post('/advance', { byMs: 5000 });
    expect(await json(`${demo.urls.control}/faults`)).toMatchObject([{ id, target: 'bookie-2' }]);
    expect((await fetch(`${demo.urls.control}/faults/${id}`, { method: 'DELETE' })).status).toBe(204);
    const truth = (await json(`${demo.urls.control}/ground-truth`)) as unknown[];
    const line = groundTruthSchema.parse(truth[0]);
    expect(line).toMatchObject({ id, node: 'bookie-2', kind: 'slow-journal-disk' });
    expect((line.clearedMs ?? 0) - line.injectedMs).toBe(5000);
    expect(line.chain.length).toBeGreaterThan(4);
  });

  it('refuses pages from elsewhere on the control port', async () => {
    const answer = await fetch(`${demo.urls.control}/faults`, {
      method: 'DELETE',
      headers: { origin: 'http://evil.example' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('runDemo with what cannot work', () => {
  it('says which port is taken and closes what it had opened', async () => {
    const demo = await runDemo({ speed: 'max', basePort: 0, controlPort: 0, start: START });
    const port = Number(new URL(demo.urls.brokers[1]).port);
    await expect(runDemo({ speed: 'max', basePort: port, controlPort: 0, start: START })).rejects.toMatchObject({
      code: 'OBS_DEMO_PORT_TAKEN',
      message: `port ${port} is taken`,
    });
    await demo.stop();
    await expect(fetch(demo.urls.admin)).rejects.toThrow();
  });

  it('names a bad option', async () => {
    await expect(runDemo({ start: 'yesterday' })).rejects.toBeInstanceOf(DemoStartError);
    await expect(runDemo({ nodes: -1 })).rejects.toMatchObject({ code: 'OBS_DEMO_OPTION' });
  });
});
