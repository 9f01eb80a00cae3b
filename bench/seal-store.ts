import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Labels } from '@observatory/backend-sidecar/model/labels';
import { BlockFile } from '@observatory/backend-sidecar/tsdb/block/block-file';
import { PageCache } from '@observatory/backend-sidecar/tsdb/block/page-cache';
import { openDatabase } from '@observatory/backend-sidecar/tsdb/db';

const HOURS_AHEAD_MS = 12 * 3_600_000;

/**
 * Makes a store that no sidecar has open write its whole head as blocks, as it would by itself some hours later: a sample
 * far ahead of the others moves the end of the head, then maintenance runs.
 * @returns bytes of chunks and timestamp columns, and of everything else in the block files (series, label index, contents)
 */
export async function sealStore(dir: string): Promise<{ dataBytes: number; indexBytes: number }> {
  const store = await openDatabase({ path: dir, maxFutureMs: 2 * HOURS_AHEAD_MS, retentionMs: 0 });
  try {
    const ref = store.seriesRef(Labels.fromObject({ __name__: 'bench_end' }));
    const refusal = store.append(ref, Date.now() + HOURS_AHEAD_MS, 1);
    if (refusal !== undefined) throw new Error(`the store did not take the last sample: ${refusal}`);
    await store.maintain();
  } finally {
    await store.close();
  }
  return blockBytes(path.join(dir, 'blocks'));
}

async function blockBytes(folder: string): Promise<{ dataBytes: number; indexBytes: number }> {
  let dataBytes = 0;
  let indexBytes = 0;
  for (const id of readdirSync(folder)) {
    const block = await BlockFile.open(path.join(folder, id), new PageCache(0));
    const { groups, columnPages } = block.toc;
    block.release();
    const pages = [...groups.flatMap(({ dataPages }) => dataPages), ...columnPages];
    const data = pages.reduce((sum, { length }) => sum + length, 0);
    dataBytes += data;
    indexBytes += block.sizeBytes - data;
  }
  return { dataBytes, indexBytes };
}
