import { NORMAL_NAN_HIGH, NORMAL_NAN_LOW } from '../model/stale.ts';
import type { Labels } from '../model/labels.ts';
import type { Appender } from '../storage.ts';
import { parseCommentLine } from './exposition/comment-line.ts';
import { ExpositionError, syntaxError } from './exposition/exposition-error.ts';
import { FamilyTracker } from './exposition/families.ts';
import { chooseFormat, type ExpositionFormat } from './exposition/format.ts';
import { checkSampleLimit } from './exposition/label-limits.ts';
import { LineCursor } from './exposition/line-cursor.ts';
import { isSample, missingEof } from './exposition/parse.ts';
import { LINE_REPAIRS, RepairCounts } from './exposition/repairs.ts';
import { parseSampleLine, parseTail, type SampleTail } from './exposition/sample-line.ts';
import { BodyBuffer, type StoredBody } from './ingest-body.ts';
import { scanKernel, type ScanKernel } from './ingest-kernel.ts';
import { NameTable } from './ingest-names.ts';
import { ScrapeOutput, type TaggedExemplar, type TimedSample } from './ingest-output.ts';
import { RefSet } from './ingest-ref-set.ts';
import * as layout from './ingest-rows.ts';
import { ScanScratch } from './ingest-scratch.ts';
import { SeriesResolver } from './ingest-series.ts';
import type { IngestOptions, IngestResult, Ingester } from './ingest-types.ts';

const {
  ROW_BYTES,
  ROW_WORDS,
  ROW_START,
  ROW_LENGTH,
  ROW_VALUE_OFFSET,
  ROW_FLAGS,
  ROW_VALUE_DOUBLE,
  ROW_REF,
  ROW_NAME,
  NEW_ROW,
} = layout;
const { FLAG_COMMENT, FLAG_ALWAYS, FLAG_DUPLICATE, FLAG_EOF, FLAG_TIMED, FLAG_UNRESOLVED } = layout;
const { PREFIX_REPAIRS_SHIFT, PREFIX_REPAIRS_MASK, TAIL_REPAIRS_SHIFT } = layout;

/** Series that the store refused are tried again in each scrape, but not more than this once it is plain that it is full. */
const FUTILE_TRIES = 1000;
/** Refs may have died when the store saw nothing of them for this long. */
const REFS_AGE_MS = 10 * 60_000;

/** The last good body and what each of its lines is. */
interface Known {
  body: StoredBody;
  rows: number;
  rowsSize: number;
  count: number;
  format: ExpositionFormat;
}

const NOTHING: Known = { body: { address: 0, length: 0, size: 0 }, rows: 0, rowsSize: 0, count: 0, format: 'text' };

/** A line read in this scrape whose series is not resolved yet. */
interface PendingSeries {
  row: number;
  labels: Labels;
}

/** A line with a time or an exemplar of its own. */
interface SpecialLine {
  row: number;
  tail: SampleTail;
}

let scratch: ScanScratch | undefined;
const seen = new RefSet();

/**
 * The ingester with the positional scrape cache: the scan kernel compares a body with the last one of its target and
 * leaves to this class only lines that are new, or have times, exemplars or odd numbers. Nothing is kept or stored
 * before the whole body was read. Always lenient: strict reading needs rules over whole bodies (ingest-plain.ts).
 */
export class CachedIngester implements Ingester {
  private readonly appender: Appender;
  private readonly options: IngestOptions;
  private readonly fallback: ExpositionFormat;
  private readonly resolver: SeriesResolver;
  private readonly output: ScrapeOutput;
  private readonly kernel: ScanKernel = scanKernel();
  private readonly scratch: ScanScratch;
  private readonly buffer: BodyBuffer;
  private readonly names = new NameTable();
  private readonly cursors: Record<ExpositionFormat, LineCursor>;
  private format: ExpositionFormat;
  private known = NOTHING;
  private structuralRepairs: Readonly<Record<string, number>> = {};
  private lastFinishMs = 0;
  private mustVerifyRefs = false;
  private unresolved = 0;
  /** View of the linear memory for the cursors, renewed when it grew. */
  private bytes: Buffer = Buffer.alloc(0);

