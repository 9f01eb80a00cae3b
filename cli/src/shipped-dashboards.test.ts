/**
 * The dashboards that the app ships, against a demo cluster and, where the recordings are, against the bodies of a real
 * Pulsar 4.0.8: no panel without live series, no query that fails, no panel that stays empty.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createDemoCluster, type DemoCluster } from '@observatory/demo';
import { parseConfig } from '@observatory/backend-sidecar/config/index';
import { startSidecar, type Sidecar } from '@observatory/backend-sidecar/main';
import { createLogger, parseAgentConfig, startAgent, type Agent } from '@observatory/worker-agent';
import type { DoctorAnswer } from '@observatory/protocol/doctor';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const folder = path.join(root, 'src/dashboards');
const metrics = path.join(root, '../shared/corpus/pulsar-4.0.8/metrics');

interface Target {
  refId: string;
  queryType: string;
  expr?: string;
  mode?: string;
}
interface Panel {
  title: string;
  targets?: Target[];
  panels?: Panel[];
}
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
const panels = files.flatMap(({ text }) =>
  (JSON.parse(text) as { panels: Panel[] }).panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]),
);
/** They tell of what did not happen. */
const EMPTY_WHEN_WELL = new Set(['What happened', 'Moves, one by one', 'Unhealthy subs']);

/** Query types of the analysis. */
const ANALYSIS = new Set<string>(['anomalies', 'forecast', 'candidates']);

