import type { Matcher } from '../../model/matcher.ts';
import type { BlockInput, PartSelect, PartSeriesSet, StorePart } from '../types.ts';
import { newBlockId } from './block-id.ts';
import { BlockList } from './block-list.ts';
import { BlockCorruptError } from './corrupt.ts';
import { PageCache } from './page-cache.ts';
import type { BlockMeta, BlockOpenReport, BlockStore, BlockStoreOptions, BlockStoreStats } from './types.ts';
import { writeBlock } from './write-block.ts';

const CACHE_BYTES = 32 << 20;
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
  private readonly list: BlockList;
  private readonly cache: PageCache;

  constructor(options: BlockStoreOptions, list: BlockList, cache: PageCache, openReport: BlockOpenReport) {
    this.options = options;
    this.list = list;
    this.cache = cache;
    this.openReport = openReport;
  }

  parts(): readonly StorePart[] {
    return this.list.all().filter((block) => block.meta.resolutionMs === 0);
  }

  metas(): readonly BlockMeta[] {
    return this.list.all().map((block) => block.meta);
  }

  async select(request: PartSelect): Promise<PartSeriesSet[]> {
    const sets: PartSeriesSet[] = [];
    for (const block of this.list.all()) {
      if (block.meta.resolutionMs !== 0 || !block.overlaps(request.minTimeMs, request.maxTimeMs)) continue;
      try {
        sets.push(await block.select(request));
      } catch (error) {
        // The block was set aside and logged; the others answer.
        if (error instanceof BlockCorruptError) continue;
        for (const set of sets) set.close();
        throw error;
      }
    }
    return sets;
  }

  async write(input: BlockInput, minTimeMs: number, maxTimeMs: number): Promise<BlockMeta | undefined> {
    const createdMs = this.options.clock.now();
    const heading = { id: newBlockId(createdMs), resolutionMs: 0, level: 1, parents: [], createdMs };
    const meta = await writeBlock(this.list.root, heading, input, minTimeMs, maxTimeMs);
    if (meta) await this.list.add(meta.id);
    return meta;
  }

  backfill(_input: BlockInput): Promise<BlockMeta[]> {
    return Promise.reject(new Error('not yet'));
  }

  async maintain(): Promise<void> {}

  deleteSeries(_matchers: readonly Matcher[]): Promise<number> {
    return Promise.reject(new Error('not yet'));
  }

  cleanTombstones(): Promise<number> {
    return Promise.reject(new Error('not yet'));
  }

  stats(): BlockStoreStats {
    const { sizeBytes, limitBytes, hits, misses } = this.cache;
    return {
      tiers: [],
      sizeBytes: this.list.all().reduce((sum, block) => sum + block.file.sizeBytes, 0),
      cache: { sizeBytes, limitBytes, hits, misses },
      compactions: 0,
      downsamplings: 0,
      dropped: { time: 0, size: 0 },
      setAside: this.list.setAside,
    };
  }

  async close(): Promise<void> {
    this.list.close();
  }
}