  constructor(appender: Appender, options: IngestOptions, fallback: ExpositionFormat) {
    this.appender = appender;
    this.options = options;
    this.fallback = fallback;
    this.format = fallback;
    this.resolver = new SeriesResolver(appender, options);
    this.output = new ScrapeOutput(appender, options);
    this.buffer = new BodyBuffer(this.kernel.memory, options.limits);
    this.scratch = scratch ??= new ScanScratch(this.kernel.memory);
    this.cursors = {
      text: new LineCursor({ format: 'text', strict: false }),
      openmetrics: new LineCursor({ format: 'openmetrics', strict: false }),
    };
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
    this.mustVerifyRefs = true;
  }

  close(): void {
    this.buffer.discard();
    this.forget();
    this.names.clear();
  }

  finish(timestampMs: number): IngestResult {
    const bodyBytes = this.buffer.received;
    const body = this.buffer.take();
    try {
      if (this.known.format !== this.format) this.forget();
      this.verifyRefs(timestampMs);
      return { ...this.ingest(body, timestampMs), bodyBytes };
    } catch (error) {
      this.kernel.memory.release(body.address, body.size);
      throw error;
    }
  }

  private ingest(body: StoredBody, timestampMs: number): Omit<IngestResult, 'bodyBytes'> {
    const count = this.scan(body);
    let changed = this.kernel.wasm.structureChanged() !== 0;
    const { pending, special, reshaped } = this.readLines(body, count, changed);
    changed ||= reshaped;
    this.checkEnd(count);
    const counts = this.tally(count);
    checkSampleLimit(counts[1], this.options.limits);
    const noRoom: Record<string, number> = {};
    const resolved = this.resolve(body, count, pending, noRoom);
    const duplicates = changed || resolved ? this.restructure(body, count) : counts[2];
    const result = this.store(count, special, timestampMs, changed || resolved);
    for (const [reason, times] of Object.entries(noRoom))
      result.refused[reason] = (result.refused[reason] ?? 0) + times;
    this.mustVerifyRefs = Object.keys(result.refused).length > 0;
    this.lastFinishMs = timestampMs;
    this.keep(body, count);
    return { scraped: counts[0], postRelabel: counts[1], ...result, repairs: this.repairs(counts, duplicates) };
  }

  /** Runs the kernel; returns the number of lines. */
  private scan(body: StoredBody): number {
    const { known, scratch } = this;
    const { wasm } = this.kernel;
    scratch.reserve(known.count + (known.count >> 3) + 256, known.count);
    const run = () =>
      wasm.scan(
        body.address,
        body.length,
        known.body.address,
        known.body.length,
        known.rows,
        known.count,
        scratch.rows,
        scratch.todo,
        scratch.capacity,
        scratch.table,
        scratch.slots,
      );
    let count = run();
    if (count < 0) {
      scratch.reserve(wasm.countLines(body.address, body.length), known.count);
      count = run();
    }
    if (this.bytes.buffer !== this.kernel.memory.memory.buffer)
      this.bytes = Buffer.from(this.kernel.memory.memory.buffer);
    return count;
  }

  /** Reads what the kernel left over, in order of lines, so that the first bad line is the one that is reported. */
  private readLines(
    body: StoredBody,
    count: number,
    changed: boolean,
  ): { pending: PendingSeries[]; special: SpecialLine[]; reshaped: boolean } {
    const pending: PendingSeries[] = [];
    const special: SpecialLine[] = [];
    let reshaped = false;
    const words = this.kernel.memory.words;
    const todo = this.scratch.todo >>> 2;
    const todoEnd = todo + this.kernel.wasm.todoCount();
    let eof = changed && this.format === 'openmetrics' ? this.tally(count)[3] - 1 : -1;
    for (let at = todo; at < todoEnd; at++) {
      const row = words[at];
      if (eof >= 0 && row > eof) throw afterEof(eof);
      try {
        const isNew = words[this.wordOf(row) + ROW_NAME] === NEW_ROW || this.losesSeries(body, row);
        if (isNew) reshaped = true;
        if (!isNew) reshaped = this.readKnown(body, row, special) || reshaped;
        else if (this.readNew(body, row, pending, special) && eof < 0) eof = row;
      } catch (error) {
        throw error instanceof ExpositionError ? error.atLine(row + 1) : error;
      }
    }
    if (eof >= 0 && eof < count - 1) throw afterEof(eof);
    return { pending, special, reshaped };
  }

