import { compactionRanges, defaultMaxRange } from './compaction-plan.ts';
import type { BlockStoreOptions, TierOptions } from './types.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_BLOCK_RANGE_MS = 2 * HOUR_MS;

/** Options with their defaults filled in. */
export interface BlockSettings {
  blockRangeMs: number;
  /** Widths to compact to, ascending. */
  ranges: readonly number[];
  /** Finest first. */
  tiers: readonly TierOptions[];
  retentionMs: number;
  retentionSizeBytes: number;
}

export function settingsOf(options: BlockStoreOptions): BlockSettings {
  const { retentionMs, retentionSizeBytes } = options;
  const blockRangeMs = options.blockRangeMs ?? DEFAULT_BLOCK_RANGE_MS;
  const maxRangeMs = options.maxCompactedRangeMs ?? defaultMaxRange(blockRangeMs, retentionMs);
  const tiers = options.tiers ?? [
    { resolutionMs: 300_000, afterMs: 40 * HOUR_MS, retentionMs },
    { resolutionMs: HOUR_MS, afterMs: 240 * HOUR_MS, retentionMs },
  ];
  return {
    blockRangeMs,
    ranges: compactionRanges(blockRangeMs, maxRangeMs),
    tiers: [...tiers].sort((a, b) => a.resolutionMs - b.resolutionMs),
    retentionMs,
    retentionSizeBytes,
  };
}

/** How long blocks of a resolution are kept; tiers no longer configured go with the raw ones. */
export function retentionOf(settings: BlockSettings, resolutionMs: number): number {
  return settings.tiers.find((tier) => tier.resolutionMs === resolutionMs)?.retentionMs ?? settings.retentionMs;
}
