/**
 * `node scripts/run-ts.mjs bench/stream.ts`: how long a sample takes from the append to 2,000 WebSocket subscribers.
 *
 *   --subscribers 2000   --series 50 per subscriber   --groups 1000 distinct selections   --targets 10   --seconds 20
 *
 * The hub runs here, fed by a store that appends 50 series a group once a second; the viewers are another process. Two
 * phases: targets scraped one after the other over the second, as the sidecar does it, and all at once, which it avoids.
 * Latency is from just before the append to the arrival in the viewer. CPU is that of each process, Linux only.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import os from 'node:os';
import type { AddressInfo } from 'node:net';
import { createStreamHub, mountStream } from '@observatory/backend-sidecar/stream/index';
import { FakeStore, parsePlainSelector } from '@observatory/backend-sidecar/stream/testing/fake-store';
import { systemClock } from '@observatory/backend-sidecar/util/clock';
import { silentLogger } from '@observatory/backend-sidecar/util/logger';
import { cpuSeconds, residentBytes } from './proc.ts';
import { bundleEntry } from './run-entry.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const subscribers = number('subscribers', 2000);
const seriesPerGroup = number('series', 50);
const groups = number('groups', 1000);
const targets = number('targets', 10);
const seconds = number('seconds', 20);

/** One scraped target: its refs and values, appended as one batch. */
interface Target {
  refs: Uint32Array;
  values: Float64Array;
}

function makeTargets(store: FakeStore): Target[] {
  const refsOf: number[][] = Array.from({ length: targets }, () => []);
  for (let group = 0; group < groups; group++) {
    for (let i = 0; i < seriesPerGroup; i++) {
      refsOf[group % targets].push(store.add({ __name__: 'bench', group: String(group), i: String(i) }));
    }
  }
  return refsOf.map((refs) => ({ refs: Uint32Array.from(refs), values: new Float64Array(refs.length) }));
}

function append(store: FakeStore, target: Target, layoutId: number): void {
  for (let i = 0; i < target.values.length; i++) target.values[i] = Math.round(Math.random() * 1e6) / 1000;
  const timestampMs = Math.round(performance.timeOrigin + performance.now());
  store.append({
    timestampMs,
    length: target.refs.length,
    refs: target.refs,
    values: target.values,
    layoutId,
    layoutVersion: 1,
  });
}

interface Report {
  histogram: number[];
  messages: number;
  wrong: number;
}

function ask(child: ChildProcess): Promise<Report> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(message as Report));
    child.send('report');
  });
}

function quantile(histogram: readonly number[], share: number): number {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (let ms = 0; ms < histogram.length; ms++) {
    seen += histogram[ms];
    if (seen > 0 && seen >= total * share) return ms;
  }
  return NaN;
}

async function phase(
  name: string,
  spreadMs: number,
  store: FakeStore,
  list: readonly Target[],
  child: ChildProcess,
): Promise<void> {
  const childPid = child.pid ?? 0;
  // A warm-up: the first messages compile both sides.
  let cpu = { server: 0, load: 0 };
  const warmUp = 3;
  for (let second = 0; second < seconds + warmUp; second++) {
    if (second === warmUp) {
      child.send('start');
      cpu = { server: cpuSeconds(process.pid), load: cpuSeconds(childPid) };
    }
    const startedAt = performance.now();
    for (let i = 0; i < list.length; i++) {
      await pause(Math.max(0, startedAt + (i * spreadMs) / list.length - performance.now()));
      append(store, list[i], i + 1);
    }
    await pause(Math.max(0, startedAt + 1000 - performance.now()));
  }
  const server = cpuSeconds(process.pid) - cpu.server;
  const load = cpuSeconds(childPid) - cpu.load;
  const { histogram, messages, wrong } = await ask(child);
  const max = histogram.findLastIndex((count) => count > 0);
  const expected = subscribers * seconds;
  out(
    `${name.padEnd(12)} p50 ${quantile(histogram, 0.5)} ms  p99 ${quantile(histogram, 0.99)} ms  max ${max} ms` +
      `  delivered ${messages}/${expected}${wrong > 0 ? `  WRONG ${wrong}` : ''}` +
      `  server CPU ${((server / seconds) * 100).toFixed(1)} %  (${((server / messages) * 1e6).toFixed(1)} µs a delivery)` +
      `  load generator CPU ${((load / seconds) * 100).toFixed(1)} %`,
  );
}

const store = new FakeStore();
const targetList = makeTargets(store);
const hub = createStreamHub({
  source: store.source,
  promql: { instant: () => Promise.reject(new Error('not here')), range: () => Promise.reject(new Error('not here')) },
  directory: store,
  onAppend: store.onAppend,
  parseSelector: parsePlainSelector,
  clock: systemClock,
  logger: silentLogger,
});
hub.start();
const server = createServer((request, response) => endpoint.handleRequest(request, response));
const endpoint = mountStream(hub);
server.on('upgrade', (request, socket, head) => endpoint.handleUpgrade(request, socket, head));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const [cpuModel] = os.cpus();
out(
  `${subscribers} subscribers x ${seriesPerGroup} series, ${groups} distinct selections, ${targets} targets, one update a second`,
);
out(`${os.cpus().length} x ${cpuModel.model}, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}`);
const idleBytes = residentBytes(process.pid);
const child = fork(await bundleEntry('bench/stream-load.ts'), [
  JSON.stringify({ port: (server.address() as AddressInfo).port, subscribers, groups, series: seriesPerGroup }),
]);
const connectedAt = performance.now();
await new Promise((resolve) => child.once('message', resolve));
out(`all subscribed after ${((performance.now() - connectedAt) / 1000).toFixed(1)} s`);
await phase('one by one', 1000, store, targetList, child);
await phase('all at once', 0, store, targetList, child);
const stats = hub.stats();
out(
  `memory ${((residentBytes(process.pid) - idleBytes) / subscribers / 1024).toFixed(1)} KiB a subscriber,` +
    ` replay ${(stats.replayBytes / 2 ** 20).toFixed(1)} MiB, conflated ${stats.samplesConflatedTotal}, dropped ${stats.messagesDroppedTotal},` +
    ` closed ${stats.slowClientsClosedTotal + stats.deadClientsClosedTotal}, load at the end ${os.loadavg()[0].toFixed(1)}`,
);
child.disconnect();
hub.stop();
server.close();
server.closeAllConnections();
