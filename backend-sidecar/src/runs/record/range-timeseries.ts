import type { RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import { messageOf } from '../../util/errors.ts';
import { measureQueries, tierOf } from './measures.ts';
import { compare, LOOKBACK_MS, significant, type MeasureSource } from './snapshot.ts';

/** An engine answers at most 11,000 points a series. */
const MOST_POINTS = 10_000;

/**
 * All measures of a span of time, as the engine has stored them: finer than the looks that were taken meanwhile, and whole
 * also where the recorder did not run. A measure that cannot be asked is a sentence in `gaps`.
 * @returns undefined when nothing at all could be asked or is stored
 */
export async function rangeTimeseries(
  source: MeasureSource,
  span: { fromMs: number; toMs: number; stepMs: number; signal?: AbortSignal },
): Promise<RunTimeseries | undefined> {
  const { fromMs, signal } = span;
  const points = Math.max(1, (span.toMs - fromMs) / span.stepMs);
  const stepMs = span.stepMs * Math.max(1, Math.ceil(points / MOST_POINTS));
  const steps = Math.floor((span.toMs - fromMs) / stepMs) + 1;
  const series: RunSeries[] = [];
  const gaps: string[] = [];
  // One after the other: a run that ends shall not crowd out the queries of people.
  for (const { measure, query } of measureQueries(source.cluster)) {
    try {
      const { value } = await source.promql.range(query, fromMs, fromMs + (steps - 1) * stepMs, stepMs, {
        signal,
        lookbackMs: LOOKBACK_MS,
      });
      if (value.resultType !== 'matrix') continue;
      for (const { labels, timestamps, values } of value.series) {
        const node = labels.get('instance');
        const column = new Array<number | null>(steps).fill(null);
        for (const [index, timeMs] of timestamps.entries()) {
          const at = Math.round((timeMs - fromMs) / stepMs);
          if (at >= 0 && at < steps && Number.isFinite(values[index])) column[at] = significant(values[index]);
        }
        if (node === '' || column.every((each) => each === null)) continue;
        series.push({ measure, node, tier: tierOf(labels.get('job'), measure), values: column });
      }
    } catch (error) {
      gaps.push(`${measure} could not be read back (${messageOf(error)}).`);
    }
  }
  if (series.length === 0) return undefined;
  return {
    schema: 'pulsar-observatory/timeseries/1',
    stepMs,
    times: Array.from({ length: steps }, (_, index) => fromMs + index * stepMs),
    series: series.sort(compare),
    gaps,
  };
}
