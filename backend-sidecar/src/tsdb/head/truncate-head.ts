import type { Head } from './head.ts';

/**
 * Drops chunks that end before `beforeMs`, the late samples that were taken for blocks, and the series that hold nothing after
 * it. Synchronous: about 0.05 µs a series and 1 µs a series dropped. Returns how many series went.
 */
export function truncateHead(head: Head, beforeMs: number): number {
  const { kernel, index, late } = head;
  for (const slot of late.dropTaken()) head.setLateFlag(slot, false);
  const limit = index.slotLimit;
  const dead = kernel.scratch(limit * 4);
  kernel.call.beginTruncate();
  const count = kernel.call.truncate(1, limit, beforeMs, dead);
  index.free(kernel.u32.slice(dead >>> 2, (dead >>> 2) + count));
  head.setMinValidTime(beforeMs);
  head.cutTimeMs = Math.max(head.cutTimeMs, beforeMs);
  head.oldestInOrderMs = Math.max(kernel.call.oldestTime(), head.cutTimeMs);
  const oldest = Math.min(head.oldestInOrderMs, late.oldestTime());
  if (kernel.call.oldestTime() === Infinity && late.count === 0) head.setTimeRange(Infinity, -Infinity);
  else head.setTimeRange(oldest, head.maxTimeMs);
  return count;
}
