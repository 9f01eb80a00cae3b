import { SampleBuffer } from '../../storage.ts';
import type { BlockInput } from '../types.ts';
import { BlockWriter, type BlockHeading } from './block-writer.ts';
import { sealChunks } from './chunker.ts';
import { Slicer } from './slicer.ts';
import type { BlockMeta } from './types.ts';

/**
 * Seals the input's samples within the inclusive bounds into one block of `root`, in slices of a few ms. Undefined when
 * there are none; nothing is left behind then, nor after an error.
 */
export async function writeBlock(
  root: string,
  heading: BlockHeading,
  input: BlockInput,
  minTimeMs: number,
  maxTimeMs: number,
  signal?: AbortSignal,
): Promise<BlockMeta | undefined> {
  const slicer = new Slicer(signal);
  const writer = await BlockWriter.create(root, heading, slicer);
  try {
    const samples = new SampleBuffer();
    for await (const series of input.series()) {
      series.read(samples);
      const from = lowerBound(samples, minTimeMs);
      const to = lowerBound(samples, maxTimeMs + 1);
      await writer.add(
        series.labels,
        sealChunks(samples.timestamps.subarray(from, to), [samples.values.subarray(from, to)]),
      );
      if (slicer.due()) await slicer.pause();
    }
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Index of the first sample at or after a time. */
function lowerBound(samples: SampleBuffer, timeMs: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples.timestamps[middle] < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
