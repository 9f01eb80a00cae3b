import type { Anomalies, AnomalySeries } from '@observatory/protocol/analysis';
import { anomaliesFrameQuery, type AnomaliesFrameQuery } from '@observatory/protocol/analysis-frames';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame } from '../frame.ts';
import { gappedColumn, noSeries, numericFrame, seriesName, withNotes } from './analysis-columns.ts';
import { analysisExpr, analysisStep } from './analysis-expr.ts';
import { timeColumn } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface AnomaliesKindOptions {
  anomalies: (options: {
    query: string;
    fromMs: number;
    toMs: number;
    stepMs: number;
    sensitivity: number;
    signal: AbortSignal;
  }) => Promise<Anomalies>;
}

/** Kind `anomalies`: a query with the band that was to be expected, or how far outside of it the newest values are. */
export function anomaliesKind({ anomalies }: AnomaliesKindOptions): FrameKind {
  return frameKind(['anomalies'], anomaliesFrameQuery as z.ZodType<AnomaliesFrameQuery>, async (query, { signal }) => {
    const { refId, fromMs, toMs, sensitivity, mode } = query;
    const stepMs = analysisStep(query);
    const expr = analysisExpr(query, stepMs);
    const { series, notes } = await anomalies({ query: expr, fromMs, toMs, stepMs, sensitivity, signal });
    const frames =
      mode === 'range'
        ? series.map((each) => bandFrame(refId, each, stepMs))
        : series.flatMap((each) => {
            const value = deviationOf(each);
            return value === undefined ? [] : [numericFrame(refId, each.labels, value)];
          });
    const empty = noSeries(refId, mode === 'instant' ? 'numeric-multi' : 'timeseries-multi');
    return evaluatedFrames(withNotes(frames.length > 0 ? frames : [empty], notes));
  });
}

/** How far the newest value is from the middle of its band, in half-widths: above 1 it is outside. */
function deviationOf({ value, expected, lower, upper }: AnomalySeries): number | undefined {
  for (let row = value.length - 1; row >= 0; row--) {
    const [now, middle, low, high] = [value[row], expected[row], lower[row], upper[row]];
    if (now === null) continue;
    // Too little history for a band: there is nothing to be outside of.
    if (middle === null || low === null || high === null) return undefined;
    const half = (high - low) / 2;
    if (half === 0) return now === middle ? 0 : Infinity;
    return Math.abs(now - middle) / half;
  }
  return undefined;
}

function bandFrame(refId: string, series: AnomalySeries, stepMs: number): Frame {
  const { labels, t, value, expected, lower, upper, basis } = series;
  const name = seriesName(labels);
  const named = (part: string) => ({ displayNameFromDS: [name, part].filter(Boolean).join(' ') });
  const outside = value.map((now, row) => {
    const [low, high] = [lower[row], upper[row]];
    return now === null || low === null || high === null ? null : Number(now < low || now > high);
  });
  return {
    name,
    refId,
    meta: { custom: { basis } },
    length: t.length,
    fields: [
      { ...timeColumn('Time', t, { interval: stepMs }), present: undefined },
      gappedColumn('value', value, labels, { displayNameFromDS: name || 'value' }),
      gappedColumn('expected', expected, labels, { ...named('expected'), description: basis }),
      gappedColumn('lower', lower, labels, named('lower')),
      gappedColumn('upper', upper, labels, named('upper')),
      gappedColumn('anomaly', outside, labels, { ...named('anomaly'), min: 0, max: 1 }),
    ],
  };
}
