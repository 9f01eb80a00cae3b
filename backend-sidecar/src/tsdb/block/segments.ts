/** Which block answers for which part of a time span, when some of it exists at several resolutions. */
import type { Block } from './block.ts';
import type { Interval } from './tombstones.ts';

export interface Segment extends Interval {
  block: Block;
}

/**
 * Walks resolutions in order of preference; a block answers for what no preferred resolution covers. Blocks of one resolution
 * may overlap: each answers then, and the caller merges. A tier block is passed over in the first turn while raw blocks in its
 * time hold something that it does not know yet.
 */
export function planSegments(
  blocks: readonly Block[],
  resolutions: readonly number[],
  maxResolutionMs: number,
  minTimeMs: number,
  maxTimeMs: number,
): Segment[] {
  const coarsestFirst = [...resolutions].sort((a, b) => b - a);
  const preferred = [...coarsestFirst.filter((resolution) => resolution > 0 && resolution <= maxResolutionMs), 0];
  const fallbacks = coarsestFirst.filter((resolution) => resolution > 0).reverse();
  const segments: Segment[] = [];
  let open: Interval[] = [{ minTimeMs, maxTimeMs }];
  const take = (resolution: number, accept: (block: Block) => boolean) => {
    const taken = blocks.filter((block) => block.meta.resolutionMs === resolution && accept(block));
    for (const block of taken) {
      for (const part of open) {
        const from = Math.max(part.minTimeMs, block.meta.minTimeMs);
        const to = Math.min(part.maxTimeMs, block.meta.maxTimeMs);
        if (from <= to) segments.push({ block, minTimeMs: from, maxTimeMs: to });
      }
    }
    for (const { meta } of taken) open = open.flatMap((part) => without(part, meta));
  };
  for (const resolution of preferred) take(resolution, (block) => resolution === 0 || isCurrent(block, blocks));
  for (const resolution of fallbacks) take(resolution, () => true);
  return segments.sort((a, b) => a.minTimeMs - b.minTimeMs || (a.block.meta.id < b.block.meta.id ? -1 : 1));
}

/** Whether a tier block knows all that the raw blocks of its time hold. */
function isCurrent(tier: Block, blocks: readonly Block[]): boolean {
  return blocks.every(
    ({ meta }) =>
      meta.resolutionMs !== 0 ||
      meta.maxTimeMs < tier.meta.minTimeMs ||
      meta.minTimeMs > tier.meta.maxTimeMs ||
      meta.sources.every((id) => knows(tier, blocks, id)),
  );
}

/** A raw block may reach beyond one tier block: its source then is known to a neighbour too. */
function knows(tier: Block, blocks: readonly Block[], source: string): boolean {
  return blocks.some(({ meta }) => meta.resolutionMs === tier.meta.resolutionMs && meta.sources.includes(source));
}

function without(part: Interval, hole: Interval): Interval[] {
  if (hole.maxTimeMs < part.minTimeMs || hole.minTimeMs > part.maxTimeMs) return [part];
  const rest: Interval[] = [];
  if (part.minTimeMs < hole.minTimeMs) rest.push({ minTimeMs: part.minTimeMs, maxTimeMs: hole.minTimeMs - 1 });
  if (part.maxTimeMs > hole.maxTimeMs) rest.push({ minTimeMs: hole.maxTimeMs + 1, maxTimeMs: part.maxTimeMs });
  return rest;
}
