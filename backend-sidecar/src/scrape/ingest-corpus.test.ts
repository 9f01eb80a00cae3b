import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { RecordingAppender } from '../testing/recording-appender.ts';
import { createIngester } from './ingest.ts';
import { PlainIngester } from './ingest-plain.ts';
import type { IngestOptions, IngestResult, Ingester } from './ingest-types.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));
const pulsar = path.join(corpus, 'pulsar-4.0.8/metrics');
const describeCorpus = existsSync(corpus) ? describe : describe.skip;

const OPTIONS: IngestOptions = {
  mutateLabels: (labels) => labels,
  honorTimestamps: true,
  trackTimestampsStaleness: false,
  limits: { sampleLimit: 0, labelLimit: 0, labelNameLengthLimit: 0, labelValueLengthLimit: 0, bodySizeLimitBytes: 0 },
  strict: false,
};

function load(file: string): Buffer {
  const bytes = readFileSync(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** Bodies below a folder, in the order of their times. */
function bodiesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.(prom|txt)(\.gz)?$/.test(name))
    .map((name) => path.join(folder, name))
    .sort();
}

/** Prometheus' naming: OpenMetrics bodies are told by their last line. */
function typeOf(body: Buffer): string {
  return /# EOF\n?$/.test(body.toString('latin1', Math.max(0, body.length - 8)))
    ? 'application/openmetrics-text'
    : 'text/plain';
}

/** Lines that are neither empty nor comments: counted without any of our code. */
function naiveCount(body: Buffer): number {
  return body
    .toString('latin1')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#')).length;
}

function ingest(ingester: Ingester, body: Buffer, timestampMs: number): IngestResult {
  ingester.begin(typeOf(body), undefined);
  ingester.write(body);
  return ingester.finish(timestampMs);
}

function once(file: string, options: Partial<IngestOptions> = {}) {
  const appender = new RecordingAppender();
  const result = ingest(createIngester(appender, { ...OPTIONS, ...options }), load(file), 1000);
  return { result, appender };
}

describeCorpus('recorded bodies (skipped when ../shared/corpus is missing)', () => {
  it('are read whole: as many samples as a naive count, cached and plain alike, scrape after scrape of each node', () => {
    const files = bodiesBelow(pulsar);
    expect(files.length).toBeGreaterThan(300);
    const nodes = new Map<string, { cached: Ingester; plain: Ingester; appenders: RecordingAppender[] }>();
    let samples = 0;
    files.forEach((file, i) => {
      const body = load(file);
      const node = path.basename(file).split('_').slice(0, 2).join('_') + path.dirname(file);
      const appenders = [new RecordingAppender(), new RecordingAppender()];
      const pair = nodes.get(node) ?? {
        cached: createIngester(appenders[0], OPTIONS),
        plain: new PlainIngester(appenders[1], OPTIONS, 'text'),
        appenders,
      };
      nodes.set(node, pair);
      const cached = ingest(pair.cached, body, i * 1000);
      expect(cached.scraped).toBe(naiveCount(body));
      samples += cached.scraped;
      // Every fifth body is enough for the slow reader: both see all changes since the last comparison.
      if (i % 5 !== 0) return;
      const plain = ingest(pair.plain, body, i * 1000);
      expect({ ...cached, added: 0 }).toEqual({ ...plain, added: 0 });
    });
    expect(samples).toBeGreaterThan(500_000);
    for (const { cached } of nodes.values()) cached.close();
  }, 30_000);

  it.each([
    ['alltypes.237mfs.prom.txt', 'text/plain'],
    ['alltypes.237mfs.nometa.prom.txt', 'text/plain'],
    ['alltypes.5mfs.om.txt', 'application/openmetrics-text'],
    ['1histogram.om.txt', 'application/openmetrics-text'],
  ])('%s is read whole', (name, type) => {
    const body = load(path.join(corpus, 'textparse', name));
    const read = (strict: boolean) => {
      const ingester = createIngester(new RecordingAppender(), { ...OPTIONS, strict });
      ingester.begin(type, undefined);
      ingester.write(body);
      return ingester.finish(1).scraped;
    };
    expect(read(false)).toBe(naiveCount(body));
    // Prometheus' own client writes a sum beside negative buckets, which OpenMetrics 1.0 forbids.
    if (name === 'alltypes.5mfs.om.txt')
      expect(() => read(true)).toThrow('histogram with negative buckets must not have a sum');
    else expect(read(true)).toBe(naiveCount(body));
  });
});

