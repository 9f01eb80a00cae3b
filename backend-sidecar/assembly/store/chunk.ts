// Open and full chunks: docs/format/head-chunk.md. Bits are filled from the least significant upwards, so that one unaligned
// 64-bit load and a shift read any field of up to 57 bits. Segments are zeroed when taken: a writer only ORs, and its 8-byte
// read-modify-write leaves the bytes behind a segment's content as they are.
import { CONTENT_BITS, CONTENT_BYTES, releaseSegments, scatter, takeSegment } from './segments';
import {
  BIT_LENGTH, CHUNK, COUNT, FLAG_SAMPLED, FLAGS, LAST_BITS, LAST_DELTA, LAST_TIME, LEADING, NEWEST, OLDEST, SIGNIFICANT, TAIL,
  WINDOW,
} from './series';

export const MIN_TIME: usize = 0;
export const NEXT: usize = 8;
export const SPAN: usize = 12;
export const CHUNK_COUNT: usize = 16;
export const CHUNK_LENGTH: usize = 18;
export const HEADER_BYTES: u32 = 20;
const HEADER_BITS: u32 = 160;

const MAX_SAMPLES: u8 = 120;
/** 120 gaps stay below 2^31 ms, which `span` holds. */
const MAX_GAP: i64 = 1 << 24;
const NO_WINDOW: u8 = 0xff;

let chunksTotal: i32 = 0;

export function chunkCount(): i32 {
  return chunksTotal;
}

/** ORs the low `n` (1..64) bits of `bits` (higher ones zero) in at bit `position` of a segment. */
@inline
function put(segment: usize, position: u32, bits: u64, n: u32): void {
  const at = segment + (position >> 3);
  const shift = position & 7;
  store<u64>(at, load<u64>(at) | (bits << shift));
  if (shift + n > 64) store<u8>(at, load<u8>(at, 8) | <u8>(bits >> (64 - shift)), 8);
}

/** Closes the open chunk and links it behind the full ones. Its segments stay where they are. */
export function seal(r: usize): void {
  const chunk = load<u32>(r, CHUNK);
  if (chunk == 0) return;
  store<u32>(chunk, <u32>(load<i64>(r, LAST_TIME) - load<i64>(chunk, MIN_TIME)), SPAN);
  store<u8>(chunk, load<u8>(r, COUNT), CHUNK_COUNT);
  store<u16>(chunk, <u16>((<u32>load<u16>(r, BIT_LENGTH) + 7) >> 3), CHUNK_LENGTH);
  link(r, chunk);
  store<u32>(r, 0, CHUNK);
  store<u8>(r, 0, COUNT);
}

/** Appends a full chunk to the series' list. */
@inline
function link(r: usize, chunk: u32): void {
  const newest = load<u32>(r, NEWEST);
  if (newest == 0) store<u32>(r, chunk, OLDEST);
  else store<u32>(newest, chunk, NEXT);
  store<u32>(r, chunk, NEWEST);
}

/**
 * Takes a chunk's header and bits, which lie in one piece at `from`, as the series' newest full chunk; false when memory is
 * exhausted. The caller has checked the bytes, and that they are newer than what the series holds.
 */
export function adopt(r: usize, from: usize): bool {
  const chunk = scatter(from, HEADER_BYTES + load<u16>(from, CHUNK_LENGTH));
  if (chunk == 0) return false;
  store<u32>(chunk, 0, NEXT);
  link(r, chunk);
  chunksTotal++;
  return true;
}

function startChunk(r: usize, time: i64, bits: u64, window: u16): bool {
  const chunk = takeSegment();
  if (chunk == 0) return false;
  store<i64>(chunk, time, MIN_TIME);
  store<u64>(chunk + HEADER_BYTES, bits);
  store<u32>(r, chunk, CHUNK);
  store<u32>(r, chunk, TAIL);
  store<u16>(r, 64, BIT_LENGTH);
  store<u8>(r, 1, COUNT);
  store<i32>(r, 0, LAST_DELTA);
  store<u8>(r, NO_WINDOW, LEADING);
  store<u16>(r, window, WINDOW);
  chunksTotal++;
  return true;
}

