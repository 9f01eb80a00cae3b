/**
 * Host side of the seal kernel (assembly/seal): one WebAssembly instance a process, fixed regions in its memory. Calls are
 * synchronous and never nest, so the regions need no locking. Copies in and out are plain byte copies: NaN payloads live.
 */
import { wasmBytes } from '../../../wasm/seal.gen.ts';

/** Most values one call encodes or decodes (assembly/seal/layout.ts). */
export const MAX_VALUES = 2048;
const VALUES = 0x10000;
const OUTPUT = 0x24000;
const INPUT = 0x38000;
const INPUT_CAPACITY = 0x10000;
const MEMORY_PAGES = 6;

interface SealExports {
  encodeValues(count: number): number;
  decodeValues(count: number, length: number): number;
  encodeTimes(count: number): number;
  decodeTimes(count: number, length: number): number;
  crc32c(crc: number, address: number, length: number): number;
}

const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
const bytes = new Uint8Array(memory.buffer);
const values = new Float64Array(memory.buffer, VALUES, MAX_VALUES);
const seal = instantiate();

function instantiate(): SealExports {
  const module = new WebAssembly.Module(wasmBytes as Uint8Array<ArrayBuffer>);
  const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } });
  return instance.exports as unknown as SealExports;
}

/** Encodes `count` (1..MAX_VALUES) float64 of `source` from `start`. The result is a copy. */
export function encodeValues(source: Float64Array, start: number, count: number): Uint8Array {
  values.set(source.subarray(start, start + count));
  return bytes.slice(OUTPUT, OUTPUT + seal.encodeValues(count));
}

/** Encodes `count` timestamps (integer ms). The result is a copy. */
export function encodeTimes(source: Float64Array, start: number, count: number): Uint8Array {
  values.set(source.subarray(start, start + count));
  return bytes.slice(OUTPUT, OUTPUT + seal.encodeTimes(count));
}

/**
 * Decodes `count` values into kernel memory and returns a view of them that the next call overwrites. Copy it with `set`.
 * Undefined when the bytes make no sense.
 */
export function decodeValues(
  source: Uint8Array,
  start: number,
  length: number,
  count: number,
): Float64Array | undefined {
  return load(source, start, length) && seal.decodeValues(count, length) === length
    ? values.subarray(0, count)
    : undefined;
}

/** As decodeValues, for timestamps. */
export function decodeTimes(
  source: Uint8Array,
  start: number,
  length: number,
  count: number,
): Float64Array | undefined {
  return load(source, start, length) && seal.decodeTimes(count, length) === length
    ? values.subarray(0, count)
    : undefined;
}

function load(source: Uint8Array, start: number, length: number): boolean {
  if (length <= 0 || length > INPUT_CAPACITY || start + length > source.length) return false;
  bytes.set(source.subarray(start, start + length), INPUT);
  return true;
}

/** CRC-32C of bytes; continues `crc` when given. */
export function crc32c(source: Uint8Array, crc = 0): number {
  let result = crc;
  for (let at = 0; at < source.length; at += INPUT_CAPACITY) {
    const part = source.subarray(at, Math.min(source.length, at + INPUT_CAPACITY));
    bytes.set(part, INPUT);
    result = seal.crc32c(result, INPUT, part.length);
  }
  return result >>> 0;
}
