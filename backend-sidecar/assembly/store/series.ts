// The record of a series: 64 bytes (one cache line) at a fixed address, in pages of 1024 that are never freed.
import { allocate } from './allocator';

const PAGE_SHIFT: u32 = 10;
const RECORD_SHIFT: u32 = 6;
const MAX_PAGES: u32 = 1 << 14;
/** Page addresses by slot >> PAGE_SHIFT, for 2^24 slots. Not static data: that would put 64 kB of zeros into the module. */
let PAGES: usize = 0;

/** Once, before any series. False when there is no memory for it. */
export function initSeriesTable(): bool {
  PAGES = allocate(4 * MAX_PAGES);
  if (PAGES == 0) return false;
  memory.fill(PAGES, 0, 4 * MAX_PAGES);
  return true;
}

/** A ref is a slot (low 24 bits) and its generation (high 8), so that a dead ref is never taken for the slot's new series. */
export const SLOT_MASK: u32 = 0xffffff;

// Offsets within a record.
export const REF: usize = 0; // u32, 0 = free slot
export const CHUNK: usize = 4; // u32, open chunk's first segment, 0 = none
export const OLDEST: usize = 8; // u32, full chunks, oldest first
export const NEWEST: usize = 12; // u32
export const LAST_BITS: usize = 16; // u64, bits of the last in-order value
export const LAST_TIME: usize = 24; // i64, ms; valid when FLAG_SAMPLED
export const LAST_DELTA: usize = 32; // i32, ms, within the open chunk
export const BIT_LENGTH: usize = 36; // u16, of the open chunk's stream
export const COUNT: usize = 38; // u8, samples in the open chunk
// 39: free
export const LEADING: usize = 40; // u8, XOR window: leading zeros; 0xff = no window yet
export const SIGNIFICANT: usize = 41; // u8, XOR window: bits
export const FLAGS: usize = 42; // u8
export const LABEL_COUNT: usize = 43; // u8 (a series has at most 255 labels)
export const LABELS: usize = 44; // u32, block of u32 pair ids
export const HASH_LOW: usize = 48; // u32
export const HASH_HIGH: usize = 52; // u32
export const WINDOW: usize = 56; // u16, low bits of the open chunk's block-range number
export const WAL_EPOCH: usize = 58; // u16, low bits of the WAL segment that last declared the series
export const TAIL: usize = 60; // u32, open chunk's last segment

export const FLAG_SAMPLED: u8 = 1; // has ever had an in-order sample
export const FLAG_WAL_BASE: u8 = 2; // LAST_BITS is what a reader of the current WAL segment holds too
export const FLAG_YOUNG: u8 = 4; // created since the last truncation: not yet to be collected
export const FLAG_LATE: u8 = 8; // has out-of-order samples outside the kernel

@inline
export function recordOf(slot: u32): usize {
  return load<u32>(PAGES + ((slot >> PAGE_SHIFT) << 2)) + ((slot & ((1 << PAGE_SHIFT) - 1)) << RECORD_SHIFT);
}

/** Address of the slot's record, its page made when new; 0 when memory is exhausted. */
export function ensureRecord(slot: u32): u32 {
  const page = slot >> PAGE_SHIFT;
  if (page >= MAX_PAGES) return 0;
  const entry = PAGES + (page << 2);
  if (load<u32>(entry) == 0) {
    const block = allocate(1 << (PAGE_SHIFT + RECORD_SHIFT));
    if (block == 0) return 0;
    memory.fill(block, 0, 1 << (PAGE_SHIFT + RECORD_SHIFT));
    store<u32>(entry, block);
  }
  return <u32>recordOf(slot);
}

/** Address of the record of a slot that exists. */
export function recordAddress(slot: u32): u32 {
  return <u32>recordOf(slot);
}

/** Makes a free slot a series. The label block is the caller's and is released with the series. */
export function initSeries(slot: u32, ref: u32, labels: u32, labelCount: u32, hashLow: u32, hashHigh: u32): void {
  const r = recordOf(slot);
  memory.fill(r, 0, 1 << RECORD_SHIFT);
  store<u32>(r, ref, REF);
  store<u32>(r, labels, LABELS);
  store<u8>(r, labelCount, LABEL_COUNT);
  store<u32>(r, hashLow, HASH_LOW);
  store<u32>(r, hashHigh, HASH_HIGH);
  store<u8>(r, FLAG_YOUNG, FLAGS);
}