  /** A line whose key is that of a known row, but whose series it is not, or no longer. */
  private losesSeries(body: StoredBody, row: number): boolean {
    const words = this.kernel.memory.words;
    const base = this.wordOf(row);
    const first = this.bytes[body.address + words[base + ROW_START] + words[base + ROW_VALUE_OFFSET]];
    // More blanks or braces may follow the key: then it is not the key.
    if (first === 32 || first === 9 || first === 123) return true;
    const ref = words[base + ROW_REF];
    return (words[base + ROW_FLAGS] & FLAG_TIMED) !== 0 && ref !== 0 && !this.appender.isLive(ref);
  }

  /** Reads a line in full into its row; true when it is `# EOF`. */
  private readNew(body: StoredBody, row: number, pending: PendingSeries[], special: SpecialLine[]): boolean {
    const words = this.kernel.memory.words;
    const base = this.wordOf(row);
    const cursor = this.cursorAt(body, base);
    const start = cursor.start;
    words[base + ROW_REF] = 0;
    if (!isSample(this.bytes, start, start + words[base + ROW_LENGTH] - 1)) {
      const comment = parseCommentLine(cursor);
      const isEof = comment.kind === 'eof';
      words[base + ROW_VALUE_OFFSET] = 0;
      words[base + ROW_FLAGS] = FLAG_COMMENT | (isEof ? FLAG_EOF : 0) | (cursor.repairs << PREFIX_REPAIRS_SHIFT);
      words[base + ROW_NAME] = 0;
      return isEof;
    }
    const sample = parseSampleLine(cursor);
    const final = this.resolver.finalLabels(sample.labels);
    words[base + ROW_VALUE_OFFSET] = sample.valueOffset - start;
    words[base + ROW_FLAGS] =
      ((sample.repairs | final.repairs) << PREFIX_REPAIRS_SHIFT) | (final.labels ? FLAG_UNRESOLVED : 0);
    words[base + ROW_NAME] = this.names.number(sample.labels.metricName);
    if (final.labels) pending.push({ row, labels: final.labels });
    this.setTail(row, sample.tail, special);
    return false;
  }

  /** Reads the tail of a line whose series is known; true when it came to have, or lost, a time of its own. */
  private readKnown(body: StoredBody, row: number, special: SpecialLine[]): boolean {
    const words = this.kernel.memory.words;
    const base = this.wordOf(row);
    const wasTimed = words[base + ROW_FLAGS] & FLAG_TIMED;
    const cursor = this.cursorAt(body, base);
    cursor.position += words[base + ROW_VALUE_OFFSET];
    this.setTail(row, parseTail(cursor), special);
    return (words[base + ROW_FLAGS] & FLAG_TIMED) !== wasTimed;
  }

  private setTail(row: number, tail: SampleTail, special: SpecialLine[]): void {
    const words = this.kernel.memory.words;
    const base = this.wordOf(row);
    const isTimed = this.options.honorTimestamps && tail.timestampMs !== undefined;
    const isSpecial = isTimed || tail.exemplar !== undefined;
    const kept = words[base + ROW_FLAGS] & (PREFIX_REPAIRS_MASK | FLAG_DUPLICATE | FLAG_UNRESOLVED);
    words[base + ROW_FLAGS] =
      kept | (tail.repairs << TAIL_REPAIRS_SHIFT) | (isTimed ? FLAG_TIMED : 0) | (isSpecial ? FLAG_ALWAYS : 0);
    if (Number.isNaN(tail.value)) {
      words[base + 2 * ROW_VALUE_DOUBLE] = NORMAL_NAN_LOW;
      words[base + 2 * ROW_VALUE_DOUBLE + 1] = NORMAL_NAN_HIGH;
    } else this.kernel.memory.doubles[(base >>> 1) + ROW_VALUE_DOUBLE] = tail.value;
    if (isSpecial) special.push({ row, tail });
  }

