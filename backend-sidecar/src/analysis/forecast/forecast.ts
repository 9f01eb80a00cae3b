import type { Forecast, ForecastSeries } from '@observatory/protocol/analysis';
import type { PromqlSource } from '../../storage.ts';
import { evenColumns, type EvenSeries } from '../expect/even-series.ts';
import { changePoints } from '../expect/change-points.ts';
import { queryError } from '../explain/query-terms.ts';
import { isoTime } from '../explain/words.ts';
import { fitLine } from './fit-line.ts';

export interface ForecastOptions {
  query: string;
  fromMs: number;
  toMs: number;
  horizonMs: number;
  limit?: number;
  stepMs?: number;
  signal?: AbortSignal;
}

const POINTS = 300;
const MAX_SERIES = 50;
const FUTURE_POINTS = 60;
/** Of the interval that is told: 90 % between its bounds. */
const Z90 = 1.645;

/** Where series are going, with an interval, and when they meet a limit. @throws ObservatoryError OBS_ANALYSIS_QUERY */
export async function forecast(promql: PromqlSource, options: ForecastOptions): Promise<Forecast> {
  const { query, fromMs, toMs, signal } = options;
  const stepMs = options.stepMs ?? Math.max(1000, Math.round((toMs - fromMs) / POINTS));
  let series: EvenSeries[];
  try {
    series = await evenColumns(promql, query, { fromMs, toMs, stepMs, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw queryError(error);
  }
  const notes = series.length > MAX_SERIES ? [`Of ${series.length} series the first ${MAX_SERIES} are told.`] : [];
  const told = series.slice(0, MAX_SERIES).map((each) => forecastOf(each, options));
  if (told.some((each) => each === undefined)) notes.push('Series with fewer than 6 values have no forecast.');
  return { series: told.filter((each) => each !== undefined), notes };
}

/** The line through what came after the last change of level. */
function forecastOf(
  { labels, startMs, stepMs, values }: EvenSeries,
  { horizonMs, limit }: ForecastOptions,
): ForecastSeries | undefined {
  const since = lastRegime(values);
  const line = fitLine(values.subarray(since));
  if (!line) return undefined;
  const lastRow = values.length - 1 - since;
  const middleRow = lastRow / 2;
  const at = (row: number) => startMs + (since + row) * stepMs;
  const value = (row: number) => line.start + line.slope * row;
  const width = (row: number) => Z90 * Math.hypot(line.sigma, line.slopeError * (row - middleRow));
  const step = Math.max(1, Math.round(horizonMs / stepMs / FUTURE_POINTS));
  const rows: number[] = [];
  for (let row = lastRow; row * stepMs <= lastRow * stepMs + horizonMs; row += step) rows.push(row);
  const crossing = (slope: number, offset: number): string | null => {
    if (limit === undefined) return null;
    const rowsAhead = (limit - value(lastRow) - offset) / slope;
    if (!(rowsAhead >= 0) || rowsAhead * stepMs > horizonMs) return null;
    return isoTime(at(lastRow + rowsAhead));
  };
  const towards = limit !== undefined && limit < value(lastRow) ? -1 : 1;
  const error = Z90 * line.slopeError;
  return {
    labels: labels.toObject(),
    t: Array.from(values, (_, i) => startMs + i * stepMs),
    value: Array.from(values, (each) => (Number.isFinite(each) ? each : null)),
    forecast: {
      t: rows.map(at),
      value: rows.map(value),
      lower: rows.map((row) => value(row) - width(row)),
      upper: rows.map((row) => value(row) + width(row)),
    },
    slope: (line.slope * 1000) / stepMs,
    ...(limit !== undefined && {
      limit: {
        value: limit,
        earliest: crossing(line.slope + towards * error, towards * Z90 * line.sigma),
        expected: crossing(line.slope, 0),
        latest: crossing(line.slope - towards * error, -towards * Z90 * line.sigma),
      },
    }),
    basis: `the median slope since ${isoTime(at(0))}`,
  };
}

/** A jump ends what a trend can be learnt from, where enough is left after it. */
function lastRegime(values: Float64Array): number {
  const jumps = changePoints(differences(values));
  const last = jumps.at(-1)?.at ?? 0;
  return values.length - last >= Math.max(12, values.length * 0.15) ? last : 0;
}

function differences(values: Float64Array): Float64Array {
  return values.map((value, i) => (i === 0 ? 0 : value - values[i - 1]));
}
