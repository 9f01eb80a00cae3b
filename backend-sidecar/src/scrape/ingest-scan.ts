import type { ExpositionFormat } from './exposition/format.ts';
import { LineCursor } from './exposition/line-cursor.ts';
import type { StoredBody } from './ingest-body.ts';
import { scanKernel, type ScanKernel, TALLY_WORDS } from './ingest-kernel.ts';
import { FLAG_EOF, ROW_FLAGS, ROW_LENGTH, ROW_START, ROW_WORDS } from './ingest-rows.ts';
import { ScanScratch } from './ingest-scratch.ts';

/** The last good body of a target and what each of its lines is. */
export interface KnownBody {
  body: StoredBody;
  /** Address of `count` rows in `rowsSize` bytes. */
  rows: number;
  rowsSize: number;
  count: number;
  format: ExpositionFormat;
}

/** Counts over all rows of a scan. */
export interface ScanTally {
  samples: number;
  /** Samples that relabelling keeps. */
  kept: number;
  duplicates: number;
  /** Row of the first `# EOF`, -1 for none. */
  eofRow: number;
  /** Times that each line repair occurs, in the order of LINE_REPAIRS. */
  repairs: Uint32Array;
}

/**
 * The scan of the body that is being read right now: its rows lie in scratch memory shared by all targets, so it is used
 * from `run` to the end of the same `finish` and by nobody else meanwhile. Linear memory does not grow during that time,
 * which is why the views may be kept.
 */
export class BodyScan {
  readonly kernel: ScanKernel = scanKernel();
  readonly scratch = new ScanScratch(this.kernel.memory);
  words: Uint32Array = new Uint32Array(0);
  doubles: Float64Array = new Float64Array(0);
  bytes: Buffer = Buffer.alloc(0);
  body: StoredBody = { address: 0, length: 0, size: 0 };
  format: ExpositionFormat = 'text';
  count = 0;
  private readonly cursors: Record<ExpositionFormat, LineCursor> = {
    text: new LineCursor({ format: 'text', strict: false }),
    openmetrics: new LineCursor({ format: 'openmetrics', strict: false }),
  };

  /** Compares a body with the known one. True when lines came, went or moved. */
  run(body: StoredBody, format: ExpositionFormat, known: KnownBody): boolean {
    const { scratch } = this;
    const { wasm, memory } = this.kernel;
    this.body = body;
    this.format = format;
    scratch.reserve(known.count + (known.count >> 3) + 256, known.count);
    this.count = this.scan(known);
    if (this.count < 0) {
      scratch.reserve(wasm.countLines(body.address, body.length), known.count);
      this.count = this.scan(known);
    }
    this.words = memory.words;
    this.doubles = memory.doubles;
    if (this.bytes.buffer !== memory.memory.buffer) this.bytes = Buffer.from(memory.memory.buffer);
    return wasm.structureChanged() !== 0;
  }

  /** Rows that the kernel left over, ascending. */
  get leftOver(): Uint32Array {
    const first = this.scratch.todo >>> 2;
    return this.words.subarray(first, first + this.kernel.wasm.todoCount());
  }

  tally(): ScanTally {
    this.kernel.wasm.tally(this.scratch.rows, this.count, this.scratch.counts);
    const first = this.scratch.counts >>> 2;
    const [samples, kept, duplicates, eof, ...repairs] = this.words.subarray(first, first + TALLY_WORDS);
    return { samples, kept, duplicates, eofRow: eof - 1, repairs: Uint32Array.from(repairs) };
  }

  get endsInEof(): boolean {
    return this.count > 0 && (this.words[this.wordOf(this.count - 1) + ROW_FLAGS] & FLAG_EOF) !== 0;
  }

  /** Samples at the time of the scrape and those at times of their own, as views that live until the next scan. */
  gather(): {
    batch: { refs: Uint32Array; values: Float64Array };
    timed: { refs: Uint32Array; values: Float64Array; times: Float64Array };
  } {
    const { rows, times, refs, values } = this.scratch;
    const { wasm, memory } = this.kernel;
    const { buffer } = memory.memory;
    const length = wasm.gather(rows, this.count, refs, values);
    const timed = wasm.gatherTimed(rows, this.count, times, refs + 4 * length, values + 8 * length);
    return {
      batch: { refs: new Uint32Array(buffer, refs, length), values: new Float64Array(buffer, values, length) },
      timed: {
        refs: new Uint32Array(buffer, refs + 4 * length, timed),
        values: new Float64Array(buffer, values + 8 * length, timed),
        times: new Float64Array(buffer, times, timed),
      },
    };
  }

  /** Index of a row's first 32-bit word. */
  wordOf(row: number): number {
    return (this.scratch.rows >>> 2) + row * ROW_WORDS;
  }

  /** Address of the line of the row at word `base`. */
  lineAt(base: number): number {
    return this.body.address + this.words[base + ROW_START];
  }

  /** A cursor on the line of the row at word `base`; the same object each time. */
  cursorAt(base: number): LineCursor {
    const start = this.lineAt(base);
    const cursor = this.cursors[this.format];
    cursor.reset(this.bytes, start, start + this.words[base + ROW_LENGTH] - 1);
    return cursor;
  }

  private scan(known: KnownBody): number {
    const { body, scratch } = this;
    return this.kernel.wasm.scan(
      body.address,
      body.length,
      known.body.address,
      known.body.length,
      known.rows,
      known.count,
      scratch.rows,
      scratch.times,
      scratch.todo,
      scratch.capacity,
      scratch.table,
      scratch.slots,
    );
  }
}
