/**
 * What reading a scrape costs, µs of CPU a sample: bytes copied in, scanned and handed over as one batch to a store that
 * does nothing. A synthetic Pulsar-like body of 5,000 samples with all, a tenth and none of the values changed, and the
 * recorded bodies of the corpus, scrape after scrape of one node; each beside the full parser.
 *
 *   node scripts/run-ts.mjs bench/micro-scan.ts
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AppendCounts, Appender } from '@observatory/backend-sidecar/storage';
import { CachedIngester } from '@observatory/backend-sidecar/scrape/ingest-cached';
import { scanKernel } from '@observatory/backend-sidecar/scrape/ingest-kernel';
import { PlainIngester } from '@observatory/backend-sidecar/scrape/ingest-plain';
import type { IngestOptions, Ingester } from '@observatory/backend-sidecar/scrape/ingest-types';
import type { Labels } from '@observatory/backend-sidecar/model/labels';

const OPTIONS: IngestOptions = {
  mutateLabels: (labels) => labels,
  honorTimestamps: true,
  trackTimestampsStaleness: false,
  limits: { sampleLimit: 0, labelLimit: 0, labelNameLengthLimit: 0, labelValueLengthLimit: 0, bodySizeLimitBytes: 0 },
  strict: false,
};

/** Knows refs and nothing else, so that the figures are the reader's own. */
class NullAppender implements Appender {
  private readonly refs = new Map<string, number>();
  private layouts = 0;
  private readonly counts: AppendCounts = {
    appended: 0,
    refused: { out_of_order: 0, out_of_bounds: 0, duplicate: 0, series_limit: 0, memory_limit: 0 },
  };

  seriesRef(labels: Labels): number {
    const key = labels.key();
    const ref = this.refs.get(key) ?? this.refs.size + 1;
    this.refs.set(key, ref);
    return ref;
  }
  newLayoutId = () => ++this.layouts;
  appendBatch = () => this.counts;
  append = () => undefined;
  appendStale = () => undefined;
  appendExemplar() {}
  setMetadata() {}
  isLive = () => true;
}

/** Topics with 63 series each, as a broker exposes them; `changed` of the values differ from body to body. */
function syntheticBodies(bodies: number, changed: number, timed = false): Buffer[] {
  const names = Array.from({ length: 50 }, (_, i) => `pulsar_subscription_msg_throughput_number_${i}`);
  const values = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 100_000);
  let state = 1;
  return Array.from({ length: bodies }, (_, body) => {
    const lines: string[] = [];
    for (const [n, name] of names.entries()) {
      lines.push(`# TYPE ${name} gauge`);
      for (let topic = 0; topic < 100; topic++) {
        const at = n * 100 + topic;
        state = (state * 1103515245 + 12345) % 2147483648;
        if (body === 0 || state / 2147483648 < changed) values[at] += 1 + (state % 1000);
        const value =
          n % 3 === 0 ? (values[at] / 1000).toFixed(3) : n % 3 === 1 ? String(values[at] / 7) : String(values[at]);
        lines.push(
          `${name}{cluster="demo-1",namespace="acme/telemetry",topic="persistent://acme/telemetry/clicks-${topic}-partition-1",subscription="dashboards"} ${value}${timed ? ` ${1_700_000_000_000 + body * 15_000}` : ''}`,
        );
      }
    }
    return Buffer.from(`${lines.join('\n')}\n`);
  });
}

function read(ingester: Ingester, body: Buffer, timestampMs: number, contentType = 'text/plain'): number {
  ingester.begin(contentType, body.length);
  for (let at = 0; at < body.length; at += 65_536) ingester.write(body.subarray(at, at + 65_536));
  return ingester.finish(timestampMs).scraped;
}

/** CPU µs a sample over `rounds` passes, the first scrape of each body sequence not counted. */
function measure(
  make: () => Ingester,
  bodies: readonly Buffer[],
  rounds: number,
  contentType?: string,
): { perSample: number; perByte: number } {
  const ingester = make();
  let clock = 1_700_000_000_000;
  for (const body of bodies) read(ingester, body, (clock += 15_000), contentType);
  let samples = 0;
  let bytes = 0;
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    for (const body of bodies) {
      samples += read(ingester, body, (clock += 15_000), contentType);
      bytes += body.length;
    }
  }
  const used = process.cpuUsage(before);
  ingester.close();
  const micros = used.user + used.system;
  return { perSample: micros / samples, perByte: bytes / micros };
}

function report(label: string, bodies: readonly Buffer[], rounds: number): void {
  const cached = measure(() => new CachedIngester(new NullAppender(), OPTIONS, 'text'), bodies, rounds);
  const plain = measure(
    () => new PlainIngester(new NullAppender(), OPTIONS, 'text'),
    bodies,
    Math.max(1, Math.floor(rounds / 10)),
  );
  const cells = [
    cached.perSample.toFixed(3),
    cached.perByte.toFixed(0),
    plain.perSample.toFixed(3),
    (plain.perSample / cached.perSample).toFixed(0),
  ];
  console.log(`| ${label.padEnd(44)} | ${cells.map((cell) => cell.padStart(9)).join(' | ')} |`);
}

/** Consecutive scrapes of each recorded node. */
function recordedBodies(): Map<string, Buffer[]> {
  const folder = path.resolve('../shared/corpus/pulsar-4.0.8/metrics/baseline-15s');
  const nodes = new Map<string, Buffer[]>();
  if (!existsSync(folder)) return nodes;
  for (const file of readdirSync(folder).sort()) {
    const match = /^[a-z-]+_([a-z0-9-]+)_.*\.prom\.gz$/.exec(file);
    if (match) nodes.set(match[1], [...(nodes.get(match[1]) ?? []), gunzipSync(readFileSync(path.join(folder, file)))]);
  }
  return nodes;
}

/** Linear memory that one more target takes; the scratch areas are shared by all. */
function memoryPerSeries(): string {
  const { memory } = scanKernel();
  const [body] = syntheticBodies(1, 1);
  const before = memory.used;
  const ingester = new CachedIngester(new NullAppender(), OPTIONS, 'text');
  read(ingester, body, 1);
  const held = memory.used - before;
  ingester.close();
  return `linear memory: ${(held / 5000).toFixed(0)} B a series, of which ${(body.length / 5000).toFixed(0)} B are the body's own bytes`;
}

console.log('| body                                         | cached µs |      MB/s | parser µs |    times |');
console.log('|----------------------------------------------|----------:|----------:|----------:|---------:|');
report('synthetic 5,000, no value changed', syntheticBodies(8, 0), 100);
report('synthetic 5,000, 10 % changed', syntheticBodies(8, 0.1), 100);
report('synthetic 5,000, 100 % changed', syntheticBodies(8, 1), 60);
report('synthetic 5,000, 100 % changed, with times', syntheticBodies(8, 1, true), 60);
for (const [node, bodies] of recordedBodies()) report(`recorded ${node}, ${bodies.length} scrapes`, bodies, 10);
console.log(memoryPerSeries());
