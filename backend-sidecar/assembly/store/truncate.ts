// Dropping what blocks hold by now, and series that are left without samples.
import { release } from './allocator';
import { drop, MIN_TIME, NEXT, seal, SPAN } from './chunk';
import {
  CHUNK, COUNT, FLAG_LATE, FLAG_YOUNG, FLAGS, LABEL_COUNT, LABELS, LAST_TIME, NEWEST, OLDEST, recordOf, REF,
} from './series';

let oldest: f64 = Infinity;

/** Time of the oldest sample that the last `truncate` left in chunks; Infinity when none. */
export function oldestTime(): f64 {
  return oldest;
}

/** Starts a pass over all slots. */
export function beginTruncate(): void {
  oldest = Infinity;
}

/**
 * Drops chunks whose samples all lie before `before` in the slots from..to-1; writes slots of series that hold nothing any
 * more to `dead` (room for to - from) and returns their number. They are still series until `freeSeries`.
 */
export function truncate(from: u32, to: u32, before: f64, dead: usize): u32 {
  let found: u32 = 0;
  for (let slot = from; slot < to; slot++) {
    const r = recordOf(slot);
    if (load<u32>(r, REF) == 0) continue;
    let block = load<u32>(r, OLDEST);
    while (block != 0 && <f64>(load<i64>(block, MIN_TIME) + <i64>load<u32>(block, SPAN)) < before) {
      const next = load<u32>(block, NEXT);
      drop(block);
      block = next;
    }
    store<u32>(r, block, OLDEST);
    if (block == 0) store<u32>(r, 0, NEWEST);
    const open = load<u32>(r, CHUNK);
    if (open != 0 && <f64>load<i64>(r, LAST_TIME) < before) dropOpen(r);
    keepTrack(r);
    const flags = load<u8>(r, FLAGS);
    if (load<u32>(r, OLDEST) == 0 && load<u32>(r, CHUNK) == 0 && (flags & (FLAG_YOUNG | FLAG_LATE)) == 0) {
      store<u32>(dead + (found << 2), slot);
      found++;
    }
    store<u8>(r, flags & ~FLAG_YOUNG, FLAGS);
  }
  return found;
}

@inline
function keepTrack(r: usize): void {
  const first = load<u32>(r, OLDEST) != 0 ? load<u32>(r, OLDEST) : load<u32>(r, CHUNK);
  if (first != 0) oldest = min(oldest, <f64>load<i64>(first, MIN_TIME));
}

function dropOpen(r: usize): void {
  drop(load<u32>(r, CHUNK));
  store<u32>(r, 0, CHUNK);
  store<u8>(r, 0, COUNT);
}

/** Drops all chunks of a series; its last time and value stay, so order is still held. */
export function clearSeries(slot: u32): void {
  const r = recordOf(slot);
  let block = load<u32>(r, OLDEST);
  while (block != 0) {
    const next = load<u32>(block, NEXT);
    drop(block);
    block = next;
  }
  store<u32>(r, 0, OLDEST);
  store<u32>(r, 0, NEWEST);
  if (load<u32>(r, CHUNK) != 0) dropOpen(r);
}

/** Frees a series' slot with its chunks and labels. */
export function freeSeries(slot: u32): void {
  const r = recordOf(slot);
  if (load<u32>(r, REF) == 0) return;
  clearSeries(slot);
  const labels = load<u32>(r, LABELS);
  if (labels != 0) release(labels, max(<u32>load<u8>(r, LABEL_COUNT), 1) << 2);
  memory.fill(r, 0, 64);
}

/** Seals the open chunk, so that its bytes can be copied as they are. */
export function sealSeries(slot: u32): void {
  seal(recordOf(slot));
}
