import type { BlockStore } from '../block/index.ts';
import type { Head } from './head.ts';
import { HeadBlockInput } from './head-block-input.ts';

/** Up to where the head should be cut into blocks now, or undefined when it need not be. */
export function cutTimeOf(head: Head): number | undefined {
  const { blockRangeMs, maxBytes } = head.options;
  const oldest = head.oldestInOrderMs;
  const newest = head.maxTimeMs;
  if (!(oldest < newest)) return undefined;
  const rangeEnd = (Math.floor(oldest / blockRangeMs) + 1) * blockRangeMs;
  // Half a range is left, so that slow targets and late samples still find their place in the head.
  if (newest - oldest > 1.5 * blockRangeMs) return rangeEnd;
  if (maxBytes > 0 && head.bytes > 0.75 * maxBytes) {
    // Memory is short: cut nearer to the present, if that leaves anything to gain.
    const early = Math.min(rangeEnd, newest - EARLY_MARGIN_MS);
    if (early - oldest > EARLY_MARGIN_MS) return early;
  }
  return undefined;
}
const EARLY_MARGIN_MS = 5 * 60_000;

/** Writes all samples before `beforeMs` as blocks, one for each block range that has any. The head is left as it is. */
export async function writeHeadBlocks(head: Head, blocks: BlockStore, beforeMs: number): Promise<void> {
  const { blockRangeMs } = head.options;
  const oldest = Math.min(head.oldestInOrderMs, head.late.oldestTime());
  for (let start = Math.floor(oldest / blockRangeMs) * blockRangeMs; start < beforeMs;) {
    const end = Math.min(start + blockRangeMs, beforeMs);
    await blocks.write(new HeadBlockInput(head, start, end - 1), start, end - 1);
    // Late samples may lie far behind: go from one range that has samples to the next.
    const next = Math.min(Math.max(head.oldestInOrderMs, end), head.late.nextTime(end));
    // Never back: an early cut ends within a range.
    start = Math.max(end, Math.floor(next / blockRangeMs) * blockRangeMs);
  }
}
