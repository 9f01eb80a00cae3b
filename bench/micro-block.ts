/**
 * `node scripts/run-ts.mjs bench/micro-block.ts`: what sealed blocks cost, in bytes and time.
 *
 *   --targets 4 --series 5000 --ticks 480 --interval 15000    the synthetic set (bench/synthetic-target.ts, noisier than Pulsar)
 *   --corpus ../shared/corpus                                 recorded bodies; skipped without them
 *
 * Bytes are those of the whole block file, index included. Times are CPU of this process; "seal" is chunk encoding only,
 * "write" everything up to the durable file, "read" a selection of all series with decoding.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Labels } from '@observatory/backend-sidecar/model/labels';
import { Matcher } from '@observatory/backend-sidecar/model/matcher';
import { SampleBuffer } from '@observatory/backend-sidecar/storage';
import { compareFlat } from '@observatory/backend-sidecar/tsdb/block/compare-flat';
import { sealChunks } from '@observatory/backend-sidecar/tsdb/block/chunker';
import { decodeTimes, decodeValues, encodeTimes } from '@observatory/backend-sidecar/tsdb/block/codec/kernel';
import { openBlocks } from '@observatory/backend-sidecar/tsdb/block/index';
import { systemClock } from '@observatory/backend-sidecar/util/clock';
import { silentLogger } from '@observatory/backend-sidecar/util/logger';
import { SyntheticTarget } from './synthetic-target.ts';

interface Series {
  labels: Labels;
  times: number[];
  values: number[];
}

const args = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith('--') ? [[arg.slice(2), all[index + 1] ?? ''] as const] : [])),
);
const number = (name: string, fallback: number) => Number(args.get(name) ?? fallback);
const out = (line: string) => process.stdout.write(`${line}\n`);

/** `name{a="b",…} value [timestamp]`: enough for bodies that we wrote or recorded. */
function addBody(into: Map<string, Series>, body: string, extra: Record<string, string>, timeMs: number): void {
  for (const line of body.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const close = line.lastIndexOf('}');
    const end = close >= 0 ? close + 1 : line.indexOf(' ');
    const key = line.slice(0, end);
    const id = `${key} ${extra.instance}`;
    let series = into.get(id);
    if (!series) into.set(id, (series = { labels: parseLabels(key, extra), times: [], values: [] }));
    if (series.times[series.times.length - 1] === timeMs) continue;
    series.times.push(timeMs);
    series.values.push(Number(line.slice(end).trim().split(' ')[0].replace('Inf', 'Infinity')));
  }
}

function parseLabels(key: string, extra: Record<string, string>): Labels {
  const brace = key.indexOf('{');
  const labels: Record<string, string> = { ...extra, __name__: brace < 0 ? key : key.slice(0, brace) };
  for (const [, name, value] of key.slice(brace < 0 ? key.length : brace).matchAll(/([\w.]+)="((?:[^"\\]|\\.)*)"/g))
    labels[name] = value;
  return Labels.fromObject(labels);
}

function synthetic(): Series[] {
  const map = new Map<string, Series>();
  const interval = number('interval', 15_000);
  const start = Math.floor(Date.now() / 7_200_000) * 7_200_000;
  for (let target = 0; target < number('targets', 4); target++) {
    const source = new SyntheticTarget(target, number('series', 5000));
    for (let tick = 0; tick < number('ticks', 480); tick++) {
      addBody(
        map,
        source.render(tick, undefined).toString('latin1'),
        { instance: `broker-${target}:8080`, job: 'broker' },
        start + tick * interval + target * 137,
      );
    }
  }
  return [...map.values()];
}

