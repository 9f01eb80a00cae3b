import type { BlockMeta } from './types.ts';

export interface TierJob {
  /** Blocks of the finer resolution to condense. */
  from: BlockMeta[];
  /** Blocks of the tier that the result replaces. */
  replaces: BlockMeta[];
}

/**
 * The next block of a tier to make: from finer blocks whose samples are all older than `beforeMs` and hold something the tier
 * does not know. Tier blocks in their time are made anew, together with everything they came from; if that has expired in
 * part, they stay as they are.
 */
export function planTier(
  finer: readonly BlockMeta[],
  tier: readonly BlockMeta[],
  beforeMs: number,
): TierJob | undefined {
  const known = new Set(tier.flatMap((meta) => meta.sources));
  for (const meta of finer) {
    if (meta.maxTimeMs >= beforeMs || meta.sources.every((id) => known.has(id))) continue;
    const job = closure(meta, finer, tier);
    const sources = new Set(job.from.flatMap((from) => from.sources));
    if (job.replaces.every((replaced) => replaced.sources.every((id) => sources.has(id)))) return job;
  }
  return undefined;
}

/** Grows the job until no tier block of its time, and no finer block that such a tier block came from, is left out. */
function closure(start: BlockMeta, finer: readonly BlockMeta[], tier: readonly BlockMeta[]): TierJob {
  const from = new Set([start]);
  const replaces = new Set<BlockMeta>();
  for (let size = 0; size !== from.size + replaces.size;) {
    size = from.size + replaces.size;
    for (const meta of tier) if ([...from].some((other) => overlap(meta, other))) replaces.add(meta);
    const wanted = new Set([...replaces].flatMap((meta) => meta.sources));
    for (const meta of finer) if (meta.sources.some((id) => wanted.has(id))) from.add(meta);
  }
  return { from: [...from], replaces: [...replaces] };
}

function overlap(a: BlockMeta, b: BlockMeta): boolean {
  return a.minTimeMs <= b.maxTimeMs && b.minTimeMs <= a.maxTimeMs;
}
