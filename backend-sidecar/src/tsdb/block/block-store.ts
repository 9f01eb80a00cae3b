import type { Matcher } from '../../model/matcher.ts';
import type { BlockInput, PartSelect, PartSeriesSet, StorePart } from '../types.ts';
import { backfillBlocks, windowOf } from './backfill.ts';
import { newBlockId } from './block-id.ts';
import { BlockList } from './block-list.ts';
import { readRaw, selectBlock } from './block-series-set.ts';
import type { BlockHeading } from './block-writer.ts';
import { BlockCorruptError } from './corrupt.ts';
import { Maintenance } from './maintenance.ts';
import { PageCache } from './page-cache.ts';
import { planSegments } from './segments.ts';
import { settingsOf, type BlockSettings } from './settings.ts';
import { tierStats } from './tier-stats.ts';
import { chooseTier } from './tier-choice.ts';
import { tierReader } from './tier-reader.ts';
import type { BlockMeta, BlockOpenReport, BlockStore, BlockStoreOptions, BlockStoreStats } from './types.ts';
import { writeBlock } from './write-block.ts';

const CACHE_BYTES = 64 << 20;
const PREFETCH_BYTES = 64 << 20;

/** Opens the blocks in a folder, which is made when missing. Damage is reported, not thrown. */
export async function openBlocks(dir: string, options: BlockStoreOptions): Promise<BlockStore> {
  const cache = new PageCache(options.cacheBytes ?? CACHE_BYTES);
  const list = new BlockList(dir, cache, options.prefetchBytes ?? PREFETCH_BYTES, options.logger);
  return new DiskBlockStore(options, list, cache, await list.openAll());
}

class DiskBlockStore implements BlockStore {
  readonly openReport: BlockOpenReport;
  private readonly options: BlockStoreOptions;
  private readonly settings: BlockSettings;
  private readonly list: BlockList;
  private readonly cache: PageCache;
  private readonly maintenance: Maintenance;

  constructor(options: BlockStoreOptions, list: BlockList, cache: PageCache, openReport: BlockOpenReport) {
    this.options = options;
    this.settings = settingsOf(options);
    this.list = list;
    this.cache = cache;
    this.openReport = openReport;
    this.maintenance = new Maintenance(list, this.settings, options.clock, options.logger);
  }

  parts(): readonly StorePart[] {
    const blocks = this.list.all();
    const raw = blocks.filter(({ meta }) => meta.resolutionMs === 0);
    return blocks.filter(
      (block) =>
        block.meta.resolutionMs === 0 || !raw.some((other) => other.overlaps(block.minTimeMs, block.maxTimeMs)),
    );
  }

  metas(): readonly BlockMeta[] {
    return this.list.all().map((block) => block.meta);
  }

  async select(request: PartSelect): Promise<PartSeriesSet[]> {
    for (;;) {
      try {
        return await this.trySelect(request);
      } catch (error) {
        // The damaged block was set aside and logged: the others answer.
        if (!(error instanceof BlockCorruptError)) throw error;
      }
    }
  }

  async write(input: BlockInput, minTimeMs: number, maxTimeMs: number): Promise<BlockMeta | undefined> {
    const meta = await writeBlock(this.list.root, this.newHeading(), input, minTimeMs, maxTimeMs);
    if (meta) await this.list.add(meta.id);
    return meta;
  }

  async backfill(input: BlockInput, signal?: AbortSignal): Promise<BlockMeta[]> {
    const nowMs = this.options.clock.now();
    const { ranges, blockRangeMs } = this.settings;
    const metas: BlockMeta[] = [];
    const finished = async (meta: BlockMeta) => {
      await this.list.add(meta.id);
      metas.push(meta);
    };
    const windowAt = (timeMs: number) => windowOf(timeMs, ranges, blockRangeMs, nowMs);
    await backfillBlocks(this.list.root, () => this.newHeading(), windowAt, input, finished, signal);
    return metas;
  }

  maintain(nowMs: number, signal?: AbortSignal): Promise<void> {
    return this.maintenance.run(nowMs, signal);
  }

  deleteSeries(matchers: readonly Matcher[], minTimeMs: number, maxTimeMs: number): Promise<number> {
    return this.maintenance.delete(matchers, minTimeMs, maxTimeMs);
  }

  cleanTombstones(): Promise<number> {
    return this.maintenance.clean();
  }

  stats(): BlockStoreStats {
    const { sizeBytes, limitBytes, hits, misses } = this.cache;
    const { compactions, downsamplings, dropped } = this.maintenance;
    return {
      tiers: tierStats(this.list.all()),
      sizeBytes: this.list.all().reduce((sum, block) => sum + block.file.sizeBytes, 0),
      cache: { sizeBytes, limitBytes, hits, misses },
      compactions,
      downsamplings,
      dropped: { ...dropped },
      setAside: [...this.list.setAside],
    };
  }

  async close(): Promise<void> {
    await this.maintenance.settle();
    await this.list.close();
  }

  private async trySelect(request: PartSelect): Promise<PartSeriesSet[]> {
    const { column, maxResolutionMs } = chooseTier(request.hints);
    const blocks = this.list.all().filter((block) => block.overlaps(request.minTimeMs, request.maxTimeMs));
    const resolutions = [...new Set(blocks.map((block) => block.meta.resolutionMs))];
    const segments = planSegments(blocks, resolutions, maxResolutionMs, request.minTimeMs, request.maxTimeMs);
    // All at once, before anything waits: a compaction may replace blocks meanwhile.
    for (const { block } of segments) block.file.acquire();
    const sets: PartSeriesSet[] = [];
    const budget = { leftBytes: this.options.prefetchBytes ?? PREFETCH_BYTES };
    try {
      for (const { block, minTimeMs, maxTimeMs } of segments) {
        const reader = block.meta.resolutionMs > 0 ? tierReader(column, block.meta.resolutionMs) : readRaw;
        sets.push(await selectBlock(block, { ...request, minTimeMs, maxTimeMs }, reader, budget));
      }
      return sets;
    } catch (error) {
      for (const set of sets) set.close();
      throw error;
    } finally {
      for (const { block } of segments) block.file.release();
    }
  }

  private newHeading(): BlockHeading {
    const createdMs = this.options.clock.now();
    return { id: newBlockId(createdMs), resolutionMs: 0, level: 1, parents: [], createdMs };
  }
}
