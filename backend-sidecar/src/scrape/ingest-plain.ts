import type { Labels } from '../model/labels.ts';
import type { Appender, SeriesRef } from '../storage.ts';
import { ExpositionError, syntaxError } from './exposition/exposition-error.ts';
import { FamilyTracker } from './exposition/families.ts';
import { chooseFormat, type ExpositionFormat } from './exposition/format.ts';
import { checkBodySize, checkSampleLimit } from './exposition/limits.ts';
import type { Dialect } from './exposition/line-cursor.ts';
import { parseExposition } from './exposition/parse.ts';
import { RepairCounts } from './exposition/repairs.ts';
import type { SampleTail } from './exposition/sample-line.ts';
import { ScrapeOutput, type TaggedExemplar } from './ingest-output.ts';
import { RefSet } from './ingest-ref-set.ts';
import { SeriesResolver } from './ingest-series.ts';
import type { IngestOptions, IngestResult, Ingester } from './ingest-types.ts';

interface PendingSample {
  labels: Labels;
  tail: SampleTail;
  line: number;
}

/**
 * Reads each body anew with the full parser. It serves strict mode, which needs rules over the whole body, and is the
 * measure of the cached reader: both must give the store the same samples (ingest.property.test.ts).
 */
export class PlainIngester implements Ingester {
  private readonly options: IngestOptions;
  private readonly fallback: ExpositionFormat;
  private readonly resolver: SeriesResolver;
  private readonly output: ScrapeOutput;
  private chunks: Uint8Array[] = [];
  private received = 0;
  private dialect: Dialect;

  constructor(appender: Appender, options: IngestOptions, fallback: ExpositionFormat) {
    this.options = options;
    this.fallback = fallback;
    this.resolver = new SeriesResolver(appender, options);
    this.output = new ScrapeOutput(appender, options);
    this.dialect = { format: fallback, strict: options.strict };
  }

  begin(contentType: string | undefined): void {
    this.abort();
    this.dialect = { format: chooseFormat(contentType, this.fallback), strict: this.options.strict };
  }

  write(chunk: Uint8Array): void {
    this.received += chunk.length;
    checkBodySize(this.received, this.options.limits);
    this.chunks.push(chunk.slice());
  }

  finish(timestampMs: number): IngestResult {
    const body = Buffer.concat(this.chunks);
    this.abort();
    const repairs = new RepairCounts();
    const families = new FamilyTracker(this.dialect);
    const pending: PendingSample[] = [];
    let scraped = 0;
    parseExposition(body, this.dialect, {
      sample: (sample, line) => {
        scraped++;
        families.sample(sample.labels.metricName, line);
        const final = this.finalLabels(sample.labels, line);
        repairs.addBits(sample.repairs | sample.tail.repairs | final.repairs);
        if (final.labels) pending.push({ labels: final.labels, tail: sample.tail, line });
      },
      comment: (comment, line, bits) => {
        repairs.addBits(bits);
        families.comment(comment, line);
      },
    });
    checkSampleLimit(pending.length, this.options.limits);
    const { refused, added } = this.store(pending, timestampMs, repairs);
    const summary = families.finish();
    repairs.addAll(summary.repairs);
    this.output.setMetadata(summary.metadata);
    return { scraped, postRelabel: pending.length, added, bodyBytes: body.length, repairs: repairs.counts, refused };
  }

  abort(): void {
    this.chunks = [];
    this.received = 0;
  }

  markStale(timestampMs: number): void {
    this.output.markStale(timestampMs);
  }

  close(): void {
    this.abort();
  }

  private finalLabels(scraped: Labels, line: number): { labels: Labels | undefined; repairs: number } {
    try {
      return this.resolver.finalLabels(scraped);
    } catch (error) {
      throw error instanceof ExpositionError ? error.atLine(line) : error;
    }
  }

  private store(
    pending: readonly PendingSample[],
    timestampMs: number,
    repairs: RepairCounts,
  ): { refused: Record<string, number>; added: number } {
    const refs = new Uint32Array(pending.length);
    const values = new Float64Array(pending.length);
    const timed = { refs: [] as number[], values: [] as number[], times: [] as number[] };
    const exemplars: TaggedExemplar[] = [];
    const seen = new RefSet();
    const noRoom: Record<string, number> = {};
    let length = 0;
    for (const { labels, tail, line } of pending) {
      const ref: SeriesRef | string = this.resolver.ref(labels);
      if (typeof ref === 'string') {
        noRoom[ref] = (noRoom[ref] ?? 0) + 1;
        continue;
      }
      if (this.options.honorTimestamps && tail.timestampMs !== undefined) {
        timed.refs.push(ref);
        timed.values.push(tail.value);
        timed.times.push(tail.timestampMs);
      } else if (seen.add(ref)) {
        refs[length] = ref;
        values[length++] = tail.value;
      } else {
        if (this.options.strict) throw syntaxError(`duplicate sample for ${labels.toString()}`, line);
        repairs.add('duplicate_sample');
        continue;
      }
      if (tail.exemplar) exemplars.push({ ref, exemplar: tail.exemplar });
    }
    const result = this.output.commit(timestampMs, {
      batch: { refs: refs.subarray(0, length), values: values.subarray(0, length) },
      timed: {
        refs: Uint32Array.from(timed.refs),
        values: Float64Array.from(timed.values),
        times: Float64Array.from(timed.times),
      },
      exemplars,
      mayDiffer: true,
    });
    for (const [reason, times] of Object.entries(noRoom))
      result.refused[reason] = (result.refused[reason] ?? 0) + times;
    return result;
  }
}
