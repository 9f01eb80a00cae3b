import type { Appender } from '../storage.ts';
import { ExpositionError } from './exposition/exposition-error.ts';
import { chooseFormat, type ExpositionFormat } from './exposition/format.ts';
import { checkSampleLimit } from './exposition/limits.ts';
import { missingEof } from './exposition/parse.ts';
import { LINE_REPAIRS, RepairCounts } from './exposition/repairs.ts';
import { parseSampleLine } from './exposition/sample-line.ts';
import { BodyBuffer, type StoredBody } from './ingest-body.ts';
import { LineReader, type ExemplarLine, type PendingSeries } from './ingest-lines.ts';
import { NameTable } from './ingest-names.ts';
import { ScrapeOutput, type TaggedExemplar } from './ingest-output.ts';
import { FLAG_DUPLICATE, FLAG_UNRESOLVED, ROW_BYTES, ROW_FLAGS, ROW_REF, ROW_WORDS } from './ingest-rows.ts';
import { BodyScan, type KnownBody } from './ingest-scan.ts';
import { SeriesResolver } from './ingest-series.ts';
import { restructure } from './ingest-structure.ts';
import type { IngestOptions, IngestResult, Ingester } from './ingest-types.ts';

/** Series that a full store refused are tried again in each scrape, but not more than this many in vain. */
const FUTILE_TRIES = 1000;
/** The store drops series that got no samples for a while: refs are asked for after a failure, and this often anyway. */
const VERIFY_REFS_MS = 5 * 60_000;
/** After a pause this long nothing is asked: numbers of dropped series may have come to mean others. */
const FORGET_REFS_MS = 30 * 60_000;

const NOTHING: KnownBody = {
  body: { address: 0, length: 0, size: 0 },
  rows: 0,
  rowsSize: 0,
  count: 0,
  format: 'text',
};

let sharedScan: BodyScan | undefined;

/**
 * The ingester with the positional scrape cache: the scan kernel compares a body with the last good one of its target and
 * leaves over only lines that are new, or have exemplars or odd numbers. Nothing is stored, and the cache not touched,
 * before the whole body was read. Always lenient: strict reading needs rules over whole bodies (ingest-plain.ts).
 */
export class CachedIngester implements Ingester {
  private readonly appender: Appender;
  private readonly options: IngestOptions;
  private readonly fallback: ExpositionFormat;
  private readonly scan: BodyScan;
  private readonly resolver: SeriesResolver;
  private readonly output: ScrapeOutput;
  private readonly buffer: BodyBuffer;
  private readonly names = new NameTable();
  private readonly lines: LineReader;
  private format: ExpositionFormat;
  private known = NOTHING;
  private structuralRepairs: Readonly<Record<string, number>> = {};
  private verifiedMs = 0;
  private keptMs = 0;
  /** Nothing is known of the last body: then even an empty one is a change. */
  private isForgetful = true;
  private mustVerify = false;
  /** Rows of the known body whose series the store refused. */
  private unresolved = 0;

  constructor(appender: Appender, options: IngestOptions, fallback: ExpositionFormat) {
    this.appender = appender;
    this.options = options;
    this.fallback = fallback;
    this.format = fallback;
    this.scan = sharedScan ??= new BodyScan();
    this.resolver = new SeriesResolver(appender, options);
    this.output = new ScrapeOutput(appender, options);
    this.buffer = new BodyBuffer(this.scan.kernel.memory, options.limits);
    this.lines = new LineReader(this.scan, this.resolver, this.names, appender, options.honorTimestamps);
  }

  begin(contentType: string | undefined, sizeHintBytes: number | undefined): void {
    this.format = chooseFormat(contentType, this.fallback);
    this.buffer.begin(sizeHintBytes);
  }

  write(chunk: Uint8Array): void {
    this.buffer.write(chunk);
  }

  abort(): void {
    this.buffer.discard();
  }

  markStale(timestampMs: number): void {
    this.output.markStale(timestampMs);
    this.mustVerify = true;
  }

  close(): void {
    this.buffer.discard();
    this.forget();
  }

  finish(timestampMs: number): IngestResult {
    const bodyBytes = this.buffer.received;
    const body = this.buffer.take();
    try {
      if (this.known.format !== this.format) this.forget();
      this.verifyRefs(timestampMs);
      const result = this.ingest(body, timestampMs);
      this.keep(body);
      this.keptMs = timestampMs;
      return { ...result, bodyBytes };
    } catch (error) {
      this.scan.kernel.memory.release(body.address, body.size);
      // A bad body leaves the cache as it was; after any other failure, or when bad bodies fill it with names, start anew.
      if (!(error instanceof ExpositionError) || this.names.size > 2 * this.known.count + 10_000) this.forget();
      throw error;
    }
  }

