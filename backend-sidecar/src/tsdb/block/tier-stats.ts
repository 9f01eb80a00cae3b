import type { Block } from './block.ts';
import type { TierStats } from './types.ts';

/** Totals by resolution, raw first; series are the most of any one block. */
export function tierStats(blocks: readonly Block[]): TierStats[] {
  const tiers = new Map<number, TierStats>();
  for (const { meta, file } of blocks) {
    const { resolutionMs } = meta;
    let tier = tiers.get(resolutionMs);
    if (!tier) {
      tier = {
        resolutionMs,
        blocks: 0,
        series: 0,
        samples: 0,
        sizeBytes: 0,
        minTimeMs: Infinity,
        maxTimeMs: -Infinity,
      };
      tiers.set(resolutionMs, tier);
    }
    tier.blocks++;
    tier.series = Math.max(tier.series, meta.stats.series);
    tier.samples += meta.stats.samples;
    tier.sizeBytes += file.sizeBytes;
    tier.minTimeMs = Math.min(tier.minTimeMs, meta.minTimeMs);
    tier.maxTimeMs = Math.max(tier.maxTimeMs, meta.maxTimeMs);
  }
  return [...tiers.values()].sort((a, b) => a.resolutionMs - b.resolutionMs);
}