/** reference/pulsar-real.md §3, "Ways in which a strict parser breaks", in its order. */
describeCorpus('the ways in which Pulsar breaks a strict parser (skipped when ../shared/corpus is missing)', () => {
  const first = (folder: string, node: string) =>
    bodiesBelow(path.join(pulsar, folder)).find((file) => path.basename(file).includes(node)) ?? '';
  const broker = first('topic-level', 'broker-1');
  const bookie = first('topic-level', 'bookie-1');
  const worker = first('topic-level', 'fw-2');
  const processRuntime = first('process-runtime', 'fw-2');

  it('1: TYPE x over x_total under text 0.0.4: the metadata goes to x_total', () => {
    const { result, appender } = once(broker);
    expect(result.repairs.openmetrics_names).toBeGreaterThanOrEqual(40);
    expect(once(bookie).result.repairs.openmetrics_names).toBe(9);
    expect(appender.metadata.get('caffeine_cache_eviction_total')).toMatchObject({ type: 'counter' });
    expect(appender.metadata.has('caffeine_cache_eviction')).toBe(false);
  });

  it('2: repeated TYPE and HELP lines: the first counts', () => {
    expect(once(broker).result.repairs.duplicate_type).toBeGreaterThanOrEqual(32);
    expect(once(processRuntime).result.repairs.duplicate_type).toBe(518);
    expect(once(processRuntime).result.repairs.duplicate_help).toBeGreaterThan(400);
    expect(() => once(broker, { strict: true })).toThrow(/^line \d+: second TYPE line for metric name/);
  });

  it('3: the same series several times: the first sample is kept, as in Prometheus', () => {
    const { result, appender } = once(processRuntime);
    expect(result.scraped).toBe(1211);
    expect(result.repairs.duplicate_sample).toBe(714);
    expect(appender.batches).toMatchObject([{ length: 497 }]);
  });

  it('4: TYPE without samples', () => {
    expect(once(broker).result.repairs.type_without_samples).toBeGreaterThan(0);
    expect(once(bookie).result.repairs.type_without_samples).toBeGreaterThan(0);
    expect(once(worker).result.repairs.type_without_samples).toBeGreaterThan(0);
  });

  it('5: families whose samples are not contiguous', () => {
    expect(once(broker).result.repairs.split_family).toBeGreaterThanOrEqual(20);
    expect(once(bookie).result.repairs.split_family).toBeGreaterThan(0);
  });

  it('6: -Infinity and NaN', () => {
    const { result, appender } = once(bookie);
    expect(result.repairs.infinity_spelling).toBeGreaterThan(0);
    expect(appender.log.filter((line) => line.includes(' -Infinity @')).length).toBe(result.repairs.infinity_spelling);
    expect(appender.log.filter((line) => line.includes(' NaN @')).length).toBeGreaterThan(1000);
    expect(appender.log.some((line) => line.includes('STALE'))).toBe(false);
  });

  it('7: trailing commas, blanks between labels, empty braces', () => {
    expect(once(worker).result.repairs.trailing_comma).toBeGreaterThan(50);
    expect(once(bookie).result.repairs.empty_braces).toBeGreaterThan(0);
  });

  it('8: commas and slashes in values; an exception’s message as a label is cut', () => {
    const { appender } = once(broker);
    expect(appender.log.some((line) => line.includes('subscription="dashboards,archive-0"'))).toBe(true);
    expect(appender.log.some((line) => line.includes('namespace="pulsar/demo-1/127.0.0.1:8080"'))).toBe(true);
    const recording = new RecordingAppender();
    const message = `${'e'.repeat(119)}💥${'x'.repeat(5000)}`;
    const result = ingest(
      createIngester(recording, OPTIONS),
      Buffer.from(`pulsar_function_user_exception{error="${message}"} 1\n`),
      1,
    );
    expect(result.repairs).toEqual({ label_value_cut: 1 });
    expect(recording.log).toEqual([`pulsar_function_user_exception{error="${'e'.repeat(119)}…"} 1 @1`]);
  });

  it('9: names that hold facts of a node are names like others', () => {
    expect(once(bookie).appender.log.some((line) => line.startsWith('bookie_ledger_dir__'))).toBe(true);
  });

  it('10: types that lie are put right in the metadata, steps are told', () => {
    const { result, appender } = once(broker);
    expect(result.repairs.type_corrected).toBeGreaterThan(0);
    expect(appender.metadata.get('pulsar_in_messages_total')).toMatchObject({ type: 'counter' });
    expect(appender.metadata.get('pulsar_in_messages_total')?.steppedMs).toBeUndefined();
    expect(appender.metadata.get('pulsar_rate_in')).toMatchObject({ type: 'gauge', steppedMs: 60_000 });
    expect(appender.metadata.get('pulsar_storage_write_latency_le_10')).toMatchObject({ steppedMs: 60_000 });
    const bookieMetadata = once(bookie).appender.metadata;
    expect(bookieMetadata.get('bookie_journal_JOURNAL_QUEUE_SIZE')).toMatchObject({ type: 'gauge' });
    expect(bookieMetadata.get('bookie_journal_JOURNAL_SYNC')).toMatchObject({ type: 'summary', steppedMs: 60_000 });
    expect(bookieMetadata.get('bookie_journal_JOURNAL_SYNC_count')?.steppedMs).toBeUndefined();
  });

  it('11: the JVM’s command line on each OpenTelemetry series is dropped', () => {
    const { result, appender } = once(first('otel', 'broker-2_otel_1'));
    expect(result.repairs.label_dropped).toBeGreaterThan(1000);
    expect(appender.log.some((line) => line.includes('process_command_args'))).toBe(false);
  });
});