  private ingest(body: StoredBody, timestampMs: number): Omit<IngestResult, 'bodyBytes'> {
    const { scan } = this;
    const moved = scan.run(body, this.format, this.known) || this.isForgetful;
    const { pending, exemplars, reshaped } = this.lines.readLeftOver(moved);
    if (this.format === 'openmetrics' && !scan.endsInEof) throw missingEof(scan.count);
    let tally = scan.tally();
    checkSampleLimit(tally.kept, this.options.limits);
    const noRoom: Record<string, number> = {};
    const resolved = this.resolve(pending, noRoom);
    const mayDiffer = moved || reshaped || resolved;
    if (mayDiffer) {
      const families = restructure(scan, this.names);
      this.structuralRepairs = families.repairs;
      this.output.setMetadata(families.metadata);
      tally = scan.tally();
    }
    const { refused, added } = this.output.commit(timestampMs, {
      ...scan.gather(),
      exemplars: this.tagged(exemplars),
      mayDiffer,
    });
    for (const [reason, times] of Object.entries(noRoom)) refused[reason] = (refused[reason] ?? 0) + times;
    this.mustVerify = Object.keys(refused).length > 0;
    const repairs = new RepairCounts();
    LINE_REPAIRS.forEach((kind, bit) => repairs.add(kind, tally.repairs[bit]));
    repairs.add('duplicate_sample', tally.duplicates);
    repairs.addAll(this.structuralRepairs);
    return { scraped: tally.samples, postRelabel: tally.kept, added, repairs: repairs.counts, refused };
  }

  /** Finds the refs of new series, and of those that the store refused before. True when any row got one. */
  private resolve(pending: readonly PendingSeries[], noRoom: Record<string, number>): boolean {
    const { words } = this.scan;
    const all = this.unresolved > 0 ? this.allUnresolved(pending) : pending;
    this.unresolved = 0;
    for (const { row, labels } of all) {
      const ref = this.unresolved < FUTILE_TRIES ? this.resolver.ref(labels) : 'series_limit';
      if (typeof ref === 'number') {
        const base = this.scan.wordOf(row);
        words[base + ROW_REF] = ref;
        words[base + ROW_FLAGS] &= ~FLAG_UNRESOLVED;
      } else {
        this.unresolved++;
        noRoom[ref] = (noRoom[ref] ?? 0) + 1;
      }
    }
    return this.unresolved < all.length;
  }

  private allUnresolved(pending: readonly PendingSeries[]): PendingSeries[] {
    const { scan } = this;
    const read = new Map(pending.map(({ row, labels }) => [row, labels]));
    const all: PendingSeries[] = [];
    for (let row = 0, base = scan.wordOf(0); row < scan.count; row++, base += ROW_WORDS) {
      if (!(scan.words[base + ROW_FLAGS] & FLAG_UNRESOLVED)) continue;
      const labels = read.get(row) ?? this.resolver.finalLabels(parseSampleLine(scan.cursorAt(base)).labels).labels;
      if (labels) all.push({ row, labels });
    }
    return all;
  }

  private tagged(exemplars: readonly ExemplarLine[]): TaggedExemplar[] {
    const { words } = this.scan;
    const tagged: TaggedExemplar[] = [];
    for (const { row, exemplar } of exemplars) {
      const base = this.scan.wordOf(row);
      const ref = words[base + ROW_REF];
      if (ref !== 0 && !(words[base + ROW_FLAGS] & FLAG_DUPLICATE)) tagged.push({ ref, exemplar });
    }
    return tagged;
  }

  /** Makes this body the one that the next is compared with. */
  private keep(body: StoredBody): void {
    const { scan, known } = this;
    const { memory } = scan.kernel;
    const rowsSize = memory.roundUp(scan.count * ROW_BYTES);
    let rows = known.rows;
    if (rowsSize !== known.rowsSize) {
      memory.release(known.rows, known.rowsSize);
      rows = memory.allocate(rowsSize);
    }
    memory.bytes.copyWithin(rows, scan.scratch.rows, scan.scratch.rows + scan.count * ROW_BYTES);
    memory.release(known.body.address, known.body.size);
    this.known = { body, rows, rowsSize, count: scan.count, format: this.format };
    this.isForgetful = false;
  }

  private forget(): void {
    const { memory } = this.scan.kernel;
    memory.release(this.known.rows, this.known.rowsSize);
    memory.release(this.known.body.address, this.known.body.size);
    this.known = { ...NOTHING, format: this.format };
    this.isForgetful = true;
    this.names.take();
    this.unresolved = 0;
  }

  /** One dead ref makes the next body a first one: that is rare, and it cannot go wrong. */
  private verifyRefs(timestampMs: number): void {
    if (Math.abs(timestampMs - this.keptMs) >= FORGET_REFS_MS) this.forget();
    if (!this.mustVerify && Math.abs(timestampMs - this.verifiedMs) < VERIFY_REFS_MS) return;
    this.verifiedMs = timestampMs;
    const { words } = this.scan.kernel.memory;
    const first = this.known.rows >>> 2;
    for (let row = 0; row < this.known.count; row++) {
      const ref = words[first + row * ROW_WORDS + ROW_REF];
      if (ref !== 0 && !this.appender.isLive(ref)) return this.forget();
    }
  }
}