function recorded(folder: string): Series[] {
  const map = new Map<string, Series>();
  for (const file of readdirSync(folder).sort()) {
    const match = /^(.+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.(\d+)Z\.prom\.gz$/.exec(file);
    if (!match) continue;
    const [, node, year, month, day, hour, minute, second, ms] = match;
    const timeMs = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second, +ms);
    addBody(
      map,
      gunzipSync(readFileSync(path.join(folder, file))).toString('utf8'),
      { instance: node, job: node.split('_')[0] },
      timeMs,
    );
  }
  return [...map.values()];
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function measure(name: string, series: Series[]): Promise<void> {
  series.sort((a, b) => compareFlat(a.labels.flat, b.labels.flat));
  const columns = series.map(({ times, values }) => ({
    times: Float64Array.from(times),
    values: Float64Array.from(values),
  }));
  const samples = columns.reduce((sum, { times }) => sum + times.length, 0);
  let started = cpuMs();
  const chunks = columns.flatMap(({ times, values }) => sealChunks(times, [values]));
  const sealMs = cpuMs() - started;
  const chunkBytes = chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
  started = cpuMs();
  for (const { bytes, times } of chunks) decodeValues(bytes, 0, bytes.length, times.length);
  const decodeMs = cpuMs() - started;
  const column = encodeTimes(columns[0].times, 0, Math.min(1024, columns[0].times.length));
  started = cpuMs();
  for (let i = 0; i < 1000; i++) decodeTimes(column, 0, column.length, Math.min(1024, columns[0].times.length));
  const timesNs = ((cpuMs() - started) * 1e6) / 1000 / Math.min(1024, columns[0].times.length);

  const dir = mkdtempSync(path.join(os.tmpdir(), 'observatory-micro-block-'));
  const store = await openBlocks(dir, {
    clock: systemClock,
    logger: silentLogger,
    retentionMs: 0,
    retentionSizeBytes: 0,
  });
  const input = {
    series: () =>
      series.map(({ labels }, i) => ({
        labels,
        read(into: SampleBuffer) {
          into.length = 0;
          into.reserve(columns[i].times.length);
          into.timestamps.set(columns[i].times);
          into.values.set(columns[i].values);
          into.length = columns[i].times.length;
        },
      })),
  };
  started = cpuMs();
  const wall = performance.now();
  const meta = await store.write(input, 0, 8e15);
  const writeMs = cpuMs() - started;
  const writeWallMs = performance.now() - wall;
  const matchers = [new Matcher('=~', '__name__', '.+')];
  started = cpuMs();
  const sets = await store.select({ matchers, minTimeMs: 0, maxTimeMs: 8e15 });
  const selectMs = cpuMs() - started;
  const buffer = new SampleBuffer();
  started = cpuMs();
  for (const set of sets) {
    for (let i = 0; i < set.count; i++) {
      buffer.length = 0;
      set.read(i, buffer);
    }
    set.close();
  }
  const readMs = cpuMs() - started;
  const perSample = (bytes: number) => (bytes / samples).toFixed(3);
  const ns = (ms: number) => ((ms * 1e6) / samples).toFixed(1);
  out(
    `${name}: ${series.length} series, ${samples} samples, ${meta?.stats.chunks} chunks, ${meta?.stats.columns} timestamp columns`,
  );
  out(
    `  bytes/sample   values encoded ${perSample(chunkBytes)}   block file with index ${perSample(store.stats().sizeBytes)}`,
  );
  out(
    `  ns/sample      seal ${ns(sealMs)}   write ${ns(writeMs)} (wall ${ns(writeWallMs)})   decode ${ns(decodeMs)}   timestamps ${timesNs.toFixed(1)}   read ${ns(readMs)}`,
  );
  out(`  select of all  ${selectMs.toFixed(0)} ms CPU, ${((selectMs * 1000) / series.length).toFixed(2)} us/series`);
  await store.close();
  rmSync(dir, { recursive: true });
}

await measure('synthetic', synthetic());
const folder = path.join(args.get('corpus') ?? '../shared/corpus', 'pulsar-4.0.8/metrics/baseline-15s');
if (existsSync(folder)) await measure('recorded Pulsar bodies', recorded(folder));
else out(`recorded Pulsar bodies: skipped, ${folder} is missing`);