  /** Finds the refs of new series, and of those that the store refused before. True when any row got one. */
  private resolve(
    body: StoredBody,
    count: number,
    pending: readonly PendingSeries[],
    noRoom: Record<string, number>,
  ): boolean {
    let all = pending;
    if (this.unresolved > 0) all = this.allUnresolved(body, count, pending);
    const words = this.kernel.memory.words;
    this.unresolved = 0;
    for (const { row, labels } of all) {
      const ref = this.unresolved < FUTILE_TRIES ? this.resolver.ref(labels) : 'series_limit';
      if (typeof ref === 'number') {
        const base = this.wordOf(row);
        words[base + ROW_REF] = ref;
        words[base + ROW_FLAGS] &= ~FLAG_UNRESOLVED;
      } else {
        this.unresolved++;
        noRoom[ref] = (noRoom[ref] ?? 0) + 1;
      }
    }
    return this.unresolved < all.length;
  }

  private allUnresolved(body: StoredBody, count: number, pending: readonly PendingSeries[]): PendingSeries[] {
    const known = new Map(pending.map((each) => [each.row, each.labels]));
    const all: PendingSeries[] = [];
    for (let row = 0; row < count; row++) {
      const base = this.wordOf(row);
      if (!(this.kernel.memory.words[base + ROW_FLAGS] & FLAG_UNRESOLVED)) continue;
      const labels =
        known.get(row) ?? this.resolver.finalLabels(parseSampleLine(this.cursorAt(body, base)).labels).labels;
      if (labels) all.push({ row, labels });
    }
    return all;
  }

  /** After lines came, went or moved: which rows repeat a series, and what the page says about its families. */
  private restructure(body: StoredBody, count: number): number {
    const words = this.kernel.memory.words;
    const families = new FamilyTracker({ format: this.format, strict: false });
    let duplicates = 0;
    let lastName = -1;
    seen.clear(count);
    for (let row = 0, base = this.wordOf(0); row < count; row++, base += ROW_WORDS) {
      const flags = words[base + ROW_FLAGS];
      if (flags & FLAG_COMMENT) {
        families.comment(parseCommentLine(this.cursorAt(body, base)));
        continue;
      }
      if (words[base + ROW_NAME] !== lastName) families.sample(this.names.name((lastName = words[base + ROW_NAME])));
      const ref = words[base + ROW_REF];
      const repeats = ref !== 0 && !(flags & FLAG_TIMED) && !seen.add(ref);
      words[base + ROW_FLAGS] = repeats ? flags | FLAG_DUPLICATE : flags & ~FLAG_DUPLICATE;
      if (repeats) duplicates++;
    }
    const summary = families.finish();
    this.structuralRepairs = summary.repairs;
    this.output.setMetadata(summary.metadata);
    if (this.names.size > 2 * count + 1000) this.renumber(count);
    return duplicates;
  }

  /** Names that nobody exposes any longer must not pile up. */
  private renumber(count: number): void {
    const words = this.kernel.memory.words;
    const used = new Map<number, string>();
    for (let row = 0, base = this.wordOf(0); row < count; row++, base += ROW_WORDS) {
      if (!(words[base + ROW_FLAGS] & FLAG_COMMENT))
        used.set(words[base + ROW_NAME], this.names.name(words[base + ROW_NAME]));
    }
    this.names.clear();
    for (let row = 0, base = this.wordOf(0); row < count; row++, base += ROW_WORDS) {
      if (!(words[base + ROW_FLAGS] & FLAG_COMMENT))
        words[base + ROW_NAME] = this.names.number(used.get(words[base + ROW_NAME]) ?? '');
    }
  }

