/** Where an export reads: raw samples of a selector, or an expression evaluated step by step; a slice of time at once. */
import { compareUtf8 } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import { isStaleAt } from '../model/stale.ts';
import { SampleBuffer, type MatrixSeries, type PromqlSource, type SeriesSource } from '../storage.ts';

export interface Slice {
  /** Sorted by labels; none is empty. */
  series: MatrixSeries[];
  warnings: readonly string[];
}

export interface SliceSource {
  /** What there is from `startMs` to before `endMs`. */
  fetch(startMs: number, endMs: number, signal: AbortSignal): Promise<Slice>;
  /** Slices begin at multiples of this from the start of the export. */
  readonly gridMs: number;
  /** Its values depend on the bounds of the evaluation: only one slice gives the right answer. */
  readonly isWhole: boolean;
}

/** Samples as stored, without staleness markers. What is selected is let go before the slice is handed on. */
export function rawSamples(source: SeriesSource, matchers: readonly Matcher[]): SliceSource {
  const buffer = new SampleBuffer();
  return {
    gridMs: 1,
    isWhole: false,
    async fetch(startMs, endMs, signal) {
      const set = await source.select({ matchers, minTimeMs: startMs, maxTimeMs: endMs - 1, signal });
      const series: MatrixSeries[] = [];
      try {
        for (let i = 0; i < set.count; i++) {
          set.read(i, buffer);
          const columns = withoutStale(buffer);
          if (columns.values.length > 0) series.push({ labels: set.labels(i), ...columns });
        }
      } finally {
        set.close();
      }
      series.sort((a, b) => compareUtf8(a.labels.key(), b.labels.key()));
      return { series, warnings: [] };
    },
  };
}

function withoutStale({ timestamps, values, valueWords, length }: SampleBuffer) {
  const outTimestamps = new Float64Array(length);
  const outValues = new Float64Array(length);
  let kept = 0;
  for (let i = 0; i < length; i++) {
    if (isStaleAt(valueWords, i)) continue;
    outTimestamps[kept] = timestamps[i];
    outValues[kept++] = values[i];
  }
  return { timestamps: outTimestamps.subarray(0, kept), values: outValues.subarray(0, kept) };
}

/** Steps at multiples of `stepMs` from where the export begins. */
export function evaluatedSteps(
  engine: PromqlSource,
  query: string,
  stepMs: number,
  timeoutMs: number,
  isWhole: boolean,
): SliceSource {
  return {
    gridMs: stepMs,
    isWhole,
    async fetch(startMs, endMs, signal) {
      const { value, warnings } = await engine.range(query, startMs, endMs - 1, stepMs, { timeoutMs, signal });
      return { series: value.resultType === 'matrix' ? value.series : [], warnings };
    },
  };
}
