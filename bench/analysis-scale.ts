/**
 * `npm run bench:analysis`: 50,000 series, two hours at 15 s: how long until `explain` has its ranking, until `correlate` has
 * compared all series, what memory it takes, and how late a timer of 100 ms was meanwhile (as a scrape would be).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { analyse, correlate, toExplanation } from '@observatory/backend-sidecar/analysis/index';
import { Labels } from '@observatory/backend-sidecar/model/labels';
import { createEngine } from '@observatory/backend-sidecar/promql/index';
import { openDatabase } from '@observatory/backend-sidecar/tsdb/db';
import { VirtualClock } from '@observatory/backend-sidecar/util/clock';
import { residentBytes } from './proc.ts';

const SERIES = Number(process.argv[2] ?? 50_000);
const STEP_MS = 15_000;
const STEPS = 480;
const startMs = Date.UTC(2026, 10, 2, 10);
const root = mkdtempSync(path.join(os.tmpdir(), 'observatory-scale-'));
const clock = new VirtualClock(startMs);
const database = await openDatabase({ path: root, clock, fsyncIntervalMs: 3_600_000 });
const out = (line: string) => process.stdout.write(`${line}\n`);

/** Signals of brokers, bookies, topics and subscriptions, and per topic as many other series as make up the number. */
const labels: Record<string, string>[] = [];
const cluster = 'scale';
const nodes = [
  ...Array.from({ length: 6 }, (_, i) => ['broker', `10.0.0.${i + 1}:8080`]),
  ...Array.from({ length: 6 }, (_, i) => ['bookie', `10.0.1.${i + 1}:8000`]),
];
for (const [job, instance] of nodes) {
  const base = { cluster, job, instance };
  labels.push(
    { ...base, __name__: 'up' },
    { ...base, __name__: 'jvm_gc_collection_seconds_sum', gc: 'G1' },
    { ...base, __name__: 'process_cpu_seconds_total' },
  );
  if (job === 'bookie')
    for (const name of [
      'bookie_WRITE_BYTES',
      'bookie_journal_JOURNAL_QUEUE_SIZE',
      'bookkeeper_server_ADD_ENTRY_IN_PROGRESS',
      'bookie_SERVER_STATUS',
    ])
      labels.push({ ...base, __name__: name });
  else
    for (const name of [
      'pulsar_broker_publish_latency_sum',
      'pulsar_broker_publish_latency_count',
      'pulsar_active_connections',
    ])
      labels.push({ ...base, __name__: name });
}
for (let topic = 0; labels.length < SERIES; topic++) {
  const [job, instance] = nodes[topic % 6];
  const base = { cluster, job, instance, namespace: 'a/b', topic: `persistent://a/b/t-${topic}` };
  for (const name of ['pulsar_in_messages_total', 'pulsar_producers_count', 'pulsar_publish_rate_limit_times'])
    labels.push({ ...base, __name__: name });
  for (const name of [
    'pulsar_subscription_back_log',
    'pulsar_subscription_consumers_count',
    'pulsar_out_messages_total',
    'pulsar_subscription_unacked_messages',
  ])
    labels.push({ ...base, __name__: name, subscription: 's' });
  for (let i = 0; i < 56; i++) labels.push({ ...base, __name__: `pulsar_storage_detail_${i}` });
}
labels.length = SERIES;
const isCounter = labels.map(
  ({ __name__ }) =>
    /_total$|_sum$|_count$|BYTES$|limit_times$/.test(__name__) && !/consumers_count|producers_count/.test(__name__),
);
const refs = new Uint32Array(labels.map((each) => database.seriesRef(Labels.fromObject(each))));
const values = new Float64Array(SERIES);
const layoutId = database.newLayoutId();
let seed = 1;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296;
const FAULT = 400;
const began = performance.now();
for (let step = 0; step < STEPS; step++) {
  const timestampMs = startMs + step * STEP_MS;
  await clock.advanceTo(timestampMs);
  for (let i = 0; i < SERIES; i++) {
    const name = labels[i].__name__;
    if (
      name === 'up' ||
      name === 'bookie_SERVER_STATUS' ||
      name.endsWith('consumers_count') ||
      name.endsWith('producers_count')
    )
      values[i] = 1;
    else if (isCounter[i]) values[i] += 100 + 20 * random();
    else values[i] = 50 + 10 * random();
    // One bookie's queue grows, publishing slows, and a tenth of the other series feel it.
    if (step >= FAULT && (i === 21 || name === 'pulsar_broker_publish_latency_sum' || i % 10 === 3))
      values[i] += 300 + 10 * random();
  }
  database.appendBatch({ timestampMs, length: SERIES, refs, values, layoutId, layoutVersion: 0 });
}
out(`${SERIES} series, ${STEPS} samples each, filled in ${((performance.now() - began) / 1000).toFixed(1)} s`);
const toMs = startMs + (STEPS - 1) * STEP_MS;
const fromMs = startMs + (FAULT - 16) * STEP_MS;
const deps = { source: database, promql: createEngine({ source: database, clock }) };
const before = residentBytes(process.pid);
let peak = before;
let latest = 0;
let due = performance.now() + 100;
const timer = setInterval(() => {
  latest = Math.max(latest, performance.now() - due);
  due = performance.now() + 100;
  peak = Math.max(peak, residentBytes(process.pid));
}, 100);
for (let round = 0; round < 3; round++) {
  latest = 0;
  let at = performance.now();
  const analysis = await analyse(deps, { fromMs, toMs });
  const answer = toExplanation(analysis, 5);
  out(
    `explain: first ranking after ${Math.round(performance.now() - at)} ms, ${answer.comparisons} signals, timer late by ${latest.toFixed(0)} ms: ${answer.candidates[0]?.change.text ?? answer.summary}`,
  );
  latest = 0;
  at = performance.now();
  const all = await correlate(deps, { fromMs, toMs, query: 'sum(rate(pulsar_broker_publish_latency_sum[1m]))' });
  out(
    `correlate: ${all.comparisons} series after ${Math.round(performance.now() - at)} ms, ${all.results.length} groups told, timer late by ${latest.toFixed(0)} ms`,
  );
}
clearInterval(timer);
out(`memory ${(before / 2 ** 20).toFixed(0)} MB before, ${(peak / 2 ** 20).toFixed(0)} MB at most`);
out(
  `${os.cpus()[0]?.model ?? ''}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}`,
);
await database.close();
rmSync(root, { recursive: true, force: true });
process.exit(0);
