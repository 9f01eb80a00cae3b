/** Writes samples of any age as blocks of aligned windows, however the input is spread over time. */
import type { Labels } from '../../model/labels.ts';
import { SampleBuffer } from '../../storage.ts';
import type { BlockInput } from '../types.ts';
import { BlockWriter, type BlockHeading } from './block-writer.ts';
import { sealChunks } from './chunker.ts';
import { Slicer } from './slicer.ts';
import type { BlockMeta } from './types.ts';

/** Windows written in one pass over the input: each holds an open file and an index in the making. */
const WINDOWS_PER_PASS = 8;

export interface Window {
  startMs: number;
  endMs: number;
}

/** The widest aligned window around a time that is over, else one of the block range. `ranges` ascend. */
export function windowOf(timeMs: number, ranges: readonly number[], blockRangeMs: number, nowMs: number): Window {
  for (let i = ranges.length - 1; i >= 0; i--) {
    const startMs = Math.floor(timeMs / ranges[i]) * ranges[i];
    if (startMs + ranges[i] + blockRangeMs <= nowMs) return { startMs, endMs: startMs + ranges[i] };
  }
  const startMs = Math.floor(timeMs / blockRangeMs) * blockRangeMs;
  return { startMs, endMs: startMs + blockRangeMs };
}

/**
 * Reads the input once to find its windows, then once for every few of them. `finished` is called for each block as soon as it
 * is durable; when a later one fails, the earlier stay (writing the same again is harmless, equal times are merged).
 */
export async function backfillBlocks(
  root: string,
  newHeading: () => BlockHeading,
  windowAt: (timeMs: number) => Window,
  input: BlockInput,
  finished: (meta: BlockMeta) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const slicer = new Slicer(signal);
  const windows = new Map<number, Window>();
  await eachSlice(input, windowAt, slicer, (window) => {
    windows.set(window.startMs, window);
    return Promise.resolve();
  });
  const ordered = [...windows.keys()].sort((a, b) => a - b);
  for (let i = 0; i < ordered.length; i += WINDOWS_PER_PASS) {
    await writePass(root, newHeading, ordered.slice(i, i + WINDOWS_PER_PASS), windowAt, input, finished, slicer);
  }
}

async function writePass(
  root: string,
  newHeading: () => BlockHeading,
  starts: readonly number[],
  windowAt: (timeMs: number) => Window,
  input: BlockInput,
  finished: (meta: BlockMeta) => Promise<void>,
  slicer: Slicer,
): Promise<void> {
  const writers = new Map<number, BlockWriter>();
  try {
    for (const start of starts) writers.set(start, await BlockWriter.create(root, newHeading(), slicer));
    await eachSlice(input, windowAt, slicer, async (window, labels, times, values) => {
      await writers.get(window.startMs)?.add(labels, sealChunks(times, [values]));
    });
    for (const [start, writer] of writers) {
      const meta = await writer.finish();
      writers.delete(start);
      if (meta) await finished(meta);
    }
  } catch (error) {
    for (const writer of writers.values()) await writer.abort();
    throw error;
  }
}

/** Cuts every series at window bounds. */
async function eachSlice(
  input: BlockInput,
  windowAt: (timeMs: number) => Window,
  slicer: Slicer,
  visit: (window: Window, labels: Labels, times: Float64Array, values: Float64Array) => Promise<void>,
): Promise<void> {
  const samples = new SampleBuffer();
  for await (const series of input.series()) {
    series.read(samples);
    for (let from = 0; from < samples.length;) {
      const window = windowAt(samples.timestamps[from]);
      let to = from + 1;
      while (to < samples.length && samples.timestamps[to] < window.endMs) to++;
      await visit(window, series.labels, samples.timestamps.subarray(from, to), samples.values.subarray(from, to));
      from = to;
    }
    if (slicer.due()) await slicer.pause();
  }
}
