import type { AnomaliesFrameQuery, ForecastFrameQuery } from '@observatory/protocol/analysis-frames';
import { promqlFrameQuery } from '@observatory/protocol/frames';
import { expandMacros } from '../query/macros.ts';

/** The step of an analysis: as the panel can show it, not finer than its interval. */
export function analysisStep({ fromMs, toMs, intervalMs, maxDataPoints }: Analysed): number {
  return Math.max(intervalMs, Math.ceil((toMs - fromMs) / maxDataPoints), 1);
}

type Analysed = Pick<
  AnomaliesFrameQuery | ForecastFrameQuery,
  'refId' | 'expr' | 'fromMs' | 'toMs' | 'intervalMs' | 'maxDataPoints' | 'scrapeIntervalMs'
>;

/** The expression with Grafana's macros put in. */
export function analysisExpr(query: Analysed, stepMs: number): string {
  const { refId, expr, fromMs, toMs, scrapeIntervalMs } = query;
  return expandMacros(promqlFrameQuery.parse({ refId, expr, fromMs, toMs, scrapeIntervalMs }), stepMs);
}
