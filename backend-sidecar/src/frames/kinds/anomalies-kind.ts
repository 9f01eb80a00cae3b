import type { Anomalies, AnomalySeries } from '@observatory/protocol/analysis';
import { anomaliesFrameQuery, type AnomaliesFrameQuery } from '@observatory/protocol/frames';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame, Notice } from '../frame.ts';
import { gappedColumn, noSeries, numericFrame, seriesName } from './analysis-columns.ts';
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
    const answer = await anomalies({
      query: analysisExpr(query, stepMs),
      fromMs,
      toMs,
      stepMs,
      sensitivity,
      signal,
    });
    const notices = answer.notices ?? [];
    void notices;
    const frames =
      mode === 'instant'
        ? answer.series.flatMap((series) => {
            const value = deviationOf(series);
            return value === undefined ? [] : [numericFrame(refId, series.labels, value)];
          })
        : answer.series.map((series) => bandFrame(refId, series, stepMs));
    const first = frames.at(0) ?? noSeries(refId, mode === 'instant' ? 'numeric-multi' : 'timeseries-multi');
    return evaluatedFrames([withNotices(first, answer.notes), ...frames.slice(1)]);
  });
}
