import { useEffect, useMemo, useState } from 'react';
import {
  topologyDifference,
  type TopologyAnswer,
  type TopologyKind,
  type TopologyNode,
} from '@observatory/protocol/topology';
import { PROCESSES } from './model/scene.ts';
import { useViewHost } from '../host/ViewHost.ts';

const KEPT_MS = 15 * 60_000;
const AGAIN_MS = 30_000;

/**
 * Nodes that left in the last quarter of an hour, for the map of now: where a broker stood until a minute ago should not simply
 * be nothing.
 */
export function useDeparted(
  data: TopologyAnswer | undefined,
  kinds: readonly TopologyKind[],
  live: boolean,
): readonly TopologyNode[] {
  const host = useViewHost();
  const [departed, setDeparted] = useState<readonly TopologyNode[]>([]);
  const shown = kinds.join(',');
  const clusters =
    data?.clusters.map(({ cluster, historyStartMs }) => `${cluster}\n${historyStartMs ?? ''}`).join('\t') ?? '';
  // A node that is missing from one answer to the next: asked for at once.
  const present = useMemo(() => data?.nodes.length ?? 0, [data]);
  useEffect(() => {
    if (!live || clusters === '') return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      try {
        const parts = await Promise.all(
          clusters.split('\t').map((each) => {
            const [cluster, start] = each.split('\n');
            const fromMs = Math.max(Date.now() - KEPT_MS, Number(start));
            const search = new URLSearchParams({ cluster, kinds: shown, from: String(fromMs / 1000) });
            return host.load(`topology/changes?${search.toString()}`, topologyDifference, abort.signal);
          }),
        );
        setDeparted(
          parts.flatMap(({ removed }) =>
            removed
              .filter(({ kind }) => PROCESSES.has(kind))
              .map((node) => ({ ...node, reasons: [...node.reasons, 'left (last 15 min)'] })),
          ),
        );
      } catch {
        // The map of what is there does not need it; it is asked again.
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void load(), AGAIN_MS);
    };
    void load();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [host, live, clusters, shown, present]);
  return live ? departed : [];
}
