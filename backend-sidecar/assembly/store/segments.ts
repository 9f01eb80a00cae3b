// Segments: the 64-byte pieces that chunks are made of. One size, one free list, no fragmentation; docs/format/head-chunk.md.
import { charge, takeTop } from './allocator';

export const SEGMENT_BYTES: u32 = 64;
/** Bytes of content; behind them lies the address of the chunk's next segment. */
export const CONTENT_BYTES: u32 = 60;
export const CONTENT_BITS: u32 = 480;
const REGION_BYTES: u32 = 65536;

let free: u32 = 0;
let regionNext: u32 = 0;
let regionEnd: u32 = 0;
let inUse: i64 = 0;

/** Bytes of segments in chunks. */
export function chunkBytes(): f64 {
  return <f64>(inUse * SEGMENT_BYTES);
}

@inline
export function nextSegment(segment: usize): u32 {
  return load<u32>(segment, CONTENT_BYTES);
}

/** A zeroed segment; 0 when the limit or the memory is exhausted. */
export function takeSegment(): u32 {
  if (!charge(SEGMENT_BYTES)) return 0;
  let segment = free;
  if (segment != 0) {
    free = nextSegment(segment);
  } else {
    if (regionNext == regionEnd) {
      const region = takeTop(REGION_BYTES);
      if (region == 0) {
        charge(-(<i64>SEGMENT_BYTES));
        return 0;
      }
      regionNext = region;
      regionEnd = region + REGION_BYTES;
    }
    segment = regionNext;
    regionNext += SEGMENT_BYTES;
  }
  memory.fill(segment, 0, SEGMENT_BYTES);
  inUse++;
  return segment;
}

/** Gives back a segment and all behind it. */
export function releaseSegments(first: u32): void {
  let last = first;
  let count: i64 = 1;
  for (let next = nextSegment(last); next != 0; next = nextSegment(last)) {
    last = next;
    count++;
  }
  store<u32>(last, free, CONTENT_BYTES);
  free = first;
  inUse -= count;
  charge(-count * SEGMENT_BYTES);
}

/** Copies `length` bytes of content from `offset` of a chain on to `out`. */
export function gather(first: u32, offset: u32, length: u32, out: usize): void {
  let segment = first;
  let from = offset;
  let left = length;
  let to = out;
  while (left > 0) {
    const bytes = min(CONTENT_BYTES - from, left);
    memory.copy(to, segment + from, bytes);
    to += bytes;
    left -= bytes;
    from = 0;
    segment = nextSegment(segment);
  }
}

/** A chain that holds `length` bytes from `from`; 0 when memory is exhausted. */
export function scatter(from: usize, length: u32): u32 {
  const first = takeSegment();
  if (first == 0) return 0;
  let segment = first;
  for (let done: u32 = 0; ; ) {
    const bytes = min(CONTENT_BYTES, length - done);
    memory.copy(segment, from + done, bytes);
    done += bytes;
    if (done == length) break;
    const next = takeSegment();
    if (next == 0) {
      releaseSegments(first);
      return 0;
    }
    store<u32>(segment, next, CONTENT_BYTES);
    segment = next;
  }
  return first;
}
