import type { BlockMeta } from './types.ts';

export interface SizedBlock {
  meta: BlockMeta;
  sizeBytes: number;
}

/** Blocks whose every sample is older than its resolution's retention (0 keeps for ever). */
export function expiredByTime<T extends SizedBlock>(
  blocks: readonly T[],
  retentionOf: (resolutionMs: number) => number,
  nowMs: number,
): T[] {
  return blocks.filter(({ meta }) => {
    const retentionMs = retentionOf(meta.resolutionMs);
    return retentionMs > 0 && meta.maxTimeMs < nowMs - retentionMs;
  });
}

/** The oldest blocks beyond a total size; of equal age raw ones go before tiers. 0 means no limit. */
export function expiredBySize<T extends SizedBlock>(blocks: readonly T[], limitBytes: number): T[] {
  let total = blocks.reduce((sum, block) => sum + block.sizeBytes, 0);
  if (limitBytes <= 0 || total <= limitBytes) return [];
  const expired: T[] = [];
  const oldestFirst = [...blocks].sort(
    (a, b) => a.meta.maxTimeMs - b.meta.maxTimeMs || a.meta.resolutionMs - b.meta.resolutionMs,
  );
  for (const block of oldestFirst) {
    if (total <= limitBytes) break;
    expired.push(block);
    total -= block.sizeBytes;
  }
  return expired;
}
