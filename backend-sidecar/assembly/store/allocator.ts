// Memory of the head for labels, postings and series pages: size-classed blocks with free lists over the imported linear memory, no coalescing.
// Small blocks (<= SMALL_LIMIT) come in 16-byte steps and are carved from regions; a region is a freed large block, or fresh
// memory. Large blocks (postings, scratch) come in sizes 2^k and 1.5 * 2^k. Both kinds return to their class's list.
// Cost: a few loads a call. Waste: below 16 bytes a small block, below a third of a large one.

const STEP_SHIFT: u32 = 4;
export const SMALL_LIMIT: u32 = 2304;
const SMALL_CLASSES: u32 = SMALL_LIMIT >> STEP_SHIFT;
const REGION_BYTES: u32 = 65536;
const GROW_PAGES: u32 = 32;
/** Bit readers load 8 bytes at any byte of a block: the end of memory stays this far away. */
const GUARD_BYTES: u64 = 64;

/** Heads of the free lists: classes 1..SMALL_CLASSES, then two a power of two from 2^11 upwards. */
const FREE_LISTS = memory.data(4 * 256, 8);

let top: u32 = 0;
let regionNext: u32 = 0;
let regionEnd: u32 = 0;
let used: u64 = 0;
let limit: u64 = 0xffff0000;

/** Bytes handed out and not freed, rounded to classes. */
export function usedBytes(): f64 {
  return <f64>used;
}

/** Bytes of linear memory ever taken: free blocks included. */
export function reservedBytes(): f64 {
  return <f64>top;
}

/** No allocation makes `usedBytes` pass this. */
export function setLimit(bytes: f64): void {
  limit = <u64>bytes;
}

@inline
function largeClass(size: u32): u32 {
  const log = 31 - clz(size - 1); // 2^log < size <= 2^(log+1), as size > SMALL_LIMIT
  const half = (<u32>3) << (log - 1); // 1.5 * 2^log
  return SMALL_CLASSES + 1 + ((log - 11) << 1) + (size > half ? 1 : 0);
}

@inline
function largeSize(size: u32): u32 {
  const log = 31 - clz(size - 1);
  const half = (<u32>3) << (log - 1);
  return size > half ? (<u32>2) << log : half;
}

/** The bytes that a request of `size` really gets. */
export function roundUp(size: u32): u32 {
  return size <= SMALL_LIMIT ? (size + 15) & ~15 : largeSize(size);
}

/** Fresh memory, 64-byte aligned so that series records and chunk segments are one cache line each; 0 when there is none. */
export function takeTop(size: u32): u32 {
  top = (max(top, <u32>__heap_base) + 63) & ~63;
  const end: u64 = <u64>top + size;
  const have: u64 = (<u64>memory.size()) << 16;
  if (end + GUARD_BYTES > have) {
    const missing = <u32>((end + GUARD_BYTES - have + 65535) >> 16);
    if (memory.grow(max(missing, GROW_PAGES)) == -1 && memory.grow(missing) == -1) return 0;
  }
  const block = top;
  top = <u32>end;
  return block;
}

/** What is left of a region becomes one block of its size's class (it is a multiple of 16 and below SMALL_LIMIT or cut so). */
function retireRegion(): void {
  while (regionNext < regionEnd) {
    const size = min(regionEnd - regionNext, SMALL_LIMIT);
    const list = FREE_LISTS + ((size >> STEP_SHIFT) << 2);
    store<u32>(regionNext, load<u32>(list));
    store<u32>(list, regionNext);
    regionNext += size;
  }
}

function refill(): bool {
  retireRegion();
  // Freed large blocks first: postings that grew leave theirs behind.
  for (let cls = SMALL_CLASSES + 1; cls < 256; cls++) {
    const list = FREE_LISTS + (cls << 2);
    const block = load<u32>(list);
    if (block == 0) continue;
    store<u32>(list, load<u32>(block));
    regionNext = block;
    regionEnd = block + load<u32>(block, 4);
    return true;
  }
  const block = takeTop(REGION_BYTES);
  if (block == 0) return false;
  regionNext = block;
  regionEnd = block + REGION_BYTES;
  return true;
}

/** Counts bytes that are handed out by another allocator; false when they would pass the limit. */
export function charge(bytes: i64): bool {
  if (bytes > 0 && used + bytes > limit) return false;
  used += bytes;
  return true;
}

/** Address of a block of at least `size` bytes, contents undefined; 0 when the limit or the memory is exhausted. */
export function allocate(size: u32): u32 {
  const rounded = roundUp(size);
  if (used + rounded > limit) return 0;
  const cls = size <= SMALL_LIMIT ? rounded >> STEP_SHIFT : largeClass(size);
  const list = FREE_LISTS + (cls << 2);
  let block = load<u32>(list);
  if (block != 0) {
    store<u32>(list, load<u32>(block));
  } else if (size > SMALL_LIMIT) {
    block = takeTop(rounded);
    if (block == 0) return 0;
  } else {
    if (regionEnd - regionNext < rounded && !refill()) return 0;
    block = regionNext;
    regionNext += rounded;
  }
  used += rounded;
  return block;
}

/** Returns a block; `size` is any size of the same class as was asked for. */
export function release(block: u32, size: u32): void {
  const rounded = roundUp(size);
  const cls = size <= SMALL_LIMIT ? rounded >> STEP_SHIFT : largeClass(size);
  const list = FREE_LISTS + (cls << 2);
  store<u32>(block, load<u32>(list));
  if (size > SMALL_LIMIT) store<u32>(block, rounded, 4);
  store<u32>(list, block);
  used -= rounded;
}
