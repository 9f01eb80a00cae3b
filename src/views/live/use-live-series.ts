import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useViewHost } from '../host/ViewHost.ts';
import type { ChartSpec } from './chart-spec.ts';
import { LiveSeries, type LiveSeriesState } from './live-series.ts';

export interface LiveSeriesOptions {
  stepMs: number;
  windowMs: number;
  paused: boolean;
}

/** The live columns of a chart's query; a new query, step or window starts over. */
export function useLiveSeries(spec: ChartSpec, { stepMs, windowMs, paused }: LiveSeriesOptions): LiveSeriesState {
  const host = useViewHost();
  const series = useMemo(() => new LiveSeries(host, spec, stepMs, windowMs), [host, spec, stepMs, windowMs]);
  useEffect(() => series.setPaused(paused), [series, paused]);
  return useSyncExternalStore(series.subscribe, series.get);
}
