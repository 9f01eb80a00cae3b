import { useEffect, useState } from 'react';
import { topologyDifference, type TopologyAnswer, type TopologyKind } from '@observatory/protocol/topology';
import { useViewHost } from '../host/ViewHost.ts';
import { messageOf } from './message-of.ts';
import { changesOf } from './model/changes.ts';
import type { Comparison } from './TopologyView.tsx';

/** What differs between a time and the map's; asked again when the map changes. */
export function useComparison(
  data: TopologyAnswer | undefined,
  kinds: readonly TopologyKind[],
  { baseMs, atMs }: { baseMs: number | undefined; atMs: number | undefined },
): { comparison?: Comparison; error?: string } {
  const host = useViewHost();
  const [loaded, setLoaded] = useState<{ baseMs?: number; comparison?: Comparison; error?: string }>({});
  const shown = kinds.join(',');
  useEffect(() => {
    if (baseMs === undefined || !data) return;
    const abort = new AbortController();
    const [fromMs, toMs] = atMs !== undefined && atMs < baseMs ? [atMs, baseMs] : [baseMs, atMs];
    const load = async () => {
      const parts = await Promise.all(
        data.clusters.map(({ cluster, historyStartMs = 0 }) => {
          const search = new URLSearchParams({
            cluster,
            kinds: shown,
            from: String(Math.max(fromMs, historyStartMs) / 1000),
          });
          if (toMs !== undefined) search.set('to', String(toMs / 1000));
          return host.load(`topology/changes?${search.toString()}`, topologyDifference, abort.signal);
        }),
      );
      const told = parts.map(changesOf);
      setLoaded({
        baseMs,
        comparison: {
          nodes: new Map(told.flatMap(({ nodes }) => [...nodes])),
          edges: new Map(told.flatMap(({ edges }) => [...edges])),
          gone: told.flatMap(({ gone }) => gone),
        },
      });
    };
    load().catch((failure: unknown) => {
      if (!abort.signal.aborted)
        setLoaded({ baseMs, error: `The comparison could not be loaded: ${messageOf(failure)}` });
    });
    return () => abort.abort();
  }, [host, data, shown, baseMs, atMs]);
  return baseMs !== undefined && loaded.baseMs === baseMs ? loaded : {};
}
