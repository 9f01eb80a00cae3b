import type { Labels } from '../../model/labels.ts';
import type { PromqlSource } from '../../storage.ts';

/** A series at even steps; NaN where there is no value. */
export interface EvenSeries {
  labels: Labels;
  startMs: number;
  stepMs: number;
  values: Float64Array;
}

export interface EvenRequest {
  fromMs: number;
  toMs: number;
  stepMs: number;
  signal?: AbortSignal;
}

/** A range query as even columns; what comes before the first value of any series is left out. */
export async function evenColumns(
  promql: PromqlSource,
  query: string,
  { fromMs, toMs, stepMs, signal }: EvenRequest,
): Promise<EvenSeries[]> {
  const { value } = await promql.range(query, fromMs, toMs, stepMs, signal ? { signal } : {});
  const series = value.resultType === 'matrix' ? value.series : [];
  const startMs = Math.min(...series.map(({ timestamps }) => timestamps[0] ?? Infinity));
  if (!Number.isFinite(startMs)) return [];
  const rows = Math.floor((toMs - startMs) / stepMs) + 1;
  return series.map(({ labels, timestamps, values }) => {
    const column = new Float64Array(rows).fill(NaN);
    timestamps.forEach((ms, i) => (column[Math.round((ms - startMs) / stepMs)] = values[i]));
    return { labels, startMs, stepMs, values: column };
  });
}