  private store(
    count: number,
    special: readonly SpecialLine[],
    timestampMs: number,
    mayDiffer: boolean,
  ): { refused: Record<string, number>; added: number } {
    const { scratch } = this;
    const { words, memory } = this.kernel.memory;
    const length = this.kernel.wasm.gather(scratch.rows, count, scratch.refs, scratch.values);
    const timed: TimedSample[] = [];
    const exemplars: TaggedExemplar[] = [];
    for (const { row, tail } of special) {
      const base = this.wordOf(row);
      const ref = words[base + ROW_REF];
      const flags = words[base + ROW_FLAGS];
      if (ref === 0 || flags & FLAG_DUPLICATE) continue;
      if (flags & FLAG_TIMED) timed.push({ ref, value: tail.value, timestampMs: tail.timestampMs ?? timestampMs });
      if (tail.exemplar) exemplars.push({ ref, exemplar: tail.exemplar });
    }
    return this.output.commit(timestampMs, {
      length,
      refs: new Uint32Array(memory.buffer, scratch.refs, length),
      values: new Float64Array(memory.buffer, scratch.values, length),
      timed,
      exemplars,
      mayDiffer,
    });
  }

  /** Makes this body the one that the next is compared with. */
  private keep(body: StoredBody, count: number): void {
    const { memory } = this.kernel;
    const { known } = this;
    const size = memory.roundUp(count * ROW_BYTES);
    let rows = known.rows;
    if (size !== known.rowsSize) {
      memory.release(known.rows, known.rowsSize);
      rows = memory.allocate(size);
    }
    memory.bytes.copyWithin(rows, this.scratch.rows, this.scratch.rows + count * ROW_BYTES);
    memory.release(known.body.address, known.body.size);
    this.known = { body, rows, rowsSize: size, count, format: this.format };
  }

  private forget(): void {
    const { memory } = this.kernel;
    memory.release(this.known.rows, this.known.rowsSize);
    memory.release(this.known.body.address, this.known.body.size);
    this.known = { ...NOTHING, format: this.format };
    this.unresolved = 0;
  }

  /**
   * The store drops series that got no samples for a while: after a pause, a failure or a refusal every ref is asked for,
   * and one dead ref makes the next body a first one. (Refs never come to mean another series.)
   */
  private verifyRefs(timestampMs: number): void {
    if (!this.mustVerifyRefs && Math.abs(timestampMs - this.lastFinishMs) < REFS_AGE_MS) return;
    const words = this.kernel.memory.words;
    const first = this.known.rows >>> 2;
    for (let row = 0; row < this.known.count; row++) {
      const ref = words[first + row * ROW_WORDS + ROW_REF];
      if (ref !== 0 && !this.appender.isLive(ref)) return this.forget();
    }
  }

  private checkEnd(count: number): void {
    if (this.format !== 'openmetrics') return;
    const flags = count === 0 ? 0 : this.kernel.memory.words[this.wordOf(count - 1) + ROW_FLAGS];
    if (!(flags & FLAG_EOF)) throw missingEof(count);
  }

  private tally(count: number): Uint32Array {
    this.kernel.wasm.tally(this.scratch.rows, count, this.scratch.counts);
    const at = this.scratch.counts >>> 2;
    return this.kernel.memory.words.slice(at, at + 4 + layout.REPAIR_KINDS);
  }

  private repairs(counts: Uint32Array, duplicates: number): Readonly<Record<string, number>> {
    const repairs = new RepairCounts();
    LINE_REPAIRS.forEach((kind, bit) => repairs.add(kind, counts[4 + bit]));
    repairs.add('duplicate_sample', duplicates);
    repairs.addAll(this.structuralRepairs);
    return repairs.counts;
  }

  private cursorAt(body: StoredBody, base: number): LineCursor {
    const words = this.kernel.memory.words;
    const start = body.address + words[base + ROW_START];
    const cursor = this.cursors[this.format];
    cursor.reset(this.bytes, start, start + words[base + ROW_LENGTH] - 1);
    return cursor;
  }

  /** Index of a scratch row's first 32-bit word. */
  private wordOf(row: number): number {
    return (this.scratch.rows >>> 2) + row * ROW_WORDS;
  }
}

function afterEof(row: number): ExpositionError {
  return syntaxError('unexpected content after # EOF', row + 2);
}
