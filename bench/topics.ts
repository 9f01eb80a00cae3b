/**
 * `npm run bench:topics`: what 100,000 topics and 300,000 subscriptions cost a sidecar that reads them from
 * `broker-stats/topics`.
 *
 *   --topics 100000   --subscriptions 300000   --brokers 4   --readings 3 (of each broker)   --interval 15s
 *
 * Two sidecars, one after the other, alike but for `topics.enabled`: idle memory and CPU are those of the first. Brokers are
 * another process. CPU is that of the whole sidecar process (user and system, sockets included) over the readings, less what
 * the idle one took in the same time; memory is VmRSS, sampled every 50 ms. Linux only.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { topicList, type TopicReading } from '@observatory/protocol/topics';
import { cpuSeconds, residentBytes } from './proc.ts';
import { StallProbe } from './stall-probe.ts';
import { bundleEntry } from './run-entry.ts';
import { freePort } from './peers/system.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const MB = 1e6;

const plan = {
  brokers: number('brokers', 4),
  topics: number('topics', 100_000),
  subscriptions: number('subscriptions', 300_000),
};
const readings = number('readings', 3);
const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-bench-topics-'));

async function startBrokers(): Promise<{ child: ChildProcess; addresses: string[] }> {
  const child = fork(await bundleEntry('bench/topics-answers.ts'), [JSON.stringify(plan)]);
  const addresses = await new Promise<string[]>((resolve) =>
    child.once('message', (list) => resolve(list as string[])),
  );
  return { child, addresses };
}

interface Running {
  child: ChildProcess;
  pid: number;
  url: string;
  peakBytes: () => number;
  stop: () => Promise<void>;
}

async function startSidecar(name: string, admin: string, enabled: boolean): Promise<Running> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const config = {
    listen: url.slice('http://'.length),
    storage: { path: path.join(root, name) },
    clusters: [
      {
        name: 'bench',
        pulsar: { admin_urls: [`http://${admin}`] },
        brokers: { scrape: false },
        bookies: { scrape: false },
        function_workers: { scrape: false },
        budget: { requests_per_minute: 60, bytes_per_minute: '10GB' },
      },
    ],
    topology: { interval: '15s' },
    topics: { enabled, interval: args.get('interval') ?? '15s', close_looks: 0 },
  };
  const file = path.join(root, `${name}.yml`);
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, ['dist/cli.js', 'sidecar', '--config', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the sidecar did not start');
  let peak = 0;
  const timer = setInterval(() => {
    if (child.exitCode === null) peak = Math.max(peak, residentBytes(pid));
  }, 50);
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (ready?.ok) break;
    if (tries === 200) throw new Error('the sidecar is not ready after 20 s');
    await pause(100);
  }
  return {
    child,
    pid,
    url,
    peakBytes: () => peak,
    stop: async () => {
      clearInterval(timer);
      if (child.exitCode !== null) return;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function ask(url: string, query: string): Promise<{ ms: number; body: unknown }> {
  const startMs = performance.now();
  const response = await fetch(`${url}/api/observatory/v1/${query}`);
  const body: unknown = await response.json();
  return { ms: performance.now() - startMs, body };
}

const readingsOf = async (url: string): Promise<TopicReading[]> =>
  topicList.parse((await ask(url, 'topics?limit=0')).body).readings;
const least = (list: readonly TopicReading[]) =>
  list.length < plan.brokers ? 0 : Math.min(...list.map((each) => each.readings));

const range = (times: readonly number[]) =>
  `${times[0].toFixed(0)} ms first, then ${Math.min(...times.slice(1)).toFixed(0)} to ${Math.max(...times.slice(1)).toFixed(0)}`;

interface GraphAnswer {
  nodes: unknown[];
  counts: Record<string, number>;
}

/** Sub-graphs of the same topics: the first of each question is the first that the process ever answered. */
async function measureGraph(url: string, broker: string, probe: StallProbe): Promise<void> {
  const id = encodeURIComponent(`bench/broker/${broker}`);
  const topic = encodeURIComponent('bench/topic/persistent://acme/ns-1/orders-of-customer-10-partition-1');
  const known = async () => ((await ask(url, 'topology?kinds=cluster')).body as GraphAnswer).counts.topic ?? 0;
  for (let tries = 0; (await known()) < plan.topics; tries++) {
    if (tries === 240) throw new Error(`the graph has ${await known()} topics after two minutes`);
    await pause(500);
  }
  out(`graph of ${await known()} topics`);
  for (const query of [
    `topology?node=${id}&depth=2&limit=500`,
    `topology?node=${topic}&depth=3`,
    'topology?search=customer-777&kinds=topic&limit=100',
  ]) {
    const times: number[] = [];
    let shown = 0;
    const { longestMs } = await probe.during(async () => {
      for (let i = 0; i < 7; i++) {
        const { ms, body } = await ask(url, query);
        times.push(ms);
        shown = (body as GraphAnswer).nodes.length;
      }
    });
    const text = decodeURIComponent(query).replace(broker, 'BROKER');
    out(`GET ${text.padEnd(48)} ${range(times)}, longest stall ${longestMs.toFixed(0)} ms; ${shown} nodes`);
  }
}

