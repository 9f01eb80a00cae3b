/**
 * Value columns of a tier, in the order of their bytes in a chunk (docs/format/block.md). A row is a bucket, its
 * time the bucket's last sample's; the first sample of a series in a block has a row of its own, the rest of its bucket the next. */
export const TIER_COUNT = 0;
export const TIER_SUM = 1;
export const TIER_MIN = 2;
export const TIER_MAX = 3;
export const TIER_LAST = 4;
/**
 * For counters that were reset within the bucket: where the counter would have stood before its last reset, had the earlier
 * resets not been, counted on from the bucket before. NaN when there was no reset. (peak - previous last) + last is the
 * bucket's increase then, last - previous last otherwise.
 */
export const TIER_PEAK = 5;
export const TIER_COLUMNS = 6;
