// Decoding of a series' chunks into columns, clipped to time bounds.
import { takeTop } from './allocator';
import { CHUNK_COUNT, CHUNK_LENGTH, HEADER_BYTES, MIN_TIME, NEXT, SPAN } from './chunk';
import { gather } from './segments';
import { BIT_LENGTH, CHUNK, COUNT, FLAGS, LAST_BITS, LAST_TIME, OLDEST, recordOf } from './series';
import { toTime } from './time';

@inline
function peek(data: usize, position: u32): u64 {
  return load<u64>(data + (position >> 3)) >> (position & 7);
}

/** Any field of up to 64 bits, the rest of the answer undefined. */
@inline
function peekWide(data: usize, position: u32): u64 {
  const shift = position & 7;
  const low = peek(data, position);
  // A shift of 64 would be a shift of 0: two steps.
  return low | ((<u64>load<u8>(data + (position >> 3), 8) << 1) << (63 - shift));
}

/** A chunk's bits in one piece: 120 samples of at most 127 bits, and room for the last 9-byte read. */
let stream: u32 = 0;
const STREAM_BYTES: u32 = 2048;

/** Once, before any read. False when there is no memory for it. */
export function initStream(): bool {
  stream = takeTop(STREAM_BYTES);
  return stream != 0;
}

/**
 * Decodes `count` samples from `bytes` bytes of bits, keeps those within the bounds; returns how many. `outTimes` takes float64 ms, `outValues` raw bits.
 * Both have room for `count` elements.
 */
function decodeChunk(chunk: u32, bytes: u32, count: u32, minTime: i64, maxTime: i64, outTimes: usize, outValues: usize): u32 {
  gather(chunk, HEADER_BYTES, bytes, stream);
  const data: usize = stream;
  let time = load<i64>(chunk, MIN_TIME);
  let bits = load<u64>(data);
  let position: u32 = 64;
  let delta: i32 = 0;
  let leading: u32 = 0;
  let significant: u32 = 0;
  let kept: u32 = 0;
  for (let i: u32 = 0; ; ) {
    if (time >= minTime) {
      if (time > maxTime) break;
      store<f64>(outTimes + (kept << 3), <f64>time);
      store<u64>(outValues + (kept << 3), bits);
      kept++;
    }
    if (++i >= count) break;

    let word = peek(data, position);
    if ((word & 1) == 0) {
      position += 1;
    } else if ((word & 2) == 0) {
      delta += <i32>(<i64>(word << 56) >> 58);
      position += 8;
    } else if ((word & 4) == 0) {
      delta += <i32>(<i64>(word << 49) >> 52);
      position += 15;
    } else if ((word & 8) == 0) {
      delta += <i32>(<i64>(word << 40) >> 44);
      position += 24;
    } else {
      delta += <i32>(word >> 4);
      position += 36;
    }
    time += delta;

    word = peek(data, position);
    if ((word & 1) == 0) {
      position += 1;
      continue;
    }
    if ((word & 2) == 0) {
      position += 2;
    } else {
      leading = <u32>(word >> 2) & 31;
      significant = (<u32>(word >> 7) & 63) + 1;
      position += 13;
    }
    const xor = (peekWide(data, position) << (64 - significant)) >> leading;
    bits ^= xor;
    position += significant;
  }
  return kept;
}

/** Samples in chunks that overlap the bounds: the room that `readSeries` needs. */
export function countSamples(slot: u32, minTime: f64, maxTime: f64): u32 {
  const r = recordOf(slot);
  let total: u32 = 0;
  for (let block = load<u32>(r, OLDEST); block != 0; block = load<u32>(block, NEXT)) {
    const first = load<i64>(block, MIN_TIME);
    if (<f64>first <= maxTime && <f64>(first + <i64>load<u32>(block, SPAN)) >= minTime) total += load<u8>(block, CHUNK_COUNT);
  }
  const open = load<u32>(r, CHUNK);
  if (open != 0 && <f64>load<i64>(open, MIN_TIME) <= maxTime && <f64>load<i64>(r, LAST_TIME) >= minTime) total += load<u8>(r, COUNT);
  return total;
}

/** Decodes the samples of a series within the bounds, ascending; returns how many. */
export function readSeries(slot: u32, minTime: f64, maxTime: f64, outTimes: usize, outValues: usize): u32 {
  const r = recordOf(slot);
  const low = toTime(minTime);
  const high = toTime(maxTime);
  let kept: u32 = 0;
  for (let block = load<u32>(r, OLDEST); block != 0; block = load<u32>(block, NEXT)) {
    const first = load<i64>(block, MIN_TIME);
    if (first > high) return kept;
    if (first + <i64>load<u32>(block, SPAN) < low) continue;
    kept += decodeChunk(block, load<u16>(block, CHUNK_LENGTH), load<u8>(block, CHUNK_COUNT), low, high, outTimes + (kept << 3), outValues + (kept << 3));
  }
  const open = load<u32>(r, CHUNK);
  if (open != 0 && load<i64>(r, LAST_TIME) >= low) {
    kept += decodeChunk(open, (<u32>load<u16>(r, BIT_LENGTH) + 7) >> 3, load<u8>(r, COUNT), low, high, outTimes + (kept << 3), outValues + (kept << 3));
  }
  return kept;
}

/**
 * The newest in-order sample, when it lies within the bounds and in the open chunk: no chunk is decoded. 0 when it has to be
 * looked for by `readSeries`.
 */
export function readNewest(slot: u32, minTime: f64, maxTime: f64, outTime: usize, outValue: usize): u32 {
  const r = recordOf(slot);
  const time = <f64>load<i64>(r, LAST_TIME);
  // A deletion closes the chunk and keeps the last time: only an open chunk certainly ends with it.
  if (load<u32>(r, CHUNK) == 0 || time < minTime || time > maxTime) return 0;
  store<f64>(outTime, time);
  store<u64>(outValue, load<u64>(r, LAST_BITS));
  return 1;
}

/** Keeps of `n` slots (u32) those with chunks that overlap the bounds, in place; returns how many. */
export function filterByTime(slots: usize, n: u32, minTime: f64, maxTime: f64, lateFlag: u32): u32 {
  let kept: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const slot = load<u32>(slots + (i << 2));
    if (overlaps(recordOf(slot), minTime, maxTime, lateFlag)) {
      store<u32>(slots + (kept << 2), slot);
      kept++;
    }
  }
  return kept;
}

@inline
function overlaps(r: usize, minTime: f64, maxTime: f64, lateFlag: u32): bool {
  if (load<u8>(r, FLAGS) & <u8>lateFlag) return true; // what lies outside the kernel is tested there
  const open = load<u32>(r, CHUNK);
  if (open != 0 && <f64>load<i64>(open, MIN_TIME) <= maxTime && <f64>load<i64>(r, LAST_TIME) >= minTime) return true;
  for (let block = load<u32>(r, OLDEST); block != 0; block = load<u32>(block, NEXT)) {
    const first = load<i64>(block, MIN_TIME);
    if (<f64>first > maxTime) return false;
    if (<f64>(first + <i64>load<u32>(block, SPAN)) >= minTime) return true;
  }
  return false;
}
