/** Everything that replaces or deletes blocks: compaction, downsampling, retention, tombstones. One job at a time. */
import type { Matcher } from '../../model/matcher.ts';
import type { Clock } from '../../util/clock.ts';
import type { Logger } from '../../util/logger.ts';
import { newBlockId } from './block-id.ts';
import type { BlockList } from './block-list.ts';
import type { BlockHeading } from './block-writer.ts';
import type { Block } from './block.ts';
import { compactBlocks } from './compact-blocks.ts';
import { planCompaction } from './compaction-plan.ts';
import { BlockCorruptError } from './corrupt.ts';
import { downsample } from './downsample.ts';
import { expiredBySize, expiredByTime } from './retention.ts';
import { retentionOf, type BlockSettings } from './settings.ts';
import { Slicer } from './slicer.ts';
import type { Interval } from './tombstones.ts';
import { planTier } from './tier-plan.ts';
import type { BlockMeta } from './types.ts';

export class Maintenance {
  compactions = 0;
  downsamplings = 0;
  readonly dropped = { time: 0, size: 0 };
  private readonly list: BlockList;
  private readonly settings: BlockSettings;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private queue: Promise<unknown> = Promise.resolve();
  /** Finer blocks that left no bucket (staleness markers only): not to be tried again and again. */
  private readonly barren = new Set<string>();

  constructor(list: BlockList, settings: BlockSettings, clock: Clock, logger: Logger) {
    this.list = list;
    this.settings = settings;
    this.clock = clock;
    this.logger = logger;
  }

  run(nowMs: number, signal: AbortSignal | undefined): Promise<void> {
    return this.enqueue(async () => {
      try {
        // A block found damaged midway was set aside: plan again without it.
        while ((await this.survive(() => this.compactOnce(nowMs, signal))) !== false);
        while ((await this.survive(() => this.downsampleOnce(nowMs, signal))) !== false);
      } catch (error) {
        if (!signal?.aborted) throw error;
      } finally {
        // Last, so that tiers are made of what is about to go; and also after a full disk, when it helps most.
        this.expire(nowMs);
        await this.list.settled();
      }
    });
  }

  delete(matchers: readonly Matcher[], minTimeMs: number, maxTimeMs: number): Promise<number> {
    return this.enqueue(async () => {
      let touched = 0;
      for (const block of this.list.all()) {
        if (!block.overlaps(minTimeMs, maxTimeMs) || !this.list.all().includes(block)) continue;
        const found = await this.survive(() => deleteWithin(block, matchers, minTimeMs, maxTimeMs));
        if (block.meta.resolutionMs === 0) touched += found ?? 0;
      }
      return touched;
    });
  }

  clean(): Promise<number> {
    return this.enqueue(async () => {
      let cleaned = 0;
      for (const block of this.list.all()) {
        if (block.tombstones.size === 0 || !this.list.all().includes(block)) continue;
        const heading = this.heading([block], block.meta.resolutionMs, [block.meta]);
        // A raw block's tiers do not know the cleaned one and are made anew where they lost whole buckets to the deletion.
        if (block.meta.resolutionMs === 0) heading.sources.push(heading.id);
        const done = await this.survive(async () => {
          const meta = await compactBlocks(this.list.root, { ...heading, level: block.meta.level }, [block]);
          await this.list.replace(meta?.id, [block]);
          return true;
        });
        if (done) cleaned++;
      }
      await this.list.settled();
      return cleaned;
    });
  }

  /** Waits for the job in progress. */
  async settle(): Promise<void> {
    await this.queue.catch(() => undefined);
  }

  private enqueue<T>(job: () => Promise<T>): Promise<T> {
    const result = this.queue.then(job, job);
    this.queue = result.catch(() => undefined);
    return result;
  }

