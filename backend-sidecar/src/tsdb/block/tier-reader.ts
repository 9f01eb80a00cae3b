import type { SampleBuffer } from '../../storage.ts';
import type { SeriesReader } from './block-series-set.ts';
import type { ChunkReader } from './chunk-reader.ts';
import type { SeriesGroup } from './series-group.ts';
import type { TierColumn } from './tier-choice.ts';
import { TIER_COUNT, TIER_LAST, TIER_MAX, TIER_MIN, TIER_PEAK, TIER_SUM } from './tier-columns.ts';
import type { GroupRef } from './toc.ts';

const PLAIN: Readonly<Record<Exclude<TierColumn, 'counter' | 'avg'>, number>> = {
  last: TIER_LAST,
  min: TIER_MIN,
  max: TIER_MAX,
  sum: TIER_SUM,
};
/** Second column of the two that need one; reused. */
const second = new Float64Array(2048);

/** Reads a tier's series as samples that the wanted function can take for raw ones. */
export function tierReader(column: TierColumn, resolutionMs: number): SeriesReader {
  return (reader, group, ref, series, { minTimeMs, maxTimeMs }, out) => {
    for (let i = group.chunkStarts[series]; i < group.chunkStarts[series + 1]; i++) {
      const row = group.order[i];
      if (group.maxTimeMs[row] < minTimeMs || group.minTimeMs[row] > maxTimeMs) continue;
      const times = reader.times(group, row);
      let from = 0;
      while (from < times.length && times[from] < minTimeMs) from++;
      let to = from;
      while (to < times.length && times[to] <= maxTimeMs) to++;
      if (to > from)
        append(reader, group, ref, row, column, times.subarray(from, to), from, minTimeMs, resolutionMs, out);
    }
  };
}

function append(
  reader: ChunkReader,
  group: SeriesGroup,
  ref: GroupRef,
  row: number,
  column: TierColumn,
  times: Float64Array,
  from: number,
  minTimeMs: number,
  resolutionMs: number,
  out: SampleBuffer,
): void {
  const to = from + times.length;
  if (column === 'counter') {
    second.set(reader.column(group, ref, row, TIER_PEAK));
    appendCounter(
      times,
      reader.column(group, ref, row, TIER_LAST).subarray(from, to),
      second.subarray(from, to),
      minTimeMs,
      out,
    );
    return;
  }
  out.reserve(times.length);
  if (column === 'avg') {
    second.set(reader.column(group, ref, row, TIER_COUNT));
    const sums = reader.column(group, ref, row, TIER_SUM).subarray(from, to);
    appendMeans(times, sums, second.subarray(from, to), resolutionMs, out);
    return;
  }
  out.timestamps.set(times, out.length);
  out.values.set(reader.column(group, ref, row, PLAIN[column]).subarray(from, to), out.length);
  out.length += times.length;
}

/** One mean a bucket, also where its first sample has a row of its own. */
function appendMeans(
  times: Float64Array,
  sums: Float64Array,
  counts: Float64Array,
  resolutionMs: number,
  out: SampleBuffer,
): void {
  for (let i = 0; i < times.length; i++) {
    let sum = sums[i];
    let count = counts[i];
    const bucket = Math.floor(times[i] / resolutionMs);
    while (i + 1 < times.length && Math.floor(times[i + 1] / resolutionMs) === bucket) {
      i++;
      sum += sums[i];
      count += counts[i];
    }
    push(out, times[i], sum / count);
  }
}

/**
 * The last value of each bucket. A reset within it becomes three samples a millisecond apart: where the counter stood
 * before, 0, and the last value, so that whoever adds up increases and starts over at each fall gets the true sum.
 */
function appendCounter(
  times: Float64Array,
  last: Float64Array,
  peaks: Float64Array,
  minTimeMs: number,
  out: SampleBuffer,
): void {
  out.reserve(3 * times.length);
  for (let i = 0; i < times.length; i++) {
    const previousMs = out.length > 0 ? out.timestamps[out.length - 1] : minTimeMs - 1;
    if (!Number.isNaN(peaks[i]) && times[i] - 2 > previousMs) {
      push(out, times[i] - 2, peaks[i]);
      push(out, times[i] - 1, 0);
    }
    push(out, times[i], last[i]);
  }
}

function push(out: SampleBuffer, timeMs: number, value: number): void {
  out.timestamps[out.length] = timeMs;
  out.values[out.length++] = value;
}
