import type { Anomalies, AnomalySeries } from '@observatory/protocol/analysis';
import type { PromqlSource } from '../../storage.ts';
import { queryError } from '../explain/query-terms.ts';
import { isoTime } from '../explain/words.ts';
import { changePoints } from './change-points.ts';
import { evenColumns, type EvenSeries } from './even-series.ts';
import { expectedOf } from './seasonal.ts';

export interface AnomaliesOptions {
  query: string;
  fromMs: number;
  toMs: number;
  stepMs?: number;
  /** Width of the band in robust standard deviations. */
  sensitivity?: number;
  signal?: AbortSignal;
}

const POINTS = 300;
const MAX_SERIES = 50;
/** History that is read before the span, in spans; with three days of it a daily season can be seen. */
const HISTORY_SPANS = 4;
const MIN_HISTORY_MS = 4 * 86_400_000;
const MAX_ROWS = 12_000;

/** A series, what was to be expected of it, and where it was outside. @throws ObservatoryError OBS_ANALYSIS_QUERY */
export async function anomalies(promql: PromqlSource, options: AnomaliesOptions): Promise<Anomalies> {
  const { query, fromMs, toMs, sensitivity = 4, signal } = options;
  const stepMs = options.stepMs ?? Math.max(1000, Math.round((toMs - fromMs) / POINTS));
  const wanted = Math.max(HISTORY_SPANS * (toMs - fromMs), MIN_HISTORY_MS);
  const historyMs = Math.min(wanted, Math.max(0, MAX_ROWS * stepMs - (toMs - fromMs)));
  let series: EvenSeries[];
  try {
    series = await evenColumns(promql, query, { fromMs: fromMs - historyMs, toMs, stepMs, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw queryError(error);
  }
  const notes = series.length > MAX_SERIES ? [`Of ${series.length} series the first ${MAX_SERIES} are told.`] : [];
  if (series.length === 0) notes.push('The query has no data in this time.');
  return { series: series.slice(0, MAX_SERIES).map((each) => judged(each, fromMs, sensitivity)), notes };
}

function judged({ labels, startMs, stepMs, values }: EvenSeries, fromMs: number, sensitivity: number): AnomalySeries {
  const { middle, sigma, basis } = expectedOf(values, stepMs);
  const first = Math.max(0, Math.round((fromMs - startMs) / stepMs));
  const shown = values.subarray(first);
  const at = (row: number) => startMs + (first + row) * stepMs;
  const answer: AnomalySeries = {
    labels: labels.toObject(),
    t: Array.from(shown, (_, i) => at(i)),
    value: column(shown),
    expected: column(middle.subarray(first)),
    lower: column(middle.subarray(first).map((value, i) => value - sensitivity * sigma[first + i])),
    upper: column(middle.subarray(first).map((value, i) => value + sensitivity * sigma[first + i])),
    anomalies: [],
    changePoints: changePoints(shown).map((point) => ({
      at: isoTime(at(point.at)),
      before: point.before,
      after: point.after,
      score: Number(point.score.toFixed(2)),
    })),
    basis,
  };
  let open: { from: number; score: number; direction: 'up' | 'down' } | undefined;
  for (let i = 0; i <= shown.length; i++) {
    const z = i < shown.length ? (shown[i] - middle[first + i]) / sigma[first + i] : NaN;
    const direction = z > sensitivity ? 'up' : z < -sensitivity ? 'down' : undefined;
    if (open && open.direction !== direction) {
      answer.anomalies.push({
        from: isoTime(at(open.from)),
        to: isoTime(at(i - 1)),
        score: Number(open.score.toFixed(2)),
        direction: open.direction,
      });
      open = undefined;
    }
    if (direction)
      open = { from: open?.from ?? i, score: Math.max(open?.score ?? 0, Math.min(Math.abs(z), 1e6)), direction };
  }
  return answer;
}

const column = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));