const brokers = await startBrokers();
const started: Running[] = [];
try {
  const idle = await startSidecar('idle', brokers.addresses[0], false);
  started.push(idle);
  await pause(15_000);
  const idleBytes = residentBytes(idle.pid);
  const idleFrom = { cpu: cpuSeconds(idle.pid), ms: performance.now() };
  await pause(10_000);
  const idleShare = ((cpuSeconds(idle.pid) - idleFrom.cpu) * 1000) / (performance.now() - idleFrom.ms);
  await idle.stop();

  const sidecar = await startSidecar('topics', brokers.addresses[0], true);
  started.push(sidecar);
  let list = await readingsOf(sidecar.url);
  const wait = async (count: number) => {
    for (; least(list) < count; list = await readingsOf(sidecar.url)) {
      const failed = list.find(({ lastError }) => lastError !== '');
      if (failed) throw new Error(`${failed.broker}: ${failed.lastError}`);
      await pause(500);
    }
  };
  await wait(1);
  const from = {
    cpu: cpuSeconds(sidecar.pid),
    ms: performance.now(),
    readings: list.reduce((sum, each) => sum + each.readings, 0),
  };
  await wait(1 + readings);
  const elapsedMs = performance.now() - from.ms;
  const done = list.reduce((sum, each) => sum + each.readings, 0) - from.readings;
  const cpuMs = (cpuSeconds(sidecar.pid) - from.cpu) * 1000 - idleShare * elapsedMs;
  const total = (of: (each: TopicReading) => number) => list.reduce((sum, each) => sum + of(each), 0);
  const answerBytes = total((each) => each.bytes) / list.length;

  out(
    `\n${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  out(
    `${total((each) => each.topics)} topics, ${total((each) => each.subscriptions)} subscriptions on ${list.length} brokers`,
  );
  out(
    `answer of a broker          ${(answerBytes / MB).toFixed(1)} MB; of all ${(total((each) => each.bytes) / MB).toFixed(1)} MB`,
  );
  out(
    `CPU of a reading            ${Math.round(cpuMs / done)} ms (wall time in the parser ${Math.round(total((each) => each.cpuMs) / list.length)} ms)`,
  );
  out(`  per MB of answer          ${(cpuMs / done / (answerBytes / MB)).toFixed(1)} ms`);
  out(
    `a reading takes             ${Math.round(total((each) => each.durationMs) / list.length)} ms, slowed to the CPU share`,
  );
  out(`idle memory                 ${(idleBytes / MB).toFixed(0)} MB`);
  out(`memory now, above idle      ${((residentBytes(sidecar.pid) - idleBytes) / MB).toFixed(0)} MB`);
  out(`peak memory, above idle     ${((sidecar.peakBytes() - idleBytes) / MB).toFixed(0)} MB (goal: below 150)`);
  const probe = new StallProbe(sidecar.url);
  const still = await probe.during(async () => void (await pause(10_000)));
  out(
    `longest stall while nobody asks                           ${still.longestMs.toFixed(0)} ms (in 10 s, with readings)`,
  );
  for (const query of [
    'topics?limit=100',
    'topics?sort=name&limit=100&offset=50000',
    'topics?top=10&limit=0',
    'topics?by=namespace',
    'topics?search=customer-77&limit=20',
    'subscriptions?verdict=orphan',
    'subscriptions?sort=backlog&limit=1000',
    'topics/acme%2Fns-1%2Forders-of-customer-10',
  ]) {
    const times: number[] = [];
    const { longestMs } = await probe.during(async () => {
      for (let i = 0; i < 5; i++) times.push((await ask(sidecar.url, query)).ms);
    });
    out(`GET ${query.padEnd(48)} ${range(times)}, longest stall ${longestMs.toFixed(0)} ms`);
  }
  await measureGraph(sidecar.url, brokers.addresses[0], probe);
} finally {
  await Promise.all(started.map((each) => each.stop()));
  brokers.child.disconnect();
  rmSync(root, { recursive: true, force: true });
}
