// Finds a divisor D such that the values are exactly integer / D: decimals as text sources print them (the idea of ALP,
// Afroozeh et al., SIGMOD 2024, with a division, which round-trips every decimal of up to 15 digits) and Pulsar's
// averages over its 60-second statistics period (k/60).
import { INTS } from './layout';

/** 2^53: beyond it integers are not exact in float64. */
const LIMIT: f64 = 9007199254740992;
export const DIVISORS: i32 = 20;

/** Codes from here up mean 2^-(code - POWERS_OF_TWO): byte counts that are multiples of a page or block size. */
export const POWERS_OF_TWO: u32 = 64;

/** The divisor of a code. */
export function divisorOf(code: u32): f64 {
  if (code >= POWERS_OF_TWO) return reinterpret<f64>((<u64>1023 - <u64>(code - POWERS_OF_TWO)) << 52);
  switch (code) {
    case 16:
      return 60;
    case 17:
      return 60000;
    case 18:
      return 3;
    case 19:
      return 7;
    default: {
      let power: f64 = 1;
      for (let i: u32 = 0; i < code; i++) power *= 10;
      return power;
    }
  }
}

/** Whether the bits are exactly integer / divisor. Minus zero, NaN and infinities never are. */
// @ts-ignore: decorator
@inline
function fits(bits: u64, divisor: f64): bool {
  const value = reinterpret<f64>(bits);
  const scaled = nearest(value * divisor);
  return abs(scaled) < LIMIT && reinterpret<u64>(scaled / divisor) == bits && bits != 0x8000000000000000;
}

/** Misfits among `count` values at `source`, counted no further than `limit` + 1. */
function misfits(source: usize, count: i32, divisor: f64, limit: i32): i32 {
  let misses = 0;
  for (let i = 0; i < count; i++) {
    if (!fits(load<u64>(source + (<usize>i << 3)), divisor)) {
      misses++;
      if (misses > limit) break;
    }
  }
  return misses;
}

export let misfitCount: i32 = 0;

/** Sets `misfitCount` for a divisor chosen otherwise. */
export function countMisfits(source: usize, count: i32, code: u32): void {
  misfitCount = misfits(source, count, divisorOf(code), count);
}

/** The code of the best divisor for `count` values, or -1; sets `misfitCount`. Values without any form are misfits. */
export function findDivisor(source: usize, count: i32): i32 {
  let best = -1;
  // A patched value costs about ten bytes, so a few are worth it and many are not.
  let limit = count >> 4;
  if (limit < 2) limit = count > 2 ? 2 : count - 1;
  for (let code = 0; code < DIVISORS; code++) {
    const misses = misfits(source, count, divisorOf(code), limit);
    if (misses > limit) continue;
    best = code;
    misfitCount = misses;
    if (misses == 0) break;
    limit = misses - 1;
  }
  return best;
}

/** The code of the largest power of two that divides all `count` integers of INTS; 0 when that is small. */
export function commonPower(count: i32): u32 {
  let all: i64 = 0;
  for (let i = 0; i < count; i++) all |= load<i64>(INTS + (<usize>i << 3));
  const zeros = <u32>ctz(all);
  return all == 0 || zeros < 2 ? 0 : POWERS_OF_TWO + zeros;
}

/** Writes the integers to INTS; a misfit repeats its predecessor. Returns false when nothing fits. */
export function toInts(source: usize, count: i32, code: u32): bool {
  const divisor = divisorOf(code);
  let first = 0;
  while (first < count && !fits(load<u64>(source + (<usize>first << 3)), divisor)) first++;
  if (first == count) return false;
  let previous: i64 = <i64>nearest(load<f64>(source + (<usize>first << 3)) * divisor);
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 3;
    if (fits(load<u64>(source + at), divisor)) previous = <i64>nearest(load<f64>(source + at) * divisor);
    store<i64>(INTS + at, previous);
  }
  return true;
}

/** Whether the value at `index` had to be patched. */
export function isMisfit(source: usize, index: i32, divisor: f64): bool {
  return !fits(load<u64>(source + (<usize>index << 3)), divisor);
}
