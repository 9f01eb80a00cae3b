/**
 * Micro-benchmark of the embedded store: what 50,000 series cost to append, keep and read, without HTTP or parsing.
 *   node scripts/run-ts.mjs bench/micro-store.ts [--series 50000] [--scrapes 100] [--changing 0.1]
 * CPU is the process's own (user + system) over the phase. On a busy machine compare runs, not single figures.
 */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Labels } from '@observatory/backend-sidecar/model/labels';
import { Matcher } from '@observatory/backend-sidecar/model/matcher';
import { SampleBuffer } from '@observatory/backend-sidecar/storage';
import { openDatabase } from '@observatory/backend-sidecar/tsdb/db';

const TARGETS = 10;
const { values: flags } = parseArgs({
  options: {
    series: { type: 'string', default: '50000' },
    scrapes: { type: 'string', default: '100' },
    /** Share of the samples that differ from the scrape before; Pulsar's bodies: 0.1. */
    changing: { type: 'string', default: '0.1' },
  },
});
const perTarget = Math.floor(Number(flags.series) / TARGETS);
const scrapes = Number(flags.scrapes);
const changing = Number(flags.changing);

const dir = await mkdtemp(path.join(os.tmpdir(), 'observatory-bench-'));
const start = Date.now() - scrapes * 15_000;
const db = await openDatabase({ path: dir });
globalThis.gc?.();
const idleRss = process.memoryUsage.rss();

const created = cpu();
const targets = Array.from({ length: TARGETS }, (_, t) => {
  const refs = new Uint32Array(perTarget);
  for (let i = 0; i < perTarget; i++) refs[i] = db.seriesRef(labelsOf(t, i));
  return { refs, values: new Float64Array(perTarget).map((_, i) => i * 17), layoutId: db.newLayoutId() };
});
report('create a series', created(), TARGETS * perTarget);

let seed = 1;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const appended = cpu();
let generating = 0;
for (let s = 0; s < scrapes; s++) {
  for (const [t, target] of targets.entries()) {
    const generation = cpu();
    for (let i = 0; i < perTarget; i++) {
      // Counters, sizes and, every fourth, a float with noise.
      if (random() < changing)
        target.values[i] = i % 4 === 0 ? random() * 1000 : target.values[i] + Math.floor(random() * 5000);
    }
    generating += generation();
    const jitter = Math.floor(random() * 3);
    db.appendBatch({
      timestampMs: start + s * 15_000 + t * 100 + jitter,
      length: perTarget,
      refs: target.refs,
      values: target.values,
      layoutId: target.layoutId,
      layoutVersion: 1,
    });
  }
  await new Promise((resolve) => setImmediate(resolve));
}
await db.flush();
const samples = scrapes * TARGETS * perTarget;
report('append a sample (head and WAL)', appended() - generating, samples);
globalThis.gc?.();
const rss = process.memoryUsage.rss() - idleRss;
const { head } = db.stats();
const series = TARGETS * perTarget;
line('head, bytes a series', head.bytes / series);
line('  of which chunks', head.chunkBytes / series);
line('  reserved linear memory', head.reservedBytes / series);
line('RSS over idle, bytes a series', rss / series);
line('chunk bytes a sample', head.chunkBytes / samples);
line('WAL bytes a sample', (await sizeOf(path.join(dir, 'wal'))) / samples);

const selected = cpu();
const set = await db.select({ matchers: [new Matcher('=~', 'instance', '.+')], minTimeMs: 0, maxTimeMs: Infinity });
report('select a series', selected(), set.count);
const out = new SampleBuffer(1024);
const decoded = cpu();
let read = 0;
for (let i = 0; i < set.count; i++) {
  set.read(i, out);
  read += out.length;
}
report('decode a sample', decoded(), read);
set.close();
await db.close();
const reopened = cpu();
const again = await openDatabase({ path: dir });
report('replay a sample', reopened(), samples);
await again.close();
await rm(dir, { recursive: true, force: true });

function labelsOf(target: number, i: number): Labels {
  const topic = Math.floor(i / 40);
  return Labels.fromObject({
    __name__: `pulsar_metric_${i % 40}`,
    cluster: 'demo-1',
    instance: `127.0.0.1:${7500 + target}`,
    job: 'broker',
    namespace: `tenant/ns-${topic % 12}`,
    topic: `persistent://tenant/ns-${topic % 12}/topic-${target}-${topic}`,
    subscription: `sub-${topic % 7}`,
  });
}

/** Returns a function that tells the CPU microseconds used since. */
function cpu(): () => number {
  const from = process.cpuUsage();
  return () => {
    const used = process.cpuUsage(from);
    return used.user + used.system;
  };
}

function report(what: string, micros: number, count: number): void {
  line(`${what}, ns`, (micros * 1000) / count);
}

function line(what: string, value: number): void {
  console.log(`${what.padEnd(36)} ${value.toFixed(value < 10 ? 3 : 1)}`);
}

async function sizeOf(folder: string): Promise<number> {
  let total = 0;
  for (const name of await readdir(folder)) total += (await stat(path.join(folder, name))).size;
  return total;
}
