import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VirtualClock } from '../../../util/clock.ts';
import { silentLogger } from '../../../util/logger.ts';
import { openBlocks } from '../block-store.ts';
import type { BlockStore, BlockStoreOptions } from '../types.ts';

/** A folder of its own for one test, and stores opened in it. */
export class TempStore {
  readonly clock = new VirtualClock(1_700_000_000_000);
  private readonly stores: BlockStore[] = [];
  readonly dir: string;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async create(): Promise<TempStore> {
    return new TempStore(await mkdtemp(path.join(tmpdir(), 'blocks-')));
  }

  async open(options: Partial<BlockStoreOptions> = {}): Promise<BlockStore> {
    const store = await openBlocks(this.dir, {
      clock: this.clock,
      logger: silentLogger,
      retentionMs: 0,
      retentionSizeBytes: 0,
      ...options,
    });
    this.stores.push(store);
    return store;
  }

  async dispose(): Promise<void> {
    for (const store of this.stores) await store.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}
