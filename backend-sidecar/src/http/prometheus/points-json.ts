import { wasmBytes } from '../../wasm/json.gen.ts';

/** Functions of assembly/json/index.ts; all numbers are addresses or counts. */
interface KernelExports {
  workingBytes(): number;
  init(powers: number, working: number): void;
  writePoints(times: number, values: number, count: number, first: number, out: number): number;
}

/** Points that are written in one call, and the bytes that the longest needs. */
const MAX_POINTS = 256;
const MAX_POINT_BYTES = 72;

const SMALLEST_POWER = -292;
const POWERS = 617;

interface Kernel {
  call: KernelExports;
  bytes: Buffer;
  /** Columns that a call reads. */
  times: Float64Array;
  valueWords: Uint32Array;
  timesAt: number;
  valuesAt: number;
  outAt: number;
}

let kernel: Kernel | undefined;

/**
 * Writes points as JSON, `[seconds,"value"],` for each with the comma, into `out`. Digits are those of `String(value)`.
 * Stops when `out` has no room for another 256 points.
 * @param from index of the first point to write
 * @returns how many points were written, and their bytes
 */
export function writePoints(
  timestamps: Float64Array,
  values: Float64Array,
  from: number,
  out: Buffer,
  at: number,
): { points: number; bytes: number } {
  const k = (kernel ??= createKernel());
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  let points = 0;
  let bytes = 0;
  while (from + points < values.length && out.length - at - bytes >= MAX_POINTS * MAX_POINT_BYTES) {
    const first = from + points;
    const count = Math.min(MAX_POINTS, values.length - first);
    k.times.set(timestamps.subarray(first, first + count));
    // As words, so that no engine may touch the bits of a NaN.
    k.valueWords.set(words.subarray(2 * first, 2 * (first + count)));
    const end = k.call.writePoints(k.timesAt, k.valuesAt, count, first, k.outAt);
    k.bytes.copy(out, at + bytes, k.outAt, end);
    bytes += end - k.outAt;
    points += count;
  }
  return { points, bytes };
}

/** Bytes that a buffer must have free for `writePoints` to write at least one point. */
export const POINTS_ROOM = MAX_POINTS * MAX_POINT_BYTES;

function createKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: 8 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), { env: { memory, abort } });
  const call = instance.exports as unknown as KernelExports;
  // Below the first KiB lies nothing but the module's own few bytes.
  const powersAt = 4096;
  const workingAt = powersAt + POWERS * 16;
  const timesAt = (workingAt + call.workingBytes() + 63) & ~63;
  const valuesAt = timesAt + MAX_POINTS * 8;
  const outAt = valuesAt + MAX_POINTS * 8;
  const needed = outAt + MAX_POINTS * MAX_POINT_BYTES + 64;
  memory.grow(Math.max(0, Math.ceil((needed - memory.buffer.byteLength) / 65536)));
  fillPowers(new BigUint64Array(memory.buffer, powersAt, 2 * POWERS));
  call.init(powersAt, workingAt);
  return {
    call,
    bytes: Buffer.from(memory.buffer),
    times: new Float64Array(memory.buffer, timesAt, MAX_POINTS),
    valueWords: new Uint32Array(memory.buffer, valuesAt, 2 * MAX_POINTS),
    timesAt,
    valuesAt,
    outAt,
  };
}

/** 10^e as 128 bits without trailing exponent, rounded up: low word, high word. */
function fillPowers(table: BigUint64Array): void {
  for (let i = 0; i < POWERS; i++) {
    const e = SMALLEST_POWER + i;
    const shift = 127n - ((BigInt(e) * 1741647n) >> 19n);
    let power: bigint;
    if (e >= 0) {
      const exact = 10n ** BigInt(e);
      power = shift >= 0n ? exact << shift : ((exact - 1n) >> -shift) + 1n;
    } else {
      power = ((1n << shift) - 1n) / 10n ** BigInt(-e) + 1n;
    }
    table[2 * i] = power & 0xffffffffffffffffn;
    table[2 * i + 1] = power >> 64n;
  }
}

function abort(): never {
  throw new Error('the JSON kernel aborted');
}