/** Adds a sample later than all before; false when memory is exhausted (the series is unchanged then). */
@inline
export function push(r: usize, time: i64, bits: u64, window: u16): bool {
  let chunk = load<u32>(r, CHUNK);
  if (chunk != 0) {
    const gap = time - load<i64>(r, LAST_TIME);
    if (load<u8>(r, COUNT) < MAX_SAMPLES && load<u16>(r, WINDOW) == window && gap < MAX_GAP) {
      if (!extend(r, <i32>gap, bits)) return false;
    } else {
      seal(r);
      chunk = 0;
    }
  }
  if (chunk == 0 && !startChunk(r, time, bits, window)) return false;
  store<i64>(r, time, LAST_TIME);
  store<u64>(r, bits, LAST_BITS);
  store<u8>(r, load<u8>(r, FLAGS) | FLAG_SAMPLED, FLAGS);
  return true;
}

/** Encodes one more sample into the open chunk. */
@inline
function extend(r: usize, delta: i32, bits: u64): bool {
  const dod = delta - load<i32>(r, LAST_DELTA);

  let head: u64 = 0; // the timestamp code and the value's control bits: at most 36 + 13
  let headBits: u32 = 1;
  if (dod != 0) {
    if (dod >= -32 && dod < 32) {
      head = 0b01 | ((<u64>dod & 0x3f) << 2);
      headBits = 8;
    } else if (dod >= -2048 && dod < 2048) {
      head = 0b011 | ((<u64>dod & 0xfff) << 3);
      headBits = 15;
    } else if (dod >= -524288 && dod < 524288) {
      head = 0b0111 | ((<u64>dod & 0xfffff) << 4);
      headBits = 24;
    } else {
      head = 0b1111 | ((<u64>dod & 0xffffffff) << 4);
      headBits = 36;
    }
  }

  const xor = bits ^ load<u64>(r, LAST_BITS);
  let payload: u64 = 0;
  let payloadBits: u32 = 0;
  let leading: u32 = load<u8>(r, LEADING);
  let significant: u32 = load<u8>(r, SIGNIFICANT);
  if (xor == 0) {
    headBits += 1;
  } else {
    const lead = min(<u32>clz(xor), <u32>31);
    const trail = <u32>ctz(xor);
    const width: u32 = 64 - lead - trail;
    const covers = leading != NO_WINDOW && lead >= leading && trail >= 64 - leading - significant;
    if (covers && significant <= width + 11) {
      head |= (<u64>0b01) << headBits;
      headBits += 2;
    } else {
      leading = lead;
      significant = width;
      head |= ((<u64>0b11) | (<u64>lead << 2) | (<u64>(width - 1) << 7)) << headBits;
      headBits += 13;
    }
    payload = xor >> (64 - leading - significant);
    payloadBits = significant;
  }

  // Where the stream goes on within its last segment; the first one begins with the header.
  const length = <u32>load<u16>(r, BIT_LENGTH) + HEADER_BITS;
  let tail = load<u32>(r, TAIL);
  let position = length % CONTENT_BITS;
  if (position == 0) position = CONTENT_BITS; // full: a chunk's length is never 0
  const total = headBits + payloadBits;
  if (position + total <= CONTENT_BITS) {
    put(tail, position, head, headBits);
    if (payloadBits != 0) put(tail, position + headBits, payload, payloadBits);
  } else {
    const next = takeSegment();
    if (next == 0) return false;
    store<u32>(tail, next, CONTENT_BYTES);
    store<u32>(r, next, TAIL);
    position = putAcross(tail, next, position, head, headBits);
    if (payloadBits != 0) {
      if (position < CONTENT_BITS) putAcross(tail, next, position, payload, payloadBits);
      else put(next, position - CONTENT_BITS, payload, payloadBits);
    }
  }
  store<u16>(r, length - HEADER_BITS + total, BIT_LENGTH);
  store<u8>(r, load<u8>(r, COUNT) + 1, COUNT);
  store<i32>(r, delta, LAST_DELTA);
  store<u8>(r, leading, LEADING);
  store<u8>(r, significant, SIGNIFICANT);
  return true;
}

/** Writes bits that may begin in `tail` and end in `next`; returns the position behind them, counted from the start of `tail`. */
function putAcross(tail: usize, next: usize, position: u32, bits: u64, n: u32): u32 {
  const room = CONTENT_BITS - position;
  if (n <= room) {
    put(tail, position, bits, n);
  } else {
    if (room > 0) put(tail, position, bits & (((<u64>1) << room) - 1), room);
    put(next, 0, bits >> room, n - room);
  }
  return position + n;
}

/** Releases a chunk. */
export function drop(chunk: u32): void {
  releaseSegments(chunk);
  chunksTotal--;
}
