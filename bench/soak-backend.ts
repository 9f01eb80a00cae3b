/**
 * `npm run soak:backend`: the datasource's executable as Grafana runs it, asked for a long time. Queries against a sidecar
 * in this process that answers a fixed frame at once (so that what is measured is the executable), stream subscriptions that
 * come, run and go, and one of the process's own ends: killed in between, it is started again as Grafana does.
 *
 *   --queries 100000 --clients 16 --subscriptions 1000 --channels 40 --executable <path>
 *
 * Memory is the executable's resident set, read from /proc (Linux), at the start of each phase (after a warm-up) and at its
 * end. Exits with 1 when an answer is wrong or missing, or memory grew by more than 64 MiB in a phase.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startPlugin, type PluginHost } from '@observatory/grafana-backend-sdk/testing/host';
import { json, pluginContext, query } from '@observatory/grafana-backend-sdk/testing/requests';
import { ONE_ROW, startFakeSidecar, type FakeSidecar } from '@observatory/backend-datasource/testing/fake-sidecar';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const QUERIES = number('queries', 100_000);
const CLIENTS = number('clients', 16);
const SUBSCRIPTIONS = number('subscriptions', 1000);
const CHANNELS = number('channels', 40);
const WARM_UP = Math.min(5000, QUERIES / 4);
const MAX_GROWTH_MIB = 64;
const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch;
const executable = path.resolve(
  args.get('executable') ?? `dist/plugin/observatory-pulsar-app/gpx_observatory_${process.platform}_${architecture}`,
);

function residentMib({ pid }: PluginHost): number {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kib ?? NaN) / 1024);
}

const contextOf = (sidecar: FakeSidecar) =>
  pluginContext({
    pluginId: 'observatory-pulsar-datasource',
    datasource: { uid: 'soak', jsonData: json({ sidecarUrl: sidecar.url }) },
  });

let failures = 0;
const expectThat = (holds: boolean, what: string) => {
  if (holds) return;
  failures++;
  if (failures < 10) out(`FAILED: ${what}`);
};

/** Asks `count` times with so many clients at once; every query is another one, so that none comes from the cache. */
async function askMany(host: PluginHost, sidecar: FakeSidecar, count: number, offset: number): Promise<number[]> {
  const context = contextOf(sidecar);
  const latenciesMs: number[] = [];
  let next = 0;
  const client = async () => {
    while (next < count) {
      const id = offset + next++;
      const startedMs = performance.now();
      const { responses } = await host.queryData({
        pluginContext: context,
        queries: [query({ queryType: 'metrics', expr: `metric_${id}` })],
        headers: {},
      });
      latenciesMs.push(performance.now() - startedMs);
      const [frame] = responses.A?.frames ?? [];
      expectThat(
        frame?.length === ONE_ROW.length && !responses.A.error,
        `query ${id}: ${responses.A?.error ?? 'no answer'}`,
      );
      // The sidecar of a test remembers what it was asked.
      if (sidecar.asked.length > 1000)
        for (const log of [sidecar.asked, sidecar.headers, sidecar.paths]) log.length = 0;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return latenciesMs.sort((a, b) => a - b);
}

/** Subscribes `count` times to one of the channels, takes two packets and leaves. */
async function streamMany(host: PluginHost, sidecar: FakeSidecar, count: number): Promise<void> {
  const context = contextOf(sidecar);
  const channels: string[] = [];
  sidecar.answer = (asked) => ({
    status: 200,
    frames: [ONE_ROW],
    ...('expr' in asked && asked.expr !== undefined && { live: { query: asked.expr, stepMs: 1000 } }),
  });
  for (let i = 0; i < CHANNELS; i++) {
    await host.queryData({
      pluginContext: context,
      queries: [query({ queryType: 'metrics', expr: `live_${i}`, mode: 'stream' })],
      headers: {},
    });
    const [asked] = sidecar.asked.at(-1) ?? [];
    channels.push((asked as { channel: string }).channel.slice('ds/soak/'.length));
  }
  let stepMs = Date.now();
  const steps = setInterval(() => sidecar.step((stepMs += 1000), { a: 1, b: 2 }), 20);
  let next = 0;
  const viewer = async () => {
    while (next < count) {
      const channel = channels[next++ % CHANNELS];
      const { status } = await host.subscribeStream({ pluginContext: context, path: channel });
      expectThat(status === 0, `subscription to ${channel}: status ${status}`);
      let packets = 0;
      for await (const _ of host.runStream({ pluginContext: context, path: channel })) if (++packets === 2) break;
      expectThat(packets === 2, `${channel} brought ${packets} packets`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, viewer));
  clearInterval(steps);
}

const quantile = (sorted: readonly number[], q: number) =>
  (sorted[Math.floor(q * (sorted.length - 1))] ?? NaN).toFixed(1);

if (!existsSync(executable)) {
  out(`${path.relative('.', executable)} is missing: npm run build makes it where there is Bun`);
  process.exit(1);
}
const sidecar = await startFakeSidecar();
let host = await startPlugin({ command: executable });
out(`executable ${path.relative('.', executable)}, ${CLIENTS} clients`);

const growth = (phase: string, before: number, after: number) => {
  out(`${phase}: resident ${before} MiB -> ${after} MiB`);
  expectThat(after - before <= MAX_GROWTH_MIB, `${phase}: memory grew by ${after - before} MiB`);
};

await askMany(host, sidecar, WARM_UP, 0);
let before = residentMib(host);
let startedMs = performance.now();
const latencies = await askMany(host, sidecar, QUERIES, WARM_UP);
const seconds = (performance.now() - startedMs) / 1000;
out(
  `${QUERIES} queries in ${seconds.toFixed(0)} s (${Math.round(QUERIES / seconds)}/s), ms p50 ${quantile(latencies, 0.5)} p99 ${quantile(latencies, 0.99)} max ${quantile(latencies, 1)}`,
);
growth('queries', before, residentMib(host));

before = residentMib(host);
startedMs = performance.now();
await streamMany(host, sidecar, SUBSCRIPTIONS);
out(
  `${SUBSCRIPTIONS} stream subscriptions on ${CHANNELS} channels in ${((performance.now() - startedMs) / 1000).toFixed(0)} s, ${sidecar.sockets} WebSockets opened`,
);
await pause(500);
expectThat(
  sidecar.subscriptions.length === 0,
  `${sidecar.subscriptions.length} subscriptions were left at the sidecar`,
);
growth('streams', before, residentMib(host));

host.kill();
await host.exited;
startedMs = performance.now();
host = await startPlugin({ command: executable });
await askMany(host, sidecar, 100, 0);
out(`killed, started again, 100 queries answered after ${Math.round(performance.now() - startedMs)} ms`);
await host.shutdown();
const { code } = await host.exited;
expectThat(code === 0, `it ended with ${code}`);
await sidecar.stop();
out(failures === 0 ? 'all answers right' : `${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
