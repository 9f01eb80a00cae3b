import { wasmBytes } from '../../wasm/store.gen.ts';

/** Functions of assembly/store/index.ts; addresses and refs are u32 (read back with >>> 0), times and byte totals f64. */
interface KernelExports {
  allocate(size: number): number;
  release(block: number, size: number): void;
  roundUp(size: number): number;
  setLimit(bytes: number): void;
  usedBytes(): number;
  reservedBytes(): number;
  chunkBytes(): number;
  chunkCount(): number;
  initSeriesTable(): number;
  initStream(): number;
  ensureRecord(slot: number): number;
  recordAddress(slot: number): number;
  initSeries(slot: number, ref: number, labels: number, labelCount: number, hashLow: number, hashHigh: number): void;
  setBounds(minValidTime: number, lateFromTime: number): void;
  resultAddress(): number;
  appendBatch(refs: number, values: number, n: number, timeMs: number, window: number, wal: number): void;
  appendOne(ref: number, timeMs: number, low: number, high: number, window: number, wal: number): number;
  collectUndeclared(refs: number, n: number, epoch: number, out: number): number;
  needsDeclaration(ref: number, epoch: number): number;
  countSamples(slot: number, minTime: number, maxTime: number): number;
  readSeries(slot: number, minTime: number, maxTime: number, outTimes: number, outValues: number): number;
  readNewest(slot: number, minTime: number, maxTime: number, outTime: number, outValue: number): number;
  filterByTime(slots: number, n: number, minTime: number, maxTime: number, lateFlag: number): number;
  beginTruncate(): void;
  truncate(from: number, to: number, before: number, dead: number): number;
  oldestTime(): number;
  clearSeries(slot: number): void;
  freeSeries(slot: number): void;
  sealSeries(slot: number): void;
  chunkAfter(slot: number, block: number): number;
  exportChunk(chunk: number, out: number): number;
  adoptChunk(slot: number, from: number): number;
  rewriteSeries(slot: number, times: number, values: number, n: number, rangeMs: number): number;
  restoreLast(slot: number, time: number, low: number, high: number): void;
}

/** The address space of 32 bits, less a page. */
const NO_LIMIT = 0xffff0000;

let compiled: WebAssembly.Module | undefined;

/**
 * One store's linear memory with the kernel over it. Views are replaced when memory grows: fetch them after every call that
 * may allocate, never keep one across such a call.
 */
export class Kernel {
  readonly call: KernelExports;
  private readonly memory: WebAssembly.Memory;
  private buffer: ArrayBuffer;
  private u8View: Uint8Array;
  private u32View: Uint32Array;
  private f64View: Float64Array;
  private limitBytes = NO_LIMIT;
  private scratchAddress = 0;
  private scratchBytes = 0;

  constructor() {
    compiled ??= new WebAssembly.Module(wasmBytes);
    this.memory = new WebAssembly.Memory({ initial: 2, maximum: 65536 });
    const instance = new WebAssembly.Instance(compiled, { env: { memory: this.memory, abort: kernelAborted } });
    this.call = instance.exports as unknown as KernelExports;
    if (this.call.initSeriesTable() === 0 || this.call.initStream() === 0)
      throw new RangeError('no memory for the head');
    this.buffer = this.memory.buffer;
    this.u8View = new Uint8Array(this.buffer);
    this.u32View = new Uint32Array(this.buffer);
    this.f64View = new Float64Array(this.buffer);
  }

  get u8(): Uint8Array {
    if (this.buffer !== this.memory.buffer) this.renew();
    return this.u8View;
  }

  get u32(): Uint32Array {
    if (this.buffer !== this.memory.buffer) this.renew();
    return this.u32View;
  }

  get f64(): Float64Array {
    if (this.buffer !== this.memory.buffer) this.renew();
    return this.f64View;
  }

  /** Address of a block, or 0 when the limit or the address space is exhausted. */
  allocate(bytes: number): number {
    return this.call.allocate(bytes) >>> 0;
  }

  /** From now on no block is handed out that would make the bytes in use pass this. */
  limit(bytes: number): void {
    this.limitBytes = Math.min(bytes, NO_LIMIT);
    this.call.setLimit(this.limitBytes);
  }

  /** Address (16-byte aligned) of at least `bytes` of working memory; contents last until the next call of it. */
  scratch(bytes: number): number {
    if (bytes <= this.scratchBytes) return this.scratchAddress;
    if (this.scratchBytes > 0) this.call.release(this.scratchAddress, this.scratchBytes);
    const size = Math.max(65536, this.call.roundUp(bytes) >>> 0);
    // Appends and reads must work when samples are refused for want of memory: this is not counted against the limit.
    this.call.setLimit(NO_LIMIT);
    this.scratchAddress = this.allocate(size);
    this.call.setLimit(this.limitBytes);
    this.scratchBytes = this.scratchAddress === 0 ? 0 : size;
    if (this.scratchAddress === 0) throw new RangeError(`the head has no ${size} bytes of working memory left`);
    return this.scratchAddress;
  }

  private renew(): void {
    this.buffer = this.memory.buffer;
    this.u8View = new Uint8Array(this.buffer);
    this.u32View = new Uint32Array(this.buffer);
    this.f64View = new Float64Array(this.buffer);
  }
}

function kernelAborted(): never {
  throw new Error('the store kernel aborted');
}
