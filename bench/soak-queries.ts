/**
 * `npm run soak:queries`: hostile queries (deep nesting, huge ranges, catastrophic regexes, topk over everything, broken
 * text) over HTTP against a sidecar that scrapes 20,000 series a second. Each has to be answered or refused within the
 * query limit, and no scrape may be missed.
 *
 *   --queries 10000 --clients 8 --targets 10 --series 2000 --interval 1000 --timeout 2 --seed 1
 *
 * Lateness is how much later than an interval after the one before a target was asked, as the exporter saw it; before the
 * queries and while they run. Exits with 1 when a scrape was missed, or a query was neither answered nor refused in time.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { hostileQueries, type HostileQuery } from '@observatory/backend-sidecar/testing/fuzz-query';
import type { ExporterOptions } from './exporter.ts';
import { observatory } from './peers/observatory.ts';
import { startSystem, type RunningSystem } from './peers/system.ts';
import { peakResidentBytes, residentBytes } from './proc.ts';
import { bundleEntry } from './run-entry.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const timeoutMs = number('timeout', 2) * 1000;
const intervalMs = number('interval', 1000);
/** Between the deadline and the answer's first byte: a slice of work, and the turns of the other clients. */
const GRACE_MS = 1000;

interface Tally {
  outcomes: Map<string, number>;
  latenciesMs: number[];
  late: { ms: number; query: string }[];
  unexpected: string[];
  largestBytes: number;
}

interface Outcome {
  status: number;
  error: string;
  /** Until the answer began: what the limit is about. A large answer then takes its time to be read. */
  beganMs: number;
  bytes: number;
}

/** Asks one query and reads the answer to its end. */
function ask(agent: http.Agent, url: string, { query, rangeMs, stepMs }: HostileQuery): Promise<Outcome> {
  const end = Date.now();
  const params = new URLSearchParams({ query });
  if (rangeMs > 0) {
    params.set('start', String((end - rangeMs) / 1000));
    params.set('end', String(end / 1000));
    params.set('step', String(stepMs / 1000));
  }
  const body = params.toString();
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}/api/v1/query${rangeMs > 0 ? '_range' : ''}`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
    });
    request.on('response', (response) => {
      const beganMs = performance.now() - begun;
      let head = '';
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (head.length < 2000) head += chunk.toString('utf8', 0, 2000);
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          beganMs,
          bytes,
          error: response.statusCode === 200 ? '' : (/"errorType":"(\w+)"/.exec(head)?.[1] ?? head.slice(0, 80)),
        }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function client(url: string, queries: Iterator<HostileQuery>, tally: Tally): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let next = queries.next(); !next.done; next = queries.next()) {
    const shown = next.value.query.slice(0, 160);
    try {
      const { status, error, beganMs: ms, bytes } = await ask(agent, url, next.value);
      tally.latenciesMs.push(ms);
      tally.largestBytes = Math.max(tally.largestBytes, bytes);
      if (ms > timeoutMs + GRACE_MS) tally.late.push({ ms, query: shown });
      const key = status === 200 ? 'answered' : `${status} ${error}`;
      tally.outcomes.set(key, (tally.outcomes.get(key) ?? 0) + 1);
      if (status >= 500 && status !== 503) tally.unexpected.push(`${status} ${error}: ${shown}`);
    } catch (error) {
      tally.unexpected.push(`${(error as Error).message}: ${shown}`);
    }
  }
  agent.destroy();
}

async function metric(system: RunningSystem, name: string): Promise<number[]> {
  const text = await (await fetch(`${system.url}/metrics`)).text();
  return [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (.+)$`, 'gm'))].map(([, value]) => Number(value));
}

