/**
 * `npm run bench:query`: seven queries over an hour of 50,000 series, asked of the sidecar, Prometheus and VictoriaMetrics
 * over HTTP in one run. All get the same samples by remote write and are asked in turn, so that what else the machine does
 * hits all alike.
 *
 *   --runs 10 --targets 10 --series 5000 --systems observatory,prometheus,victoria-metrics,prometheus-3 --only Q2,Q3
 *
 * CPU is the time all threads of the process ran, wall that of the request to its last byte; memory is the peak of RSS
 * during the query above RSS before it. Caches of results are off in all. Linux only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BENCH_QUERIES, type BenchQuery } from './query/queries.ts';
import { Dataset } from './query/dataset.ts';
import { drain } from './query/drain.ts';
import { observatory } from './peers/observatory.ts';
import { prometheus } from './peers/prometheus.ts';
import { startSystem, type RunningSystem, type SystemDefinition } from './peers/system.ts';
import { victoriaMetrics } from './peers/victoria-metrics.ts';
import { cpuMilliseconds, peakResidentBytes, resetPeak, residentBytes } from './proc.ts';
import { sendWrite, writeRequest } from './remote-write.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);

const TICKS = 240;
const INTERVAL_MS = 15_000;
const LOAD_TICKS = 60;
const WARM_UPS = 8;

const definitions: SystemDefinition[] = [observatory, prometheus('prometheus', 'prometheus'), victoriaMetrics];
if (process.env.PROMETHEUS3) definitions.push(prometheus(process.env.PROMETHEUS3, 'prometheus-3'));

interface Cost {
  cpuMs: number[];
  wallMs: number[];
  peakBytes: number;
  bytes: number;
}

async function load(systems: readonly RunningSystem[], startMs: number): Promise<number> {
  const dataset = new Dataset(number('targets', 10), number('series', 5000));
  for (let tick = 0; tick < TICKS; tick += LOAD_TICKS) {
    for (const batch of dataset.next(LOAD_TICKS, startMs + tick * INTERVAL_MS, INTERVAL_MS)) {
      const body = writeRequest(batch);
      await Promise.all(systems.map(({ url }) => sendWrite(url, body)));
    }
  }
  for (const { definition, url } of systems)
    if (definition === victoriaMetrics) await fetch(`${url}/internal/force_flush`);
  return dataset.labels.length;
}

function urlOf(query: BenchQuery, startMs: number): string {
  const endMs = startMs + (TICKS - 1) * INTERVAL_MS;
  const params = new URLSearchParams({ query: query.expression, nocache: '1' });
  if (query.stepSeconds === undefined) {
    params.set('time', String(endMs / 1000));
    return `/api/v1/query?${params}`;
  }
  params.set('start', String(startMs / 1000));
  params.set('end', String(endMs / 1000));
  params.set('step', String(query.stepSeconds));
  return `/api/v1/query_range?${params}`;
}

async function measure(
  systems: readonly RunningSystem[],
  query: BenchQuery,
  startMs: number,
): Promise<Map<string, Cost>> {
  const target = urlOf(query, startMs);
  const costs = new Map<string, Cost>();
  for (const system of systems) {
    // Compilers and caches of indices are warm, as they are behind a dashboard.
    for (let i = 0; i < WARM_UPS; i++) await drain(system.url + target);
    costs.set(system.definition.name, { cpuMs: [], wallMs: [], peakBytes: 0, bytes: 0 });
  }
  for (let run = 0; run < number('runs', 10); run++) {
    // Alternating order, so that none is always the first after a pause.
    for (const system of run % 2 === 0 ? systems : [...systems].reverse()) {
      const cost = costs.get(system.definition.name) as Cost;
      resetPeak(system.pid);
      const residentBefore = residentBytes(system.pid);
      const cpuBefore = cpuMilliseconds(system.pid);
      for (let i = 0; i < query.repeat; i++) {
        const begun = performance.now();
        cost.bytes = await drain(system.url + target);
        cost.wallMs.push(performance.now() - begun);
      }
      cost.cpuMs.push((cpuMilliseconds(system.pid) - cpuBefore) / query.repeat);
      cost.peakBytes = Math.max(cost.peakBytes, peakResidentBytes(system.pid) - residentBefore);
    }
  }
  return costs;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];
const fixed = (value: number) => value.toFixed(value < 10 ? 2 : 0);

function print(query: BenchQuery, costs: ReadonlyMap<string, Cost>): void {
  out(`\n${query.name}  ${query.what}`);
  for (const [name, { cpuMs, wallMs, peakBytes, bytes }] of costs) {
    out(
      `  ${name.padEnd(18)} CPU ms min ${fixed(Math.min(...cpuMs)).padStart(6)} median ${fixed(median(cpuMs)).padStart(6)}` +
        `   wall ms min ${fixed(Math.min(...wallMs)).padStart(6)} median ${fixed(median(wallMs)).padStart(6)}` +
        `   peak +${(peakBytes / 2 ** 20).toFixed(0)} MB   answer ${(bytes / 1000).toFixed(1)} kB`,
    );
  }
  const ours = costs.get('observatory');
  const peers = [...costs].filter(([name]) => name !== 'observatory').map(([, cost]) => cost);
  if (!ours || peers.length === 0) return;
  const ratio = (of: (cost: Cost) => number) => (of(ours) / Math.min(...peers.map(of))).toFixed(2);
  out(
    `  ratio to the faster peer: CPU ${ratio((c) => Math.min(...c.cpuMs))} (median ${ratio((c) => median(c.cpuMs))}), ` +
      `wall ${ratio((c) => Math.min(...c.wallMs))} (median ${ratio((c) => median(c.wallMs))})`,
  );
}

const wanted = args.get('systems')?.split(',');
const only = args.get('only')?.split(',');
const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-bench-query-'));
const systems: RunningSystem[] = [];
out(
  `${os.cpus()[0]?.model}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}, ${new Date().toISOString()}`,
);
try {
  for (const definition of definitions) {
    if (wanted && !wanted.includes(definition.name)) continue;
    const missing = definition.missing();
    if (missing) out(`  ${definition.name}: skipped, ${missing}`);
    else systems.push(await startSystem(definition, path.join(root, definition.name), undefined));
  }
  // The hour ends a minute ago, on a whole minute.
  const endMs = Math.floor(Date.now() / 60_000 - 1) * 60_000;
  const startMs = endMs - (TICKS - 1) * INTERVAL_MS;
  const begun = performance.now();
  const series = await load(systems, startMs);
  out(`${series} series x ${TICKS} samples loaded into each in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  if (args.has('pids')) for (const { definition, pid, url } of systems) out(`  ${definition.name} pid ${pid} ${url}`);
  for (const query of BENCH_QUERIES) {
    if (!only || only.includes(query.name)) print(query, await measure(systems, query, startMs));
  }
  out(`\nload at the end ${os.loadavg()[0].toFixed(1)}`);
} finally {
  for (const system of systems) await system.stop();
  rmSync(root, { recursive: true, force: true });
}
