import type { Labels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import { SampleBuffer } from '../../storage.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { PostingsCache } from '../index/postings-cache.ts';
import { SeriesIndex } from '../index/series-index.ts';
import { FLAG_LATE, FLAGS, slotOf } from '../index/series-record.ts';
import type { PartSelect, PartSeriesSet, StorePart } from '../types.ts';
import { HeadSeriesSet } from './head-series-set.ts';
import { Kernel } from './kernel.ts';
import { LateSamples } from './late-samples.ts';
import { DUPLICATE, LATE, OK, OUT_OF_BOUNDS, SAME } from './verdict.ts';

export interface HeadOptions {
  /** Chunks never cross a multiple of this, so that truncation drops whole chunks. */
  blockRangeMs: number;
  /** 0: samples behind a series' newest one are refused. */
  outOfOrderWindowMs: number;
  /** 0: no limit but the address space. */
  maxSeries: number;
  maxBytes: number;
}

/** The outcome of one `appendBatch`; the head owns and reuses it. */
export interface BatchOutcome {
  /** In the store now, samples that were there already included. */
  appended: number;
  duplicate: number;
  outOfOrder: number;
  outOfBounds: number;
  memoryLimit: number;
  /** Indices into the batch of samples within the out-of-order window: to be given to `appendLate`. A copy. */
  late: Uint32Array | undefined;
  /** Body of the WAL record: bitmap of present samples, bitmap of changed values, changed values. Valid until the next call. */
  walBody: Uint8Array | undefined;
}

/**
 * The newest samples, in memory: index, chunks, out-of-order samples. Synchronous and without I/O; the database writes the
 * WAL beside it and moves what is old into blocks.
 */
export class Head implements StorePart {
  readonly kernel = new Kernel();
  readonly index = new SeriesIndex(this.kernel);
  readonly late = new LateSamples();
  readonly options: HeadOptions;
  /** In-order samples before it are out of bounds: blocks hold that time. */
  minValidTimeMs = -Infinity;
  /** In-order samples before it are in blocks; what is left of them in chunks that cross it counts no more. */
  cutTimeMs = -Infinity;
  /** A lower bound of the times of in-order samples after `cutTimeMs`; exact after a truncation. Infinity when there are none. */
  oldestInOrderMs = Infinity;
  private minTime = Infinity;
  private maxTime = -Infinity;
  private readonly postings = new PostingsCache(this.index);
  private readonly outcome: BatchOutcome = {
    appended: 0,
    duplicate: 0,
    outOfOrder: 0,
    outOfBounds: 0,
    memoryLimit: 0,
    late: undefined,
    walBody: undefined,
  };
  private readonly probe = new SampleBuffer(4);
  private readonly results: number;

  constructor(options: HeadOptions) {
    this.options = options;
    this.results = this.kernel.call.resultAddress() >>> 2;
    if (options.maxBytes > 0) this.kernel.limit(options.maxBytes);
    this.applyBounds();
  }

  get minTimeMs(): number {
    return this.minTime;
  }

  get maxTimeMs(): number {
    return this.maxTime;
  }

  /** Bytes of memory for series, chunks and index; what `maxBytes` limits. */
  get bytes(): number {
    return this.kernel.call.usedBytes() + this.index.bytes + this.late.bytes;
  }

  get chunkBytes(): number {
    return this.kernel.call.chunkBytes();
  }

  /**
   * The ref of a label set, made when new.
   * @throws ObservatoryError `OBS_STORE_SERIES_LIMIT`, `OBS_STORE_MEMORY_LIMIT` or `OBS_STORE_LABEL_LIMIT`
   */
  seriesRef(labels: Labels): number {
    const known = this.index.find(labels);
    if (known !== 0) return known;
    const { maxSeries, maxBytes } = this.options;
    if (maxSeries > 0 && this.index.count >= maxSeries) {
      throw new ObservatoryError(
        'OBS_STORE_SERIES_LIMIT',
        `the store holds ${this.index.count} series, as many as it may`,
        {
          hint: 'raise storage.max_series, or drop series with metric_relabel_configs',
          httpStatus: 429,
        },
      );
    }
    const ref = maxBytes > 0 && this.bytes >= maxBytes ? 0 : this.index.create(labels);
    if (ref === 0) {
      throw new ObservatoryError(
        'OBS_STORE_MEMORY_LIMIT',
        `the head takes ${this.bytes} bytes, no room for a new series`,
        {
          hint: 'raise storage.max_head_bytes, or scrape fewer series',
          httpStatus: 429,
        },
      );
    }
    return ref;
  }

  isLive(ref: number): boolean {
    return this.index.isLive(ref);
  }

  /** Appends values[i] to refs[i] at one time; with `wal` also makes the WAL record's body in the same pass. */
  appendBatch(
    refs: Uint32Array,
    values: Float64Array,
    length: number,
    timestampMs: number,
    wal: boolean,
  ): BatchOutcome {
    const { kernel, outcome } = this;
    const valuesOffset = (length * 4 + 7) & ~7;
    const walOffset = valuesOffset + length * 8;
    const mapBytes = (length + 7) >>> 3;
    const base = kernel.scratch(walOffset + (wal ? 2 * mapBytes + 9 * length + 16 : 0));
    // Bytes, not numbers: staleness markers keep their bits.
    kernel.u32.set(refs.length === length ? refs : refs.subarray(0, length), base >>> 2);
    kernel.u8.set(new Uint8Array(values.buffer, values.byteOffset, length * 8), base + valuesOffset);
    kernel.call.appendBatch(
      base,
      base + valuesOffset,
      length,
      timestampMs,
      this.windowOf(timestampMs),
      wal ? base + walOffset : 0,
    );
    const result = kernel.u32.subarray(this.results, this.results + 8);
    outcome.appended = result[0];
    outcome.duplicate = result[1];
    outcome.outOfOrder = result[2];
    outcome.outOfBounds = result[3] + result[6];
    outcome.memoryLimit = result[4];
    outcome.late = result[5] === 0 ? undefined : kernel.u32.slice(base >>> 2, (base >>> 2) + result[5]);
    outcome.walBody = wal ? kernel.u8.subarray(base + walOffset, base + walOffset + result[7]) : undefined;
    if (outcome.appended > 0) this.coverInOrder(timestampMs);
    return outcome;
  }

  /**
   * Appends one sample by its bits; returns a verdict (verdict.ts). `wal` asks for the value's WAL form in `walValue`.
   * LATE samples are not stored: the caller goes on with `appendLate`.
   */
  appendBits(ref: number, timestampMs: number, low: number, high: number, wal: boolean): number {
    const { kernel } = this;
    const scratch = wal ? kernel.scratch(16) : 0;
    const verdict = kernel.call.appendOne(ref, timestampMs, low, high, this.windowOf(timestampMs), scratch);
    if (verdict === OK) this.coverInOrder(timestampMs);
    return verdict;
  }

  /** After `appendBits` with `wal` answered OK: the value's WAL form, empty when equal to its base. Valid until the next call. */
  walValue(): Uint8Array {
    const length = this.kernel.u32[this.results + 7];
    const at = this.kernel.scratch(16);
    return this.kernel.u8.subarray(at, at + length);
  }

  /** Keeps a sample that a verdict called LATE; returns the final verdict. */
  appendLate(ref: number, timestampMs: number, low: number, high: number): number {
    const slot = slotOf(ref);
    if (!this.isLive(ref)) return OUT_OF_BOUNDS;
    if (this.options.maxBytes > 0 && this.bytes >= this.options.maxBytes) return LATE;
    this.probe.length = 0;
    this.readChunks(slot, timestampMs, timestampMs, this.probe);
    if (this.probe.length > 0)
      return this.probe.valueWords[0] === low && this.probe.valueWords[1] === high ? SAME : DUPLICATE;
    const answer = this.late.add(slot, timestampMs, low, high);
    if (answer !== 'added') return answer === 'same' ? SAME : DUPLICATE;
    this.setLateFlag(slot, true);
    this.cover(timestampMs);
    return OK;
  }

  /** From now on in-order samples before `timeMs` are out of bounds. */
  setMinValidTime(timeMs: number): void {
    this.minValidTimeMs = Math.max(this.minValidTimeMs, timeMs);
    this.applyBounds();
  }

  /** Sets the head's time bounds anew after chunks were dropped or restored. */
  setTimeRange(minTimeMs: number, maxTimeMs: number): void {
    this.minTime = minTimeMs;
    this.maxTime = maxTimeMs;
    this.applyBounds();
  }

  setLateFlag(slot: number, on: boolean): void {
    const at = (this.kernel.call.recordAddress(slot) >>> 0) + FLAGS;
    const flags = this.kernel.u8[at];
    this.kernel.u8[at] = on ? flags | FLAG_LATE : flags & ~FLAG_LATE;
  }

  /** Sorted slots of the series that pass the matchers; shared, not to be written. */
  slotsOf(matchers: readonly Matcher[]): Uint32Array {
    return this.postings.select(matchers);
  }

  /** As `slotsOf`, restricted to series with chunks that overlap the bounds. A new array. */
  slotsWithin(matchers: readonly Matcher[], minTimeMs: number, maxTimeMs: number): Uint32Array {
    const slots = this.slotsOf(matchers);
    if (slots.length === 0) return slots;
    const { kernel } = this;
    const base = kernel.scratch(slots.length * 4);
    kernel.u32.set(slots, base >>> 2);
    const count = kernel.call.filterByTime(base, slots.length, minTimeMs, maxTimeMs, FLAG_LATE);
    const found = kernel.u32.slice(base >>> 2, (base >>> 2) + count);
    if (this.late.count === 0) return found;
    // The kernel lets every series with late samples pass.
    return found.filter(
      (slot) =>
        !this.late.has(slot) ||
        this.late.overlaps(slot, minTimeMs, maxTimeMs) ||
        kernel.call.countSamples(slot, minTimeMs, maxTimeMs) > 0,
    );
  }

  async select(request: PartSelect): Promise<PartSeriesSet> {
    const { matchers, minTimeMs, maxTimeMs } = request;
    const slots = this.slotsWithin(matchers, minTimeMs, maxTimeMs);
    return new HeadSeriesSet(this, slots, minTimeMs, maxTimeMs, request.hints?.newestOnly ?? false);
  }

  /**
   * Appends a series' newest sample alone when it is at hand; false when it has to be looked for. Out-of-order samples are
   * older than it by nature.
   */
  readNewest(slot: number, minTimeMs: number, maxTimeMs: number, out: SampleBuffer): boolean {
    const { kernel } = this;
    const at = kernel.scratch(16);
    if (kernel.call.readNewest(slot, minTimeMs, maxTimeMs, at, at + 8) === 0) return false;
    out.reserve(1);
    out.timestamps[out.length] = kernel.f64[at >>> 3];
    // As words: a staleness marker keeps its bits.
    out.valueWords[2 * out.length] = kernel.u32[(at >>> 2) + 2];
    out.valueWords[2 * out.length + 1] = kernel.u32[(at >>> 2) + 3];
    out.length++;
    return true;
  }

  /** Appends the samples of a series within the bounds, ascending, one per time. */
  read(slot: number, minTimeMs: number, maxTimeMs: number, out: SampleBuffer): void {
    const start = out.length;
    this.readChunks(slot, minTimeMs, maxTimeMs, out);
    if (this.late.count > 0) this.late.mergeInto(slot, out, start, minTimeMs, maxTimeMs);
  }

  async labelNames(matchers: readonly Matcher[] | undefined): Promise<Iterable<string>> {
    const { pairs, symbols } = this.index;
    const ids = new Set<number>();
    if (!matchers) for (const name of pairs.names()) ids.add(name);
    else
      for (const slot of this.slotsOf(matchers)) for (const pair of this.index.pairsAt(slot)) ids.add(pairs.name[pair]);
    return Array.from(ids, (id) => symbols.text(id));
  }

  async labelValues(name: string, matchers: readonly Matcher[] | undefined): Promise<Iterable<string>> {
    const { pairs, symbols } = this.index;
    const nameSymbol = symbols.find(name);
    if (nameSymbol === 0) return [];
    const ids = new Set<number>();
    if (!matchers) for (const pair of pairs.pairsOf(nameSymbol)) ids.add(pairs.value[pair]);
    else for (const slot of this.slotsOf(matchers)) ids.add(this.index.valueSymbolAt(slot, nameSymbol));
    ids.delete(0);
    return Array.from(ids, (id) => symbols.text(id));
  }

  /** The in-order samples of a series within the bounds, appended to `out`. */
  readChunks(slot: number, minTimeMs: number, maxTimeMs: number, out: SampleBuffer): void {
    const { kernel } = this;
    const room = kernel.call.countSamples(slot, minTimeMs, maxTimeMs);
    if (room === 0) return;
    const times = kernel.scratch(room * 16);
    const values = times + room * 8;
    const count = kernel.call.readSeries(slot, minTimeMs, maxTimeMs, times, values);
    out.reserve(count);
    out.timestamps.set(kernel.f64.subarray(times >>> 3, (times >>> 3) + count), out.length);
    out.valueWords.set(kernel.u32.subarray(values >>> 2, (values >>> 2) + 2 * count), 2 * out.length);
    out.length += count;
  }

  private windowOf(timestampMs: number): number {
    return Math.floor(timestampMs / this.options.blockRangeMs) & 0xffff;
  }

  private coverInOrder(timestampMs: number): void {
    if (timestampMs < this.oldestInOrderMs) this.oldestInOrderMs = timestampMs;
    this.cover(timestampMs);
  }

  private cover(timestampMs: number): void {
    if (timestampMs < this.minTime) this.minTime = timestampMs;
    if (timestampMs > this.maxTime) {
      this.maxTime = timestampMs;
      if (this.options.outOfOrderWindowMs > 0) this.applyBounds();
    }
  }

  private applyBounds(): void {
    const window = this.options.outOfOrderWindowMs;
    const lateFrom = window > 0 && this.maxTime > -Infinity ? this.maxTime - window : window > 0 ? -Infinity : Infinity;
    this.kernel.call.setBounds(this.minValidTimeMs, lateFrom);
  }
}
