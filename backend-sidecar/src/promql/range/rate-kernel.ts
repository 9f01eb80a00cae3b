import { wasmBytes } from '../../wasm/range.gen.ts';
import type { Row } from '../engine/row.ts';

/** Functions of assembly/range/index.ts. */
interface KernelExports {
  hasReset(values: number, n: number): number;
  extrapolate(values: number, entries: number, steps: number, isCounter: number, divisor: number, out: number): void;
}

/** Longer rows are left to the host: memory is set aside once, for the sizes of dashboards. */
const MAX_STEPS = 11_001;
const MAX_SAMPLES = 32_768;
const ENTRY_BYTES = 40;
const VALUES_AT = 1024;
const ENTRIES_AT = VALUES_AT + MAX_SAMPLES * 8;
const OUT_AT = ENTRIES_AT + MAX_STEPS * ENTRY_BYTES;
const BYTES = OUT_AT + MAX_STEPS * 8;

/** What the kernel needs of a set of windows; columns of one entry a step, as in range/rate.ts. */
export interface WindowGeometry {
  readonly steps: number;
  readonly first: Int32Array;
  readonly end: Int32Array;
  readonly interval: Float64Array;
  readonly toStart: Float64Array;
  readonly toEnd: Float64Array;
  readonly factor: Float64Array;
  readonly divisor: number;
  /** Per step 1 when the window has at least two samples, and how many have. */
  readonly present: Uint8Array;
  readonly presentCount: number;
}

class RateKernel {
  private readonly call: KernelExports;
  private readonly values: Float64Array;
  private readonly memory: ArrayBuffer;
  /** Whose entries are in memory; series with equal timestamps share them. */
  private loaded: WindowGeometry | undefined;
  private out = new Float64Array(0);

  constructor() {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(BYTES / 65536) });
    const imports = { env: { memory, abort: aborted } };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), imports);
    this.call = instance.exports as unknown as KernelExports;
    this.memory = memory.buffer;
    this.values = new Float64Array(this.memory, VALUES_AT, MAX_SAMPLES);
  }

  /** Computes a whole row; false when it is too long, or a counter fell: then the host has to. */
  extrapolate(geometry: WindowGeometry, values: Float64Array, length: number, isCounter: boolean, row: Row): boolean {
    const { steps } = geometry;
    if (steps > MAX_STEPS || length > MAX_SAMPLES) return false;
    this.values.set(length === values.length ? values : values.subarray(0, length));
    if (isCounter && this.call.hasReset(VALUES_AT, length) !== 0) return false;
    if (this.loaded !== geometry) this.load(geometry);
    this.call.extrapolate(VALUES_AT, ENTRIES_AT, steps, isCounter ? 1 : 0, geometry.divisor, OUT_AT);
    row.values.set(this.out);
    row.present.set(geometry.present);
    row.count = geometry.presentCount;
    return true;
  }

  private load(geometry: WindowGeometry): void {
    const entries = new DataView(this.memory, ENTRIES_AT, MAX_STEPS * ENTRY_BYTES);
    for (let step = 0; step < geometry.steps; step++) {
      const at = step * ENTRY_BYTES;
      const isPresent = geometry.present[step] === 1;
      entries.setUint32(at, isPresent ? geometry.first[step] : 0, true);
      entries.setUint32(at + 4, isPresent ? geometry.end[step] - 1 : 0, true);
      entries.setFloat64(at + 8, geometry.factor[step], true);
      entries.setFloat64(at + 16, geometry.interval[step], true);
      entries.setFloat64(at + 24, geometry.toStart[step], true);
      entries.setFloat64(at + 32, geometry.toEnd[step], true);
    }
    this.loaded = geometry;
    this.out = new Float64Array(this.memory, OUT_AT, geometry.steps);
  }
}

let kernel: RateKernel | undefined;

/** One for all queries: a call never waits. */
export function rateKernel(): RateKernel {
  return (kernel ??= new RateKernel());
}

function aborted(): never {
  throw new Error('the range kernel aborted');
}
