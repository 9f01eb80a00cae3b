/** Demo cluster, sidecar and `observatory doctor`, over real sockets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { createDemoCluster, type DemoCluster } from '@observatory/demo';
import { parseConfig } from '@observatory/backend-sidecar/config/index';
import { startSidecar, type Sidecar } from '@observatory/backend-sidecar/main';
import { doctorCommand } from './doctor.ts';

// Real processes on real time: on a busy machine the first scrapes take their while.
jest.setTimeout(30_000);

let folder: string;
let demo: DemoCluster;
let sidecar: Sidecar;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-doctor-'));
  demo = createDemoCluster({ seed: 5, nodes: 3, basePort: 0, topicLevel: false });
  await demo.start();
  const nodes = demo.nodes();
  const ofKind = (kind: string) => nodes.filter((node) => node.kind === kind);
  const config = parseConfig(
    JSON.stringify({
      listen: '127.0.0.1:0',
      storage: { path: path.join(folder, 'data') },
      topology: { interval: '1s' },
      clusters: [
        {
          name: 'demo-1',
          pulsar: { admin_urls: ofKind('broker').map(({ url }) => url) },
          bookies: ofKind('bookie').map(({ id, url }) => ({ [id]: new URL(url).host })),
          budget: { requests_per_minute: 10_000 },
          scrape_interval: '1s',
          scrape_timeout: '1s',
        },
      ],
    }),
    'test.yaml',
  );
  sidecar = await startSidecar(config, {});
});
afterAll(async () => {
  await sidecar.stop();
  await demo.stop();
  rmSync(folder, { recursive: true });
});

async function get<T>(resource: string): Promise<T> {
  const response = await fetch(`${sidecar.address.url}/api/observatory/v1${resource}`);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the command prints, and its exit code. */
async function run(...args: string[]): Promise<{ text: string; exitCode: number }> {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    await doctorCommand().parseAsync(['--url', sidecar.address.url, ...args], { from: 'user' });
    return { text: lines.join('\n'), exitCode: Number(process.exitCode ?? 0) };
  } finally {
    log.mockRestore();
    process.exitCode = undefined;
  }
}

interface Picture {
  nodes: { id: string; kind: string; health: string; scrapedAs?: string; metrics?: Record<string, string> }[];
}

it('shows the graph with scrapes joined to it', async () => {
  const { nodes } = await eventually(
    () => get<Picture>('/topology?kinds=broker,bookie'),
    (picture) =>
      picture.nodes.length === 6 && picture.nodes.every((node) => node.scrapedAs && node.health === 'healthy'),
  );
  for (const { metrics } of nodes) {
    const query = `up{cluster="demo-1",instance="${metrics?.instance}"}`;
    const url = `${sidecar.address.url}/api/v1/query?query=${encodeURIComponent(query)}`;
    // The graph may be there before the first scrape.
    const { data } = await eventually(
      async () => (await (await fetch(url)).json()) as { data: { result: unknown[] } },
      (answer) => answer.data.result.length > 0,
    );
    expect(data.result).toHaveLength(1);
  }
  const frames = await get<{ frames: { data: { values: unknown[][] } }[] }>('/topology?format=nodegraph');
  expect(frames.frames[0].data.values[0].length).toBeGreaterThan(6);
  // A function worker tells no start of its process unless includeStandardPrometheusMetrics is on.
  await eventually(
    () => get<{ nodes: { uptimeSeconds?: number }[] }>('/nodes/vitals'),
    (vitals) => vitals.nodes.filter(({ uptimeSeconds }) => uptimeSeconds !== undefined).length >= 6,
  );
});

it('examines the cluster and the given files, and exits 1 on trouble', async () => {
  const empty = path.join(folder, 'empty.json');
  writeFileSync(empty, '{}');
  const { text: well } = await eventually(
    () => run('--dashboard', empty),
    ({ exitCode }) => exitCode === 0,
  );
  expect(well).toContain('All is well.');
  const dashboard = path.join(folder, 'dashboard.json');
  const panel = (title: string, expr: string) => ({ title, targets: [{ expr }] });
  writeFileSync(
    dashboard,
    JSON.stringify({
      panels: [
        panel('live', 'sum(pulsar_rate_in{cluster=~"$cluster"})'),
        panel('dead', 'pulsar_txn_committed_count'),
        panel('off', 'pulsar_subscription_back_log'),
      ],
    }),
  );
  const { text, exitCode } = await run('--dashboard', dashboard);
  expect(exitCode).toBe(1);
  expect(text).toContain('1 with data, 1 switched off, 1 renamed\n');
  expect(text).toContain('set exposeTopicLevelMetricsInPrometheus=true in broker.conf');
  expect(text).toContain('There is trouble.');
});

it('tells events of a bookie that turns read-only', async () => {
  const bookie = demo.world.bookies[0];
  const url = `http://127.0.0.1:${bookie.port}/api/v1/bookie/state/readonly`;
  await fetch(url, { method: 'PUT', body: '{"readOnly":true}' });
  const { events } = await eventually(
    () => get<{ events: { node: string }[] }>('/events?types=bookie_read_only'),
    (list) => list.events.length > 0,
  );
  expect(events[0].node).toBe(`demo-1/bookie/${bookie.id}`);
  const { nodes } = await get<Picture>(`/topology?node=demo-1/bookie/${bookie.id}&depth=1`);
  expect(nodes[0].health).toBe('degraded');
});

it('says which sidecar does not answer', async () => {
  await expect(doctorCommand().parseAsync(['--url', 'http://127.0.0.1:1'], { from: 'user' })).rejects.toThrow(
    'no sidecar answers at http://127.0.0.1:1',
  );
});
