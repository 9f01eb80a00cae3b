// Open and full chunks: docs/format/head-chunk.md. Bits are filled from the least significant upwards, so that one unaligned
// 64-bit load and a shift read any field of up to 57 bits. Blocks are zeroed when taken: a writer only ORs, and its 8-byte
// read-modify-write leaves the bytes of a neighbouring block as they are.
import { allocate, release, SMALL_LIMIT } from './allocator';
import {
  BIT_LENGTH, CHUNK, CLASS, COUNT, FLAG_SAMPLED, FLAGS, LAST_BITS, LAST_DELTA, LAST_TIME, LEADING, NEWEST, OLDEST,
  SIGNIFICANT, WINDOW,
} from './series';

export const MIN_TIME: usize = 0;
export const NEXT: usize = 8;
export const SPAN: usize = 12;
export const CHUNK_COUNT: usize = 16;
export const CHUNK_CLASS: usize = 17;
export const CHUNK_LENGTH: usize = 18;
export const HEADER_BYTES: u32 = 20;

const MAX_SAMPLES: u8 = 120;
const MAX_GAP: i64 = 1 << 30;
const FIRST_BLOCK: u32 = 48;
const NO_WINDOW: u8 = 0xff;

let chunkBytesTotal: i64 = 0;
let chunksTotal: i32 = 0;

/** Bytes of all chunk blocks, open ones included. */
export function chunkBytes(): f64 {
  return <f64>chunkBytesTotal;
}

export function chunkCount(): i32 {
  return chunksTotal;
}

/** Writes the low `n` (1..64) bits of `bits` (higher ones zero) at bit `position`. */
@inline
function put(data: usize, position: u32, bits: u64, n: u32): void {
  const at = data + (position >> 3);
  const shift = position & 7;
  store<u64>(at, load<u64>(at) | (bits << shift));
  if (shift + n > 64) store<u8>(at, load<u8>(at, 8) | <u8>(bits >> (64 - shift)), 8);
}

/** Grows the open chunk so that it holds `bits` bits; false when memory is exhausted. */
function grow(r: usize, bits: u32): bool {
  const need = HEADER_BYTES + ((bits + 7) >> 3);
  const old = <u32>load<u8>(r, CLASS) << 4;
  // A quarter more at a time: six copies of a chunk's life, a tenth of it unused on average.
  let size = max(old + max(16, (old >> 2) & ~15), (need + 15) & ~15);
  if (size > SMALL_LIMIT) size = SMALL_LIMIT;
  const block = allocate(size);
  if (block == 0) return false;
  const from = load<u32>(r, CHUNK);
  memory.copy(block, from, old);
  memory.fill(block + old, 0, size - old);
  release(from, old);
  chunkBytesTotal += size - old;
  store<u32>(r, block, CHUNK);
  store<u8>(r, size >> 4, CLASS);
  return true;
}

/** Links the open chunk behind the full ones, in a block trimmed to its size. */
export function seal(r: usize): void {
  let block = load<u32>(r, CHUNK);
  if (block == 0) return;
  const length = (<u32>load<u16>(r, BIT_LENGTH) + 7) >> 3;
  const old = <u32>load<u8>(r, CLASS) << 4;
  const size = (HEADER_BYTES + length + 15) & ~15;
  store<u32>(block, <u32>(load<i64>(r, LAST_TIME) - load<i64>(block, MIN_TIME)), SPAN);
  store<u8>(block, load<u8>(r, COUNT), CHUNK_COUNT);
  store<u16>(block, length, CHUNK_LENGTH);
  store<u32>(block, 0, NEXT);
  store<u8>(block, old >> 4, CHUNK_CLASS);
  if (size < old) {
    const trimmed = allocate(size);
    if (trimmed != 0) {
      memory.copy(trimmed, block, HEADER_BYTES + length);
      memory.fill(trimmed + HEADER_BYTES + length, 0, size - HEADER_BYTES - length);
      release(block, old);
      chunkBytesTotal -= old - size;
      store<u8>(trimmed, size >> 4, CHUNK_CLASS);
      block = trimmed;
    }
  }
  link(r, block);
  store<u32>(r, 0, CHUNK);
  store<u8>(r, 0, COUNT);
}

