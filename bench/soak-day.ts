/**
 * `npm run soak:day`: 24 hours of a 30-node cluster through the whole path (HTTP, parsing, relabelling, store, WAL, blocks,
 * retention, stream) as fast as it goes, on virtual time. The demo cluster runs in a process of its own; the sidecar runs
 * here, so that the memory printed is the sidecar's.
 *
 *   --hours 24 --nodes 30 --interval 15 --retention 6h --seed 1
 *
 * Ends with the spread of resident memory after the first retention turn and the largest size on disk.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseConfig } from '@observatory/backend-sidecar/config/index';
import { startSidecar, type Sidecar } from '@observatory/backend-sidecar/main';
import { VirtualClock } from '@observatory/backend-sidecar/util/clock';
import { freePort } from './peers/system.ts';
import { folderBytes, residentBytes } from './proc.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);

const hours = number('hours', 24);
const nodes = number('nodes', 30);
const intervalSeconds = number('interval', 15);
const seed = number('seed', 1);
const retention = args.get('retention') ?? '6h';
const retentionHours = Number(/^(\d+)h$/.exec(retention)?.[1] ?? 6);
const STEP_MS = 5000;
const HOUR_MS = 3_600_000;
// An even hour, so that blocks of two hours are whole.
const startMs = Math.floor(Date.now() / (2 * HOUR_MS)) * 2 * HOUR_MS - hours * HOUR_MS;

const controlPort = await freePort();
// The demo takes a range of ports: one far from the ephemeral ones.
const basePort = 17_500;
const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-soak-'));

const demo = spawn(
  process.execPath,
  [
    'dist/cli.js',
    'demo',
    ...['--nodes', String(nodes), '--seed', String(seed), '--speed', 'max', '--start', new Date(startMs).toISOString()],
    ...['--base-port', String(basePort), '--control-port', String(controlPort)],
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);

async function control(method: string, where: string, body?: unknown): Promise<Response> {
  return fetch(`http://127.0.0.1:${controlPort}${where}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

async function waitForDemo(): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (
      await control('GET', '/nodes').then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the demo cluster did not come up');
}

/** Twice, with turns between: what the first pass finds to be dead gives its buffers back on the next. */
async function collectGarbage(): Promise<void> {
  const collect = (globalThis as { gc?: () => void }).gc;
  for (let i = 0; i < 2; i++) {
    collect?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface HourRow {
  hour: number;
  rssMb: number;
  heapMb: number;
  buffersMb: number;
  diskMb: number;
  samples: number;
}

async function run(): Promise<HourRow[]> {
  await waitForDemo();
  const dataDir = path.join(root, 'data');
  const config = await parseConfig(
    `listen: 127.0.0.1:0
storage: { path: ${JSON.stringify(dataDir)}, retention: ${retention} }
global: { scrape_interval: ${intervalSeconds}s, scrape_timeout: ${intervalSeconds - 1}s }
scrape_configs:
  - job_name: demo
    http_sd_configs: [{ url: 'http://127.0.0.1:${controlPort}/targets', refresh_interval: 10m }]
`,
    'soak.yaml',
  );
  // The clock needs the sidecar's word that nothing is under way, the sidecar needs the clock.
  const running: { sidecar?: Sidecar } = {};
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const clock = new VirtualClock(startMs, async () => {
    await turn();
    await running.sidecar?.settled();
  });
  const sidecar = await startSidecar(config, { clock });
  running.sidecar = sidecar;
  const rows: HourRow[] = [];
  const wall = Date.now();
  for (let atMs = startMs + STEP_MS; atMs <= startMs + hours * HOUR_MS; atMs += STEP_MS) {
    await control('POST', '/advance', { toMs: atMs });
    await clock.advanceTo(atMs);
    if ((atMs - startMs) % HOUR_MS !== 0) continue;
    const hour = (atMs - startMs) / HOUR_MS;
    await collectGarbage();
    const memory = process.memoryUsage();
    const query = `sum(sum_over_time(scrape_samples_scraped[1h]))`;
    const answer = (await (
      await fetch(`${sidecar.address.url}/api/v1/query?query=${encodeURIComponent(query)}&time=${atMs / 1000}`)
    ).json()) as { data?: { result?: { value: [number, string] }[] } };
    const row: HourRow = {
      hour,
      rssMb: residentBytes(process.pid) / 2 ** 20,
      heapMb: memory.heapUsed / 2 ** 20,
      buffersMb: memory.arrayBuffers / 2 ** 20,
      diskMb: folderBytes(dataDir) / 2 ** 20,
      samples: Number(answer.data?.result?.[0]?.value[1] ?? 0),
    };
    rows.push(row);
    out(
      `hour ${String(hour).padStart(2)}: RSS ${row.rssMb.toFixed(0)} MB, heap ${row.heapMb.toFixed(0)} MB, buffers ${row.buffersMb.toFixed(0)} MB, ` +
        `disk ${row.diskMb.toFixed(1)} MB, ${row.samples} samples this hour, ${((Date.now() - wall) / 1000).toFixed(0)} s`,
    );
  }
  await sidecar.stop();
  return rows;
}

try {
  const rows = await run();
  const settled = rows.filter(({ hour }) => hour > retentionHours + 2);
  if (settled.length > 1) {
    const spread = (pick: (row: HourRow) => number) => {
      const values = settled.map(pick);
      return `${Math.min(...values).toFixed(0)}..${Math.max(...values).toFixed(0)} MB (${((Math.max(...values) / Math.min(...values) - 1) * 100).toFixed(1)} %)`;
    };
    out(
      `\nseed ${seed}, ${nodes} nodes, after hour ${retentionHours + 2}: RSS ${spread((row) => row.rssMb)}, disk ${spread((row) => row.diskMb)}`,
    );
    const half = Math.floor(settled.length / 2);
    const mean = (part: HourRow[]) => part.reduce((sum, row) => sum + row.rssMb, 0) / part.length;
    out(
      `mean RSS of the later half over the earlier: ${(mean(settled.slice(half)) / mean(settled.slice(0, half))).toFixed(3)}`,
    );
  }
} finally {
  demo.kill('SIGTERM');
  rmSync(root, { recursive: true, force: true });
}
process.exit(0);