  /** Undefined when a block was found damaged; it was set aside then and is not in the list any more. */
  private async survive<T>(step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      if (error instanceof BlockCorruptError) return undefined;
      throw error;
    }
  }

  private async compactOnce(nowMs: number, signal: AbortSignal | undefined): Promise<boolean> {
    for (const resolutionMs of [0, ...this.settings.tiers.map((tier) => tier.resolutionMs)]) {
      const plan = planCompaction(this.metas(resolutionMs), this.settings.ranges, this.settings.blockRangeMs, nowMs);
      if (!plan) continue;
      const blocks = this.blocksOf(plan);
      const heading = this.heading(blocks, resolutionMs, plan);
      const meta = await compactBlocks(this.list.root, heading, blocks, signal);
      await this.list.replace(meta?.id, blocks);
      this.compactions++;
      this.logger.info(
        { block: meta?.id, from: heading.parents, resolutionMs, stats: meta?.stats },
        'blocks: compacted',
      );
      return true;
    }
    return false;
  }

  private async downsampleOnce(nowMs: number, signal: AbortSignal | undefined): Promise<boolean> {
    let finerMs = 0;
    for (const { resolutionMs, afterMs } of this.settings.tiers) {
      const finer = this.metas(finerMs).filter(({ id }) => !this.barren.has(`${resolutionMs}/${id}`));
      const job = planTier(finer, this.metas(resolutionMs), nowMs - afterMs);
      finerMs = resolutionMs;
      if (!job) continue;
      const blocks = this.blocksOf(job.from);
      const meta = await downsample(this.list.root, this.heading(blocks, resolutionMs, job.replaces), blocks, signal);
      if (!meta) for (const { id } of job.from) this.barren.add(`${resolutionMs}/${id}`);
      await this.list.replace(meta?.id, this.blocksOf(job.replaces));
      this.downsamplings++;
      this.logger.info(
        { block: meta?.id, from: job.from.map(({ id }) => id), resolutionMs, stats: meta?.stats },
        'blocks: downsampled',
      );
      return true;
    }
    return false;
  }

  private expire(nowMs: number): void {
    const sized = () => this.list.all().map((block) => ({ block, meta: block.meta, sizeBytes: block.file.sizeBytes }));
    const byTime = expiredByTime(sized(), (resolutionMs) => retentionOf(this.settings, resolutionMs), nowMs);
    for (const { block } of byTime) this.list.remove(block);
    const bySize = expiredBySize(sized(), this.settings.retentionSizeBytes);
    for (const { block } of bySize) this.list.remove(block);
    this.dropped.time += byTime.length;
    this.dropped.size += bySize.length;
    if (byTime.length + bySize.length > 0) {
      this.logger.info(
        { byTime: byTime.map(({ meta }) => meta.id), bySize: bySize.map(({ meta }) => meta.id) },
        'blocks: retention',
      );
    }
  }

  private heading(
    from: readonly Block[],
    resolutionMs: number,
    parents: readonly BlockMeta[],
  ): BlockHeading & { sources: string[] } {
    const createdMs = this.clock.now();
    const minTimeMs = Math.min(...from.map(({ meta }) => meta.minTimeMs));
    const maxTimeMs = Math.max(...from.map(({ meta }) => meta.maxTimeMs));
    return {
      covers: resolutionMs > 0 ? { minTimeMs, maxTimeMs } : undefined,
      id: newBlockId(createdMs),
      resolutionMs,
      level: Math.max(...from.map(({ meta }) => meta.level)) + 1,
      sources: [...new Set(from.flatMap(({ meta }) => meta.sources))].sort(),
      parents: parents.map(({ id }) => id),
      createdMs,
    };
  }

  private metas(resolutionMs: number): BlockMeta[] {
    return this.list.all().flatMap(({ meta }) => (meta.resolutionMs === resolutionMs ? [meta] : []));
  }

  private blocksOf(metas: readonly BlockMeta[]): Block[] {
    const wanted = new Set(metas);
    return this.list.all().filter(({ meta }) => wanted.has(meta));
  }
}

/** Adds tombstones to matching series of a block, durably; returns how many. */
async function deleteWithin(
  block: Block,
  matchers: readonly Matcher[],
  minTimeMs: number,
  maxTimeMs: number,
): Promise<number> {
  const series = await block.matching(matchers, new Slicer());
  if (series.length === 0) return 0;
  const tombstones = block.tombstones.with(series, fitted(block, minTimeMs, maxTimeMs));
  await tombstones.save(block.file.folder);
  block.tombstones = tombstones;
  return series.length;
}

/**
 * Bounds cut to the block (callers may say "ever"). Of a tier every bucket that the deletion touches goes: nothing deleted may
 * show through an aggregate.
 */
function fitted({ meta, minTimeMs, maxTimeMs }: Block, fromMs: number, toMs: number): Interval {
  const from = Math.max(minTimeMs, fromMs);
  const to = Math.min(maxTimeMs, toMs);
  const width = meta.resolutionMs || 1;
  return { minTimeMs: Math.floor(from / width) * width, maxTimeMs: (Math.floor(to / width) + 1) * width - 1 };
}
