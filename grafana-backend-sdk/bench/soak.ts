/**
 * `npm run soak:backend-sdk`: 100,000 queries and 1,000 streams through the random-walk example, and what its memory does.
 *
 *   --queries 100000   --streams 1000   --concurrency 8   --runtime bun|node   --command /path/of/another/executable
 *
 * The example runs as it would be shipped, as an executable made by bun (or as a bundle under Node), and is called over its
 * own socket. Resident memory is what the process says of itself. Ends with 1 when calls stay open or memory grows by more
 * than 20 MB after the first fifth of the queries.
 */
import path from 'node:path';
import { bundlePlugin } from '../src/testing/bundle-plugin.ts';
import { startPlugin, type PluginHost } from '../src/testing/host.ts';
import { pluginContext, query } from '../src/testing/requests.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);

const QUERIES = number('queries', 100_000);
const STREAMS = number('streams', 1_000);
const CONCURRENCY = number('concurrency', 8);
const STEPS = 20;
const MAX_GROWTH_MB = 20;

const context = { pluginContext: pluginContext() };

async function metric(host: PluginHost, name: string): Promise<number> {
  const line = (await host.collectMetrics()).split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}

const residentMb = async (host: PluginHost) => (await metric(host, 'process_resident_memory_bytes')) / 2 ** 20;

/** Runs `count` tasks, `CONCURRENCY` at a time; returns how long each took in ms. */
async function run(count: number, task: () => Promise<void>): Promise<Float64Array> {
  const took = new Float64Array(count);
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      const startedAt = performance.now();
      await task();
      took[index] = performance.now() - startedAt;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return took.sort();
}

async function oneQuery(host: PluginHost): Promise<void> {
  const { responses } = await host.queryData({
    ...context,
    queries: [query({ series: 2 }), query({}, { refId: 'B' })],
  });
  if (responses.A.frames.length !== 2 || responses.B.error !== '') throw new Error('a query was not answered');
}

async function oneStream(host: PluginHost): Promise<void> {
  const path = 'walk/1';
  if ((await host.subscribeStream({ ...context, path })).status !== 0) throw new Error('a subscription was refused');
  let packets = 0;
  for await (const _ of host.runStream({ ...context, path })) if (++packets === 5) return;
}

const quantile = (sorted: Float64Array, share: number) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(1);

const runtime = args.get('runtime') === 'node' ? 'node' : 'bun';
const command = args.get('command');
const bundle = command
  ? { command, args: [], remove: () => {} }
  : await bundlePlugin(path.resolve('grafana-backend-sdk/examples/random-walk/main.ts'), runtime);
const startedAt = performance.now();
const host = await startPlugin(bundle);
out(`${command ?? `random-walk, ${runtime}`}: handshake after ${(performance.now() - startedAt).toFixed(0)} ms`);

let settledMb = 0;
let residentNow = 0;
for (let step = 1; step <= STEPS; step++) {
  const took = await run(QUERIES / STEPS, () => oneQuery(host));
  residentNow = await residentMb(host);
  if (step === STEPS / 5) settledMb = residentNow;
  out(
    `${String((QUERIES / STEPS) * step).padStart(8)} queries   ${residentNow.toFixed(1).padStart(6)} MB resident   p50 ${quantile(took, 0.5)} ms   p99 ${quantile(took, 0.99)} ms`,
  );
}
for (let step = 1; step <= 5; step++) {
  await run(STREAMS / 5, () => oneStream(host));
  residentNow = await residentMb(host);
  out(`${String((STREAMS / 5) * step).padStart(8)} streams   ${residentNow.toFixed(1).padStart(6)} MB resident`);
}

while ((await metric(host, 'grafana_plugin_calls_open{method="runStream"}')) > 0)
  await new Promise((resolve) => setTimeout(resolve, 20));
const openQueries = await metric(host, 'grafana_plugin_calls_open{method="queryData"}');
const growthMb = residentNow - settledMb;
await host.shutdown();
const { code } = await host.exited;
bundle.remove();
out(`grown by ${growthMb.toFixed(1)} MB after the first fifth; ${openQueries} calls open; ended with ${code}`);
process.exit(openQueries === 0 && code === 0 && growthMb <= MAX_GROWTH_MB ? 0 : 1);
