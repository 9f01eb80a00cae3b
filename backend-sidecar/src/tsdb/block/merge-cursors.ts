import { compareFlat } from './compare-flat.ts';
import { BlockCursor } from './block-cursor.ts';
import type { Block } from './block.ts';

/**
 * Walks several blocks at once in label order. Yields the cursors that stand on the same series, in the order of the given
 * blocks. They must be used before the next step. Closing the generator closes the cursors.
 */
export async function* mergeCursors(blocks: readonly Block[]): AsyncGenerator<BlockCursor[]> {
  const cursors = blocks.map((block) => new BlockCursor(block));
  try {
    let live: BlockCursor[] = [];
    for (const cursor of cursors) if (await cursor.next()) live.push(cursor);
    while (live.length > 0) {
      let least = live[0];
      for (const cursor of live) if (compareFlat(cursor.labels.flat, least.labels.flat) < 0) least = cursor;
      const same = live.filter(
        (cursor) => cursor === least || compareFlat(cursor.labels.flat, least.labels.flat) === 0,
      );
      yield same;
      const ended = new Set<BlockCursor>();
      for (const cursor of same) if (!(await cursor.next())) ended.add(cursor);
      if (ended.size > 0) live = live.filter((cursor) => !ended.has(cursor));
    }
  } finally {
    for (const cursor of cursors) cursor.close();
  }
}
