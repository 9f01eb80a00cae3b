/** The blocks of one folder: opening, swapping in and out, setting damaged ones aside. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ObservatoryError, messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { BLOCK_ID } from './block-id.ts';
import { UNFINISHED_SUFFIX } from './block-writer.ts';
import { syncFolder } from './sync-folder.ts';
import { Block } from './block.ts';
import { BlockCorruptError } from './corrupt.ts';
import type { PageCache } from './page-cache.ts';
import type { BlockOpenReport } from './types.ts';

export class BlockList {
  readonly root: string;
  readonly setAside: { id: string; reason: string }[] = [];
  private blocks: Block[] = [];
  private readonly pending = new Set<Promise<void>>();
  private readonly cache: PageCache;
  private readonly prefetchBytes: number;
  private readonly logger: Logger;

  constructor(root: string, cache: PageCache, prefetchBytes: number, logger: Logger) {
    this.root = root;
    this.cache = cache;
    this.prefetchBytes = prefetchBytes;
    this.logger = logger;
  }

  /** Oldest first; of equal age the earlier written first. The array is never changed in place. */
  all(): readonly Block[] {
    return this.blocks;
  }

  /** Opens every block of the folder, deletes leftovers of crashes, sets damaged ones aside. */
  async openAll(): Promise<BlockOpenReport> {
    await mkdir(this.root, { recursive: true });
    const report: BlockOpenReport = { opened: 0, unfinished: [], replaced: [], setAside: this.setAside };
    for (const entry of (await readdir(this.root)).sort()) {
      if (entry.endsWith(UNFINISHED_SUFFIX) && BLOCK_ID.test(entry.slice(0, -UNFINISHED_SUFFIX.length))) {
        await rm(path.join(this.root, entry), { recursive: true, force: true });
        report.unfinished.push(entry);
      } else if (BLOCK_ID.test(entry)) {
        await this.add(entry).catch((error: unknown) => this.noteUnreadable(entry, error));
      }
    }
    // Replaced blocks go only when their replacement is sound: it was opened above.
    const replaced = new Set(this.blocks.flatMap((block) => block.meta.parents));
    for (const block of this.blocks.filter(({ meta }) => replaced.has(meta.id))) {
      report.replaced.push(block.meta.id);
      this.remove(block);
    }
    report.opened = this.blocks.length;
    if (report.unfinished.length + report.replaced.length + this.setAside.length > 0) {
      this.logger.warn({ ...report }, 'blocks: cleaned up after an unclean stop or damage');
    }
    return report;
  }

  /** Opens a block just written or found. @throws BlockCorruptError */
  async add(id: string): Promise<Block> {
    const block = await this.open(id);
    this.blocks = [...this.blocks, block].sort(byAge);
    return block;
  }

  /** Swaps blocks for the one that replaces them (none when nothing was left), without a moment of both or neither. */
  async replace(id: string | undefined, replaced: readonly Block[]): Promise<void> {
    const block = id === undefined ? undefined : await this.open(id);
    const gone = new Set(replaced);
    const retired = this.blocks.filter((other) => gone.has(other));
    this.blocks = this.blocks.filter((other) => !gone.has(other));
    if (block) this.blocks = [...this.blocks, block].sort(byAge);
    for (const old of retired) {
      old.successor = block;
      this.retire(old);
    }
  }

  /** Takes a block out of sight at once and deletes it when the last selection on it is closed. */
  remove(block: Block): void {
    if (!this.blocks.includes(block)) return;
    this.blocks = this.blocks.filter((other) => other !== block);
    this.retire(block);
  }

  /** Closes what no selection uses, and waits for deletions and renames under way. */
  async close(): Promise<void> {
    for (const block of this.blocks) block.file.release();
    this.blocks = [];
    await this.settled();
  }

  /** Resolves when deletions and renames under way are done. */
  async settled(): Promise<void> {
    await Promise.all(this.pending);
  }

  private retire(block: Block): void {
    block.file.retire(() => {
      const { folder } = block.file;
      this.track(
        rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
          this.logger.warn(
            { folder, error: messageOf(error) },
            'blocks: cannot delete a block; it is tried again at the next start',
          );
        }),
      );
    });
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.pending.delete(tracked));
    this.pending.add(tracked);
  }

  private async open(id: string): Promise<Block> {
    const block = await Block.open(path.join(this.root, id), this.cache, this.prefetchBytes);
    block.file.onCorrupt = (error) => this.track(this.quarantine(block, error));
    return block;
  }

  private async noteUnreadable(id: string, error: unknown): Promise<void> {
    if (!(error instanceof BlockCorruptError)) {
      throw new ObservatoryError('OBS_BLOCK_OPEN', `cannot open ${path.join(this.root, id)}: ${messageOf(error)}`, {
        hint: 'Check the permissions of storage.path and the limit of open files; nothing was changed.',
        cause: error,
      });
    }
    await this.renameAside(id, error.reason);
  }

  private async quarantine(block: Block, error: BlockCorruptError): Promise<void> {
    if (!this.blocks.includes(block)) return;
    this.blocks = this.blocks.filter((other) => other !== block);
    block.file.release();
    await this.renameAside(block.meta.id, error.reason);
  }

  private async renameAside(id: string, reason: string): Promise<void> {
    this.setAside.push({ id, reason });
    this.logger.error({ block: id, reason }, `blocks: damaged block set aside as ${id}.corrupt`);
    try {
      await rename(path.join(this.root, id), path.join(this.root, `${id}.corrupt`));
      await syncFolder(this.root);
    } catch (error) {
      this.logger.error(
        { block: id, error },
        'blocks: cannot rename the damaged block; it will be found again at the next start',
      );
    }
  }
}

function byAge(a: Block, b: Block): number {
  return a.meta.minTimeMs - b.meta.minTimeMs || (a.meta.id < b.meta.id ? -1 : 1);
}
