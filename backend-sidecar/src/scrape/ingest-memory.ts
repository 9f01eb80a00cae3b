/** A stretch of linear memory. */
interface Extent {
  address: number;
  size: number;
}

const PAGE = 65_536;
/** Sizes are rounded to this, which also aligns every address for SIMD. */
const GRAIN = 256;
/** Kernels may read this far past what they are given. */
const SLACK = 64;

/**
 * The linear memory that all targets of the process share: bodies and row tables are allocated best-fit from free extents
 * (in order of address, neighbours merged), so that targets can come and go. It grows by an eighth at least and never
 * shrinks. Typed-array views die when it grows: take them anew for each use.
 */
export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  private free: Extent[];
  private view: Uint8Array;
  private wordView: Uint32Array;
  private doubleView: Float64Array;

  /** @param reserved bytes at the start that belong to the module's own data. */
  constructor(memory: WebAssembly.Memory, reserved: number) {
    this.memory = memory;
    const start = Math.ceil(reserved / GRAIN) * GRAIN;
    this.view = new Uint8Array(memory.buffer);
    this.wordView = new Uint32Array(memory.buffer);
    this.doubleView = new Float64Array(memory.buffer);
    this.free = [{ address: start, size: this.view.length - SLACK - start }];
  }

  get bytes(): Uint8Array {
    this.refresh();
    return this.view;
  }

  /** Index by `address >> 2`. */
  get words(): Uint32Array {
    this.refresh();
    return this.wordView;
  }

  /** Index by `address >> 3`. */
  get doubles(): Float64Array {
    this.refresh();
    return this.doubleView;
  }

  /** Bytes in use, for tests and /metrics. */
  get used(): number {
    return this.bytes.length - this.free.reduce((sum, extent) => sum + extent.size, 0);
  }

  /** What an allocation of `size` really takes: what `release` must be given. */
  roundUp(size: number): number {
    return Math.max(GRAIN, Math.ceil(size / GRAIN) * GRAIN);
  }

  /** @throws RangeError when WebAssembly's 4 GiB are used up. */
  allocate(size: number): number {
    const wanted = this.roundUp(size);
    let best = -1;
    for (let i = 0; i < this.free.length; i++) {
      const held = this.free[i].size;
      if (held >= wanted && (best < 0 || held < this.free[best].size)) best = i;
    }
    if (best < 0) {
      this.grow(wanted);
      return this.allocate(size);
    }
    const extent = this.free[best];
    const address = extent.address;
    if (extent.size === wanted) this.free.splice(best, 1);
    else {
      extent.address += wanted;
      extent.size -= wanted;
    }
    return address;
  }

  /** Gives back `size` bytes at `address`: an allocation as a whole, or its rounded tail. */
  release(address: number, size: number): void {
    if (address === 0 || size === 0) return;
    const extent = { address, size: this.roundUp(size) };
    let at = this.free.findIndex((other) => other.address > address);
    if (at < 0) at = this.free.length;
    this.free.splice(at, 0, extent);
    const next = this.free[at + 1];
    if (next && extent.address + extent.size === next.address) {
      extent.size += next.size;
      this.free.splice(at + 1, 1);
    }
    const previous = this.free[at - 1];
    if (previous && previous.address + previous.size === extent.address) {
      previous.size += extent.size;
      this.free.splice(at, 1);
    }
  }

  private grow(wanted: number): void {
    const end = this.bytes.length;
    const pages = Math.ceil((wanted + SLACK) / PAGE);
    const ample = Math.max(pages, Math.ceil(end / PAGE / 8));
    try {
      this.memory.grow(ample);
    } catch {
      this.memory.grow(pages);
    }
    this.release(end - SLACK, this.bytes.length - end);
  }

  private refresh(): void {
    if (this.view.buffer === this.memory.buffer) return;
    this.view = new Uint8Array(this.memory.buffer);
    this.wordView = new Uint32Array(this.memory.buffer);
    this.doubleView = new Float64Array(this.memory.buffer);
  }
}
