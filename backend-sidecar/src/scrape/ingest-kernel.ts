import { wasmBytes } from '../wasm/scan.gen.ts';
import { LinearMemory } from './ingest-memory.ts';

/** assembly/scan/index.ts; addresses and counts are unsigned. */
interface ScanExports {
  scan(
    body: number,
    length: number,
    previousBody: number,
    previousLength: number,
    previousRows: number,
    previousCount: number,
    rows: number,
    times: number,
    todo: number,
    capacity: number,
    table: number,
    slots: number,
  ): number;
  todoCount(): number;
  structureChanged(): number;
  countLines(body: number, length: number): number;
  tally(rows: number, count: number, counts: number): void;
  gather(rows: number, count: number, refs: number, values: number): number;
  gatherTimed(rows: number, count: number, times: number, refs: number, values: number): number;
  powersOfFive(): number;
}

/** Words that `tally` fills. */
export const TALLY_WORDS = 17;

export interface ScanKernel {
  wasm: ScanExports;
  memory: LinearMemory;
}

let kernel: ScanKernel | undefined;

/** The one instance of the process, made on first use (2 ms). */
export function scanKernel(): ScanKernel {
  if (kernel) return kernel;
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 65_536 });
  const abort = () => {
    throw new Error('scan kernel aborted');
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), { env: { memory, abort } });
  const wasm = instance.exports as unknown as ScanExports;
  // The module's own data (two tables) lies below 16 KiB; the rest is ours to hand out.
  kernel = { wasm, memory: new LinearMemory(memory, 16_384) };
  fillPowersOfFive(new BigUint64Array(memory.buffer, wasm.powersOfFive(), 2 * 121));
  return kernel;
}

/**
 * 5^q for q from -60 to 60 as 128-bit numbers with the highest bit set: cut for positive q; for negative q the reciprocal,
 * rounded up as long as the result is exact to the last bit, else cut from a longer one (Lemire 2021, section 5 and its
 * table's construction). High word, low word.
 */
function fillPowersOfFive(table: BigUint64Array): void {
  const two128 = 1n << 128n;
  for (let q = -60; q <= 60; q++) {
    const power = 5n ** BigInt(Math.abs(q));
    const bits = BigInt(power.toString(2).length);
    let value: bigint;
    if (q >= 0) value = bits <= 128n ? power << (128n - bits) : power >> (bits - 128n);
    else value = (1n << (q >= -27 ? bits + 127n : 2n * bits + 128n)) / power + 1n;
    while (value >= two128) value >>= 1n;
    table[2 * (q + 60)] = value >> 64n;
    table[2 * (q + 60) + 1] = value & 0xffffffffffffffffn;
  }
}
