import { BlockWriter, type BlockHeading } from './block-writer.ts';
import type { Block } from './block.ts';
import { Bucketizer } from './bucketizer.ts';
import { sealChunks } from './chunker.ts';
import { ColumnBuffer } from './column-buffer.ts';
import { readSeries } from './compact-blocks.ts';
import { mergeCursors } from './merge-cursors.ts';
import { Slicer } from './slicer.ts';
import { TIER_COLUMNS } from './tier-columns.ts';
import type { BlockMeta } from './types.ts';

/** Condenses blocks of one resolution (raw or a finer tier) into a block of the heading's resolution. */
export async function downsample(
  root: string,
  heading: BlockHeading,
  blocks: readonly Block[],
  signal?: AbortSignal,
): Promise<BlockMeta | undefined> {
  const slicer = new Slicer(signal);
  const raw = blocks[0].meta.resolutionMs === 0;
  const byCreation = [...blocks].sort((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
  const sources = blocks.map(() => new ColumnBuffer(raw ? 1 : TIER_COLUMNS));
  const merged = new ColumnBuffer(raw ? 1 : TIER_COLUMNS);
  const bucketizer = new Bucketizer(heading.resolutionMs);
  const writer = await BlockWriter.create(root, heading, slicer);
  try {
    for await (const cursors of mergeCursors(byCreation)) {
      cursors.forEach((cursor, i) => readSeries(cursor, sources[i]));
      merged.mergeFrom(sources.slice(0, cursors.length));
      bucketizer.begin();
      if (raw) bucketizer.addRaw(merged);
      else bucketizer.addTier(merged);
      bucketizer.end();
      const { times, columns } = bucketizer.out.filled();
      await writer.add(cursors[0].labels, sealChunks(times, columns));
      if (slicer.due()) await slicer.pause();
    }
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
