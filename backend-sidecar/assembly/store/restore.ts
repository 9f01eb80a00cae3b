// Chunks as bytes, out to a checkpoint and back in.
import { adopt, CHUNK_LENGTH, HEADER_BYTES, NEXT } from './chunk';
import { gather } from './segments';
import { FLAG_SAMPLED, FLAGS, LAST_BITS, LAST_TIME, OLDEST, recordOf } from './series';

/** The full chunk after `block` (the oldest for 0); 0 at the end. */
export function chunkAfter(slot: u32, block: u32): u32 {
  return block == 0 ? load<u32>(recordOf(slot), OLDEST) : load<u32>(block, NEXT);
}

/** Copies a full chunk's header and bits in one piece to `out` (room for 2048 bytes); returns their length. */
export function exportChunk(chunk: u32, out: usize): u32 {
  const length = HEADER_BYTES + load<u16>(chunk, CHUNK_LENGTH);
  gather(chunk, 0, length, out);
  store<u32>(out, 0, NEXT); // an address means nothing outside
  return length;
}

/** Appends a chunk that lies as header and bits at `from`; false when memory is exhausted. */
export function adoptChunk(slot: u32, from: usize): bool {
  return adopt(recordOf(slot), from);
}

/** What the series last appended, so that order and changes are judged as before. */
export function restoreLast(slot: u32, time: f64, low: u32, high: u32): void {
  const r = recordOf(slot);
  store<i64>(r, <i64>time, LAST_TIME);
  store<u64>(r, ((<u64>high) << 32) | (<u64>low), LAST_BITS);
  store<u8>(r, load<u8>(r, FLAGS) | FLAG_SAMPLED, FLAGS);
}
