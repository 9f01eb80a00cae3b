import { useEffect, useMemo, useState } from 'react';
import type { TopologyAnswer } from '@observatory/protocol/topology';
import { useViewHost } from '../host/ViewHost.ts';
import { messageOf } from './message-of.ts';
import { assignValues, attributeValues, seriesValues, type SeriesValue } from './model/measured.ts';
import { measureOf } from './model/measure.ts';
import type { ShownMeasure } from './TopologyView.tsx';

const EVERY_MS = 10_000;

/** A measure and its values of the map's nodes and edges; undefined when none is chosen. */
export function useMeasure(
  id: string,
  data: TopologyAnswer | undefined,
  atMs: number | undefined,
): ShownMeasure | undefined {
  const host = useViewHost();
  const measure = useMemo(() => measureOf(id), [id]);
  const [loaded, setLoaded] = useState<{ key: string; series?: readonly SeriesValue[]; error?: string }>({ key: '' });
  const expr = measure?.expr;
  const key = `${expr ?? ''}\n${atMs ?? ''}`;

  useEffect(() => {
    if (expr === undefined) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      const toMs = atMs ?? Date.now();
      try {
        const { results } = await host.loadFrames(
          { queries: [{ refId: 'A', expr, kind: 'instant', fromMs: toMs - 300_000, toMs, format: 'time_series' }] },
          abort.signal,
        );
        const { frames = [], error, hint } = results.A ?? {};
        setLoaded(
          error === undefined
            ? { key, series: seriesValues(frames) }
            : { key, error: [error, hint].filter(Boolean).join(' ') },
        );
      } catch (failure) {
        if (!abort.signal.aborted) setLoaded({ key, error: messageOf(failure) });
      }
      if (!abort.signal.aborted && atMs === undefined) timer = setTimeout(() => void load(), EVERY_MS);
    };
    void load();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [host, expr, atMs, key]);

  return useMemo(() => {
    if (!measure) return undefined;
    if (!data) return { measure };
    if (measure.expr === undefined)
      return { measure, measured: attributeValues(measure.id.slice('attr:'.length), data.nodes, data.edges) };
    if (loaded.key !== key) return { measure };
    if (loaded.error !== undefined) return { measure, error: loaded.error };
    return loaded.series ? { measure, measured: assignValues(loaded.series, data.nodes, data.edges) } : { measure };
  }, [measure, data, loaded, key]);
}
