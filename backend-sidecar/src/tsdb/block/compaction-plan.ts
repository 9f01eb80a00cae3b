import type { BlockMeta } from './types.ts';

const FACTOR = 3;
const MONTH_MS = 31 * 86_400_000;

/** Widths that blocks are merged to: three times the one before, as Prometheus does, up to the limit. */
export function compactionRanges(blockRangeMs: number, maxRangeMs: number): number[] {
  const ranges: number[] = [];
  for (let range = blockRangeMs * FACTOR; range <= maxRangeMs; range *= FACTOR) ranges.push(range);
  return ranges;
}

/** A tenth of the retention, so that expiry by whole blocks keeps at most a tenth too much; at most a month. */
export function defaultMaxRange(blockRangeMs: number, retentionMs: number): number {
  return Math.max(blockRangeMs, Math.min(MONTH_MS, retentionMs === 0 ? MONTH_MS : retentionMs / 10));
}

/**
 * The blocks of one resolution to merge next, or undefined. First any that overlap in time, then the first aligned window
 * of the smallest range that holds several. A window is left alone until its time is over and one more block could have
 * come, so that each sample is rewritten once a range.
 */
export function planCompaction(
  metas: readonly BlockMeta[],
  ranges: readonly number[],
  blockRangeMs: number,
  nowMs: number,
): BlockMeta[] | undefined {
  const sorted = [...metas].sort((a, b) => a.minTimeMs - b.minTimeMs);
  return overlapping(sorted) ?? firstWindow(sorted, ranges, blockRangeMs, nowMs);
}

function overlapping(sorted: readonly BlockMeta[]): BlockMeta[] | undefined {
  let cluster: BlockMeta[] = [];
  let end = -Infinity;
  for (const meta of sorted) {
    if (meta.minTimeMs <= end) {
      cluster.push(meta);
    } else {
      if (cluster.length > 1) return cluster;
      cluster = [meta];
    }
    end = Math.max(end, meta.maxTimeMs);
  }
  return cluster.length > 1 ? cluster : undefined;
}

function firstWindow(
  sorted: readonly BlockMeta[],
  ranges: readonly number[],
  blockRangeMs: number,
  nowMs: number,
): BlockMeta[] | undefined {
  for (const range of ranges) {
    const windows = new Map<number, BlockMeta[]>();
    for (const meta of sorted) {
      const window = Math.floor(meta.minTimeMs / range);
      if (Math.floor(meta.maxTimeMs / range) !== window || (window + 1) * range + blockRangeMs > nowMs) continue;
      const members = windows.get(window);
      if (members) members.push(meta);
      else windows.set(window, [meta]);
    }
    for (const members of windows.values()) if (members.length > 1) return members;
  }
  return undefined;
}