const quantile = (values: readonly number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? NaN;

const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-soak-queries-'));
const options: ExporterOptions = {
  mode: 'live',
  targets: number('targets', 10),
  series: number('series', 2000),
  intervalMs,
  ticks: 0,
  startMs: 0,
};
const exporter = fork(await bundleEntry('bench/exporter.ts'), ['exporter', JSON.stringify(options)]);
let system: RunningSystem | undefined;
let failed = false;
try {
  const { port } = await new Promise<{ port: number }>((resolve) =>
    exporter.once('message', (message) => resolve(message as { port: number })),
  );
  /** Times at which targets were asked, since the call before. */
  const arrivals = (): Promise<number[][]> =>
    new Promise((resolve) => {
      exporter.once('message', (message) => resolve((message as { arrivals: number[][] }).arrivals));
      exporter.send('arrivals');
    });
  const definition = {
    ...observatory,
    prepare(dir: string, own: number, job: Parameters<typeof observatory.prepare>[2]) {
      const start = observatory.prepare(dir, own, job);
      const limits = `query: { timeout: ${timeoutMs}ms, max_samples: 5000000, max_memory: 128MB, max_concurrency: 4 }\n`;
      writeFileSync(path.join(dir, 'observatory.yaml'), limits, { flag: 'a' });
      return start;
    },
  };
  const paths = Array.from({ length: options.targets }, (_unused, index) => `/observatory/${index}`);
  const running = await startSystem(definition, path.join(root, 'sidecar'), {
    address: `127.0.0.1:${port}`,
    paths,
    intervalMs,
  });
  system = running;
  out(
    `${os.cpus()[0]?.model}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}, ${new Date().toISOString()}`,
  );
  await pause(20 * intervalMs);
  const lateness = (times: number[][]) =>
    times.flatMap((each) => each.slice(1).map((time, i) => Math.max(0, time - each[i] - intervalMs)));
  await arrivals();
  await pause(20 * intervalMs);
  const calm = lateness(await arrivals());
  const missedBefore = (await metric(running, 'observatory_scrape_missed_ticks_total'))[0];
  const rssBefore = residentBytes(running.pid);

  const tally: Tally = { outcomes: new Map(), latenciesMs: [], late: [], unexpected: [], largestBytes: 0 };
  const queries = hostileQueries(number('seed', 1), number('queries', 10_000));
  const begun = performance.now();
  const clients = Array.from({ length: number('clients', 8) }, () => client(running.url, queries, tally));
  const progress = setInterval(
    () => out(`  ${((performance.now() - begun) / 1000).toFixed(0)} s: ${tally.latenciesMs.length} queries`),
    30_000,
  );
  await Promise.all(clients);
  clearInterval(progress);
  const seconds = (performance.now() - begun) / 1000;
  const busy = lateness(await arrivals());
  const missed = (await metric(running, 'observatory_scrape_missed_ticks_total'))[0] - missedBefore;
  const failures = (await metric(running, 'observatory_scrapes_total')).at(-1);

  out(`${tally.latenciesMs.length} queries by ${number('clients', 8)} clients in ${seconds.toFixed(0)} s`);
  for (const [outcome, count] of [...tally.outcomes].sort((a, b) => b[1] - a[1])) out(`  ${outcome}: ${count}`);
  const ms = (q: number) => quantile(tally.latenciesMs, q).toFixed(0);
  out(
    `  ms to the answer's first byte: p50 ${ms(0.5)}, p99 ${ms(0.99)}, max ${ms(1)} (limit ${timeoutMs} + ${GRACE_MS}); ` +
      `largest answer ${(tally.largestBytes / 2 ** 20).toFixed(0)} MB`,
  );
  const lateBy = (values: number[]) =>
    `p50 ${quantile(values, 0.5).toFixed(0)}, p99 ${quantile(values, 0.99).toFixed(0)}, max ${quantile(values, 1).toFixed(0)} ms of ${values.length} scrapes`;
  out(`scrapes late by: calm ${lateBy(calm)}; under queries ${lateBy(busy)}`);
  out(`missed ticks ${missed}, failed scrapes ${failures}`);
  out(
    `memory MB: before ${(rssBefore / 2 ** 20).toFixed(0)}, now ${(residentBytes(running.pid) / 2 ** 20).toFixed(0)}, peak ${(peakResidentBytes(running.pid) / 2 ** 20).toFixed(0)}`,
  );
  for (const { ms: took, query } of tally.late.slice(0, 10)) out(`LATE ${took.toFixed(0)} ms: ${query}`);
  for (const each of tally.unexpected.slice(0, 10)) out(`UNEXPECTED ${each}`);
  failed = missed > 0 || tally.late.length > 0 || tally.unexpected.length > 0;
  out(`${failed ? 'FAILED' : 'passed'}; load ${os.loadavg()[0].toFixed(1)}`);
} finally {
  exporter.kill();
  await system?.stop();
  rmSync(root, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
