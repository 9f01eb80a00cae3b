/**
 * Merges blocks of one resolution into one. Chunks that neither overlap nor are small are copied as they are: most of the work
 * of a compaction is then moving bytes and writing a new index.
 */
import type { BlockCursor } from './block-cursor.ts';
import { BlockWriter, type BlockHeading } from './block-writer.ts';
import type { Block } from './block.ts';
import { sealChunks, type SealedChunk } from './chunker.ts';
import { ColumnBuffer } from './column-buffer.ts';
import { TIER_COLUMNS } from './tier-columns.ts';
import { mergeCursors } from './merge-cursors.ts';
import { Slicer } from './slicer.ts';
import { dropIntervals } from './tombstones.ts';
import type { BlockMeta } from './types.ts';

/** Chunks below this are joined with small neighbours. */
const SMALL_SAMPLES = 240;

/** The later blocks win where samples share a time; tombstones are applied. Undefined when nothing is left. */
export async function compactBlocks(
  root: string,
  heading: BlockHeading,
  blocks: readonly Block[],
  signal?: AbortSignal,
): Promise<BlockMeta | undefined> {
  const slicer = new Slicer(signal);
  const byCreation = [...blocks].sort((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
  const writer = await BlockWriter.create(root, heading, slicer);
  const merger = new SeriesMerger(heading.resolutionMs === 0 ? 1 : TIER_COLUMNS);
  try {
    for await (const cursors of mergeCursors(byCreation)) {
      await writer.add(cursors[0].labels, merger.merge(cursors));
      if (slicer.due()) await slicer.pause();
    }
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** A chunk of one of the merged blocks. */
interface Piece {
  cursor: BlockCursor;
  row: number;
  samples: number;
  minTimeMs: number;
  maxTimeMs: number;
}

class SeriesMerger {
  private readonly columnCount: number;
  private readonly joined: ColumnBuffer;
  private readonly sources: ColumnBuffer[] = [];

  constructor(columnCount: number) {
    this.columnCount = columnCount;
    this.joined = new ColumnBuffer(columnCount);
  }

  merge(cursors: readonly BlockCursor[]): SealedChunk[] {
    const pieces = cursors.flatMap(piecesOf).sort((a, b) => a.minTimeMs - b.minTimeMs);
    const overlaps = pieces.some((piece, i) => i > 0 && piece.minTimeMs <= pieces[i - 1].maxTimeMs);
    if (overlaps || cursors.some((cursor) => cursor.deleted)) return this.decodeAll(cursors);
    const chunks: SealedChunk[] = [];
    for (let i = 0; i < pieces.length;) {
      let end = i;
      while (end < pieces.length && pieces[end].samples < SMALL_SAMPLES) end++;
      if (end - i > 1) chunks.push(...this.join(pieces.slice(i, end)));
      else chunks.push(copyOf(pieces[i]));
      i = Math.max(end, i + 1);
    }
    return chunks;
  }

  private decodeAll(cursors: readonly BlockCursor[]): SealedChunk[] {
    while (this.sources.length < cursors.length) this.sources.push(new ColumnBuffer(this.columnCount));
    const used = this.sources.slice(0, cursors.length);
    cursors.forEach((cursor, i) => readSeries(cursor, used[i]));
    this.joined.mergeFrom(used);
    return seal(this.joined);
  }

  private join(pieces: readonly Piece[]): SealedChunk[] {
    this.joined.length = 0;
    for (const { cursor, row } of pieces) {
      const { reader, group, ref } = cursor.position;
      this.joined.appendChunk(reader, group, ref, row);
    }
    return seal(this.joined);
  }
}

/** All samples of the cursor's series that are not deleted. */
export function readSeries(cursor: BlockCursor, out: ColumnBuffer): void {
  const { reader, group, ref, series } = cursor.position;
  out.length = 0;
  for (let i = group.chunkStarts[series]; i < group.chunkStarts[series + 1]; i++)
    out.appendChunk(reader, group, ref, group.order[i]);
  if (cursor.deleted) dropIntervals(out, 0, cursor.deleted);
}

function seal(samples: ColumnBuffer): SealedChunk[] {
  const { times, columns } = samples.filled();
  return sealChunks(times, columns);
}

function piecesOf(cursor: BlockCursor): Piece[] {
  const { group, series } = cursor.position;
  const rows = group.order.subarray(group.chunkStarts[series], group.chunkStarts[series + 1]);
  return Array.from(rows, (row) => ({
    cursor,
    row,
    samples: group.samples[row],
    minTimeMs: group.minTimeMs[row],
    maxTimeMs: group.maxTimeMs[row],
  }));
}

function copyOf({ cursor, row }: Piece): SealedChunk {
  const { reader, group, ref } = cursor.position;
  return { bytes: reader.chunkBytes(group, ref, row).slice(), times: reader.times(group, row) };
}
