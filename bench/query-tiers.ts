/**
 * `npm run bench:query-tiers`: a range query over 30 days of 1,000 series in steps of an hour, over HTTP. The days are
 * backfilled as blocks, maintenance makes the downsampled tiers, then a sidecar of its own answers from that folder.
 *
 *   --days 30 --series 1000 --interval 60 --runs 10
 *
 * Times are of the request to its last byte, its result cache off. "Cold" is the first query after the start.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Labels } from '@observatory/backend-sidecar/model/labels';
import { openDatabase } from '@observatory/backend-sidecar/tsdb/db';
import { systemClock } from '@observatory/backend-sidecar/util/clock';
import { silentLogger } from '@observatory/backend-sidecar/util/logger';
import { observatory } from './peers/observatory.ts';
import { startSystem, type RunningSystem } from './peers/system.ts';
import { cpuMilliseconds, folderBytes } from './proc.ts';
import { drain } from './query/drain.ts';

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const days = number('days', 30);
const series = number('series', 1000);
const intervalMs = number('interval', 60) * 1000;

const QUERIES: readonly [what: string, expression: string][] = [
  // Windows of six hours: the tier of one hour. Windows of one: that of five minutes, twelve times as many samples.
  ['max_over_time[6h], 1,000 series out', 'max_over_time(bench_value[6h])'],
  ['rate[6h], 1,000 series out', 'rate(bench_total[6h])'],
  ['sum by (group) of rate[6h]', 'sum by (group) (rate(bench_total[6h]))'],
  ['max_over_time, 1,000 series out', 'max_over_time(bench_value[1h])'],
  ['avg_over_time, 1,000 series out', 'avg_over_time(bench_value[1h])'],
  ['sum by (group) of avg_over_time', 'sum by (group) (avg_over_time(bench_value[1h]))'],
  ['rate[1h], 1,000 series out', 'rate(bench_total[1h])'],
  ['sum by (group) of rate[1h]', 'sum by (group) (rate(bench_total[1h]))'],
  ['plain selector, 1,000 series out', 'bench_value'],
];

/** Half of the series are gauges, half counters that sometimes fall back. */
async function fill(folder: string, endMs: number): Promise<void> {
  const database = await openDatabase({
    path: folder,
    clock: systemClock,
    logger: silentLogger,
    retentionMs: 2 * days * DAY,
  });
  const perDay = DAY / intervalMs;
  const begun = performance.now();
  for (let day = 0; day < days; day++) {
    const startMs = endMs - (days - day) * DAY;
    await database.backfill({
      *series() {
        for (const name of ['bench_total', 'bench_value']) {
          // In the order of labels, as blocks want them.
          for (let i = 0; i < series; i++) {
            const group = Math.floor((i * 10) / series);
            yield {
              labels: Labels.fromObject({ __name__: name, group: `g${group}`, id: String(i).padStart(6, '0') }),
              read(target) {
                target.length = 0;
                target.reserve(perDay);
                for (let k = 0; k < perDay; k++) {
                  const tick = day * perDay + k;
                  target.timestamps[k] = startMs + k * intervalMs;
                  target.values[k] = name === 'bench_total' ? counterAt(i, tick) : gaugeAt(i, tick);
                }
                target.length = perDay;
              },
            };
          }
        }
      },
    });
  }
  const filled = performance.now();
  // A run may leave something to do for the next: it works in bounded pieces.
  for (let i = 0; i < 20; i++) await database.maintain();
  await database.idle();
  const { blocks } = database.stats();
  const tiers = blocks.tiers.map((tier) => `${tier.resolutionMs / 1000} s: ${tier.blocks} blocks`).join(', ');
  out(
    `${2 * series} series x ${days} days at ${intervalMs / 1000} s: backfilled in ${((filled - begun) / 1000).toFixed(0)} s, ` +
      `maintained in ${((performance.now() - filled) / 1000).toFixed(0)} s; ${tiers}; ${(folderBytes(folder) / 2 ** 20).toFixed(0)} MB`,
  );
  await database.close();
}

/** Seconds until a process has nothing more to do of its own: what it finds at its start it may want to compact. */
async function rested(pid: number): Promise<number> {
  for (let seconds = 2; ; seconds += 2) {
    const before = cpuMilliseconds(pid);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    if (cpuMilliseconds(pid) - before < 60 || seconds >= 60) return seconds;
  }
}

/** The same for the same place: a block's series are read several times. */
function noise(series: number, tick: number): number {
  let z = Math.imul(series + 1, 0x9e3779b9) ^ Math.imul(tick + 1, 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
}
const gaugeAt = (i: number, tick: number) =>
  Math.round(400 * (2 + Math.sin((tick + 97 * i) / 300)) + 100 * noise(i, tick)) / 4;
/** Restarts every five thousand ticks or so. */
const counterAt = (i: number, tick: number) =>
  ((tick + 131 * i) % 5000) * (5 + (i % 40)) + Math.floor(5 * noise(i, tick));

const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-bench-tiers-'));
let system: RunningSystem | undefined;
out(
  `${os.cpus()[0]?.model}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}, ${new Date().toISOString()}`,
);
try {
  const endMs = Math.floor(Date.now() / DAY) * DAY;
  await fill(path.join(root, 'data'), endMs);
  const running = await startSystem(observatory, root, undefined);
  system = running;
  out(`sidecar started; at rest after ${await rested(running.pid)} s`);
  for (const [what, expression] of QUERIES) {
    const params = new URLSearchParams({
      query: expression,
      start: String((endMs - days * DAY + HOUR) / 1000),
      end: String((endMs - HOUR) / 1000),
      step: '3600',
      nocache: '1',
    });
    const url = `${running.url}/api/v1/query_range?${params}`;
    const wall: number[] = [];
    let bytes = 0;
    let cpuBefore = 0;
    for (let run = 0; run <= number('runs', 10); run++) {
      if (run === 1) cpuBefore = cpuMilliseconds(running.pid);
      const begun = performance.now();
      bytes = await drain(url);
      wall.push(performance.now() - begun);
    }
    const cpuMs = (cpuMilliseconds(running.pid) - cpuBefore) / number('runs', 10);
    const warm = wall.slice(1).sort((a, b) => a - b);
    out(
      `  ${what.padEnd(36)} cold ${wall[0].toFixed(0).padStart(4)} ms, then min ${warm[0].toFixed(0).padStart(4)}, median ${warm[warm.length >> 1].toFixed(0).padStart(4)} ms; CPU ${cpuMs.toFixed(0)} ms; ${(bytes / 1e6).toFixed(1)} MB`,
    );
  }
  out(`load at the end ${os.loadavg()[0].toFixed(1)}`);
} finally {
  await system?.stop();
  rmSync(root, { recursive: true, force: true });
}