/** Appends a full chunk to the series' list. */
@inline
function link(r: usize, block: u32): void {
  const newest = load<u32>(r, NEWEST);
  if (newest == 0) store<u32>(r, block, OLDEST);
  else store<u32>(newest, block, NEXT);
  store<u32>(r, block, NEWEST);
}

/**
 * Takes `length` bytes of a bit stream with its header (20 bytes, from a checkpoint) as the series' newest full chunk.
 * False when memory is exhausted. The caller has checked the bytes and that they are newer than what the series holds.
 */
export function adopt(r: usize, from: usize): bool {
  const length = <u32>load<u16>(from, CHUNK_LENGTH);
  const size = (HEADER_BYTES + length + 15) & ~15;
  const block = allocate(size);
  if (block == 0) return false;
  memory.copy(block, from, HEADER_BYTES + length);
  memory.fill(block + HEADER_BYTES + length, 0, size - HEADER_BYTES - length);
  store<u32>(block, 0, NEXT);
  store<u8>(block, size >> 4, CHUNK_CLASS);
  link(r, block);
  chunkBytesTotal += size;
  chunksTotal++;
  return true;
}

function startChunk(r: usize, time: i64, bits: u64, window: u16): bool {
  const block = allocate(FIRST_BLOCK);
  if (block == 0) return false;
  memory.fill(block, 0, FIRST_BLOCK);
  store<i64>(block, time, MIN_TIME);
  store<u64>(block + HEADER_BYTES, bits);
  store<u32>(r, block, CHUNK);
  store<u8>(r, FIRST_BLOCK >> 4, CLASS);
  store<u16>(r, 64, BIT_LENGTH);
  store<u8>(r, 1, COUNT);
  store<i32>(r, 0, LAST_DELTA);
  store<u8>(r, NO_WINDOW, LEADING);
  store<u16>(r, window, WINDOW);
  chunkBytesTotal += FIRST_BLOCK;
  chunksTotal++;
  return true;
}

/** Adds a sample later than all before; false when memory is exhausted (the series is unchanged then). */
@inline
export function push(r: usize, time: i64, bits: u64, window: u16): bool {
  let block = load<u32>(r, CHUNK);
  if (block != 0) {
    const gap = time - load<i64>(r, LAST_TIME);
    if (load<u8>(r, COUNT) < MAX_SAMPLES && load<u16>(r, WINDOW) == window && gap < MAX_GAP) {
      if (!extend(r, block, <i32>gap, bits)) return false;
    } else {
      seal(r);
      block = 0;
    }
  }
  if (block == 0 && !startChunk(r, time, bits, window)) return false;
  store<i64>(r, time, LAST_TIME);
  store<u64>(r, bits, LAST_BITS);
  store<u8>(r, load<u8>(r, FLAGS) | FLAG_SAMPLED, FLAGS);
  return true;
}

/** Encodes one more sample into the open chunk. */
@inline
function extend(r: usize, block: u32, delta: i32, bits: u64): bool {
  const position = <u32>load<u16>(r, BIT_LENGTH);
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

  const end = position + headBits + payloadBits;
  if (HEADER_BYTES + ((end + 7) >> 3) > <u32>load<u8>(r, CLASS) << 4) {
    if (!grow(r, end)) return false;
    block = load<u32>(r, CHUNK);
  }
  const data = <usize>block + HEADER_BYTES;
  put(data, position, head, headBits);
  if (payloadBits != 0) put(data, position + headBits, payload, payloadBits);
  store<u16>(r, end, BIT_LENGTH);
  store<u8>(r, load<u8>(r, COUNT) + 1, COUNT);
  store<i32>(r, delta, LAST_DELTA);
  store<u8>(r, leading, LEADING);
  store<u8>(r, significant, SIGNIFICANT);
  return true;
}

/** Releases a chunk's block. */
export function drop(block: u32, size: u32): void {
  release(block, size);
  chunkBytesTotal -= size;
  chunksTotal--;
}