/** Reads until nothing is amiss. Gives up before jest does, so that the test can tell what is. */
async function inTheEnd(read: () => Promise<string[]>): Promise<string[]> {
  const giveUpMs = Date.now() + 60_000;
  for (;;) {
    const amiss = await read();
    if (amiss.length === 0 || Date.now() > giveUpMs) return amiss;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function post<T>(sidecar: Sidecar, resource: string, body: unknown): Promise<T> {
  const response = await fetch(`${sidecar.address.url}/api/observatory/v1${resource}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Expressions that the doctor does not find alive, as it says so. */
async function notAlive(sidecar: Sidecar, dashboards = files): Promise<string[]> {
  const { expressions } = await post<DoctorAnswer>(sidecar, '/doctor', { dashboards, rules: [] });
  expect(expressions.length).toBeGreaterThan(180);
  return expressions
    .filter(({ proof }) => proof !== 'data')
    .map(({ file, place, proof, why }) => `${file}, ${place}: ${proof}: ${why}`);
}

/** As the datasource's backend asks, all variables at "All". */
function frameQuery({ refId, queryType, expr, mode, ...rest }: Target): object {
  const toMs = Date.now();
  const common = { ...rest, refId, fromMs: toMs - 300_000, toMs, intervalMs: 1000, scrapeIntervalMs: 1000 };
  const anything = expr?.replace(/\$(?!__)\w+/g, '.*');
  if (queryType === 'candidates') return { ...common, kind: queryType, expr: '', clusters: [] };
  if (ANALYSIS.has(queryType)) return { ...common, kind: queryType, expr: anything, mode: 'range' };
  if (queryType === 'logs') return { ...common, kind: queryType, nodes: [] };
  if (queryType === 'runs') return { ...common, kind: queryType, name: '' };
  if (queryType !== 'metrics')
    return { ...common, kind: queryType, clusters: [], ...('pattern' in rest && { pattern: '' }) };
  return { ...common, expr: anything, kind: mode === 'instant' ? 'instant' : 'range', maxDataPoints: 300 };
}

interface Answer {
  results: Record<string, { status: number; error?: string; frames?: { data: { values: unknown[][] } }[] }>;
}

/** Panels that fail, and panels that have no value but times. */
async function silent(sidecar: Sidecar): Promise<string[]> {
  const wrong: string[] = [];
  for (const { title, targets = [] } of panels) {
    if (targets.length === 0) continue;
    const { results } = await post<Answer>(sidecar, '/frames', { queries: targets.map(frameQuery) });
    const answers = Object.values(results);
    for (const { status, error } of answers) if (status !== 200) wrong.push(`${title}: ${error}`);
    const columns = answers.flatMap(({ frames = [] }) => frames.flatMap(({ data }) => data.values));
    const hasValue = columns.some((column) => column.some((value) => value !== null && value !== ''));
    // What analysis finds needs history, or something that went wrong: that it answers is what counts here.
    const isFinding = targets.every(({ queryType }) => ANALYSIS.has(queryType) || queryType === 'events');
    if (!hasValue && !isFinding && !EMPTY_WHEN_WELL.has(title)) wrong.push(`${title}: empty`);
  }
  return wrong;
}

/** A real agent of this host, which supervises a process and follows a file; it reports as long as the test wants. */
async function startHost(sidecar: Sidecar, folder: string): Promise<{ stop: () => Promise<void> }> {
  mkdirSync(folder);
  const file = path.join(folder, 'some.log');
  writeFileSync(file, '');
  const { token } = await post<{ token: string }>(sidecar, '/admin/agents/tokens', { agent: 'host-1' });
  writeFileSync(path.join(folder, 'token'), token);
  const config = parseAgentConfig(
    JSON.stringify({
      agent: 'host-1',
      cluster: 'demo-1',
      url: sidecar.address.url,
      data: 'data',
      token_file: 'token',
      supervised: [{ name: 'sleeper', command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'] }],
      logs: { files: [{ path: file, source: 'some' }] },
    }),
    folder,
  );
  const agent: Agent = await startAgent(config, { logger: createLogger('error'), sampleMs: 500 });
  let reported: Promise<void> | undefined;
  const timer = setInterval(() => {
    appendFileSync(file, `${new Date().toISOString()} WARN something\n`);
    reported = agent.reporter.reportNow();
  }, 1000);
  return {
    async stop() {
      clearInterval(timer);
      await reported;
      await agent.stop();
      endSupervised(path.join(folder, 'data/supervised'));
    },
  };
}

/** Supervised processes outlive their agent. */
function endSupervised(directory: string): void {
  for (const name of readdirSync(directory)) {
    const { pid } = JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as { pid?: number };
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }
}

describe('shipped dashboards on the demo', () => {
  let host: { stop: () => Promise<void> };
  let data: string;
  let demo: DemoCluster;
  let sidecar: Sidecar;
  beforeAll(async () => {
    data = mkdtempSync(path.join(tmpdir(), 'observatory-dashboards-'));
    demo = createDemoCluster({ seed: 5, nodes: 3, basePort: 0, topicLevel: true, speed: 30 });
    await demo.start();
    const of = (kind: string) => demo.nodes().filter((node) => node.kind === kind);
    const cluster = {
      name: 'demo-1',
      pulsar: { admin_urls: of('broker').map(({ url }) => url) },
      bookies: { addresses: Object.fromEntries(of('bookie').map(({ id, url }) => [id, new URL(url).host])) },
      budget: { requests_per_minute: 10_000 },
    };
    const zookeeper = of('zookeeper').map(({ url }) => new URL(url).host);
    const config = {
      listen: '127.0.0.1:0',
      storage: { path: data },
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      topology: { interval: '1s' },
      clusters: [cluster],
      auth: { loopback_role: 'admin' },
      scrape_configs: [
        { job_name: 'zookeeper', static_configs: [{ targets: zookeeper, labels: { cluster: 'demo-1' } }] },
      ],
    };
    sidecar = await startSidecar(parseConfig(JSON.stringify(config), 'test.yaml'), {});
    host = await startHost(sidecar, path.join(data, 'host'));
    await post(sidecar, '/control/runs', { name: 'some load' });
  });
  afterAll(async () => {
    await host.stop();
    await sidecar.stop();
    await demo.stop();
    rmSync(data, { recursive: true });
  });

  it('every expression has live series', async () => {
    expect(await inTheEnd(() => notAlive(sidecar))).toEqual([]);
  });

  it('every query is answered, and no panel is empty', async () => {
    expect(await inTheEnd(() => silent(sidecar))).toEqual([]);
  });
});

const RECORDED = [
  ['broker', 'baseline-15s', /^broker_broker-1_.*prom\.gz$/],
  ['broker', 'baseline-15s', /^broker_broker-2_.*prom\.gz$/],
  ['bookie', 'baseline-15s', /^bookie_bookie-1_.*prom\.gz$/],
  ['bookie', 'baseline-15s', /^bookie_bookie-2_.*prom\.gz$/],
  ['function_worker', 'topic-level', /^function-worker_fw-2_.*prom\.gz$/],
  ['zookeeper', 'topic-level', /^zookeeper_zk-1_.*prom\.gz$/],
] as const;

(existsSync(metrics) ? describe : describe.skip)('shipped dashboards on recorded Pulsar 4.0.8 (corpus)', () => {
  const servers: http.Server[] = [];
  let data: string;
  let sidecar: Sidecar;
  beforeAll(async () => {
    data = mkdtempSync(path.join(tmpdir(), 'observatory-dashboards-'));
    const scrapeConfigs = [];
    for (const [job, directory, pattern] of RECORDED) {
      const recorded = readdirSync(path.join(metrics, directory)).filter((name) => pattern.test(name));
      const bodies = recorded.sort().map((name) => gunzipSync(readFileSync(path.join(metrics, directory, name))));
      let next = 0;
      // Each scrape gets the next body: what was 15 s apart is one second apart here.
      const server = http.createServer((_request, response) => {
        response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
        response.end(bodies[next++ % bodies.length]);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      servers.push(server);
      const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      scrapeConfigs.push({
        job_name: `${job}-${servers.length}`,
        static_configs: [{ targets: [target], labels: { cluster: 'demo-1', job } }],
      });
    }
    const config = {
      listen: '127.0.0.1:0',
      storage: { path: data },
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: scrapeConfigs,
    };
    sidecar = await startSidecar(parseConfig(JSON.stringify(config), 'test.yaml'), {});
  });
  afterAll(async () => {
    await sidecar.stop();
    for (const server of servers) server.close();
    rmSync(data, { recursive: true });
  });

  it('every expression has live series', async () => {
    // Hosts are no part of the recordings.
    const recorded = files.filter(({ name }) => name !== 'observatory-hosts.json');
    expect(await inTheEnd(() => notAlive(sidecar, recorded))).toEqual([]);
  });
});
