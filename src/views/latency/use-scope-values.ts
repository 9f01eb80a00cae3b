import { useMemo } from 'react';
import { seriesOfFrames } from '../frames/frame-series.ts';
import { useFrames } from '../frames/use-frames.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import { scopeLabel, type LatencyHistogram, type LatencyScope } from './histograms.ts';

/** The busiest are enough to choose from; others can be typed into a dashboard's variable. */
const MOST = 200;

/** What can be chosen within a scope, busiest first: brokers, namespaces or topics that the histogram has. */
export function useScopeValues(histogram: LatencyHistogram, scope: LatencyScope, { toMs }: TimeWindow): string[] {
  const label = scopeLabel(scope);
  const expr = `topk(${MOST}, sum by (${label}) (rate(${histogram.metric}_bucket{le="+Inf"}[10m])))`;
  // To the minute: a window that ends now would ask anew with every refresh.
  const atMs = Math.ceil(toMs / 60_000) * 60_000;
  const query = { refId: 'values', expr, kind: 'instant' as const, fromMs: atMs, toMs: atMs };
  const { results } = useFrames({ queries: label ? [query] : [] });
  return useMemo(() => {
    if (!label) return [];
    return seriesOfFrames(results.values?.frames ?? [])
      .sort((a, b) => Number(b.values[0] ?? 0) - Number(a.values[0] ?? 0))
      .flatMap(({ labels }) => labels[label] ?? []);
  }, [results, label]);
}
