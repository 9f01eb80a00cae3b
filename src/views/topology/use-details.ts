import { useEffect, useMemo, useState } from 'react';
import { eventList, type ClusterEvent } from '@observatory/protocol/events';
import type { TopologyAnswer, TopologyEdge, TopologyNode } from '@observatory/protocol/topology';
import { useViewHost } from '../host/ViewHost.ts';
import { messageOf } from './message-of.ts';
import { impactPath } from './model/impact-path.ts';
import type { NodeDetails } from './panel/NodePanel.tsx';

const DAY_MS = 86_400_000;
const EXPLORED_MS = 3_600_000;

/** What the side panel says beyond the graph: events of the node, the way its trouble came, places to go on. */
export function useDetails(
  node: TopologyNode | undefined,
  edges: readonly TopologyEdge[],
  data: TopologyAnswer | undefined,
  atMs: number | undefined,
): NodeDetails {
  const host = useViewHost();
  const [loaded, setLoaded] = useState<{ id: string; events?: readonly ClusterEvent[]; eventsError?: string }>({
    id: '',
  });
  const id = node?.id;
  const cluster = node?.cluster;
  useEffect(() => {
    if (id === undefined || cluster === undefined) return;
    const abort = new AbortController();
    const toMs = atMs ?? Date.now();
    const search = new URLSearchParams({
      cluster,
      node: id,
      from: String((toMs - DAY_MS) / 1000),
      to: String(toMs / 1000),
      limit: '20',
    });
    host.load(`events?${search.toString()}`, eventList, abort.signal).then(
      ({ events }) => setLoaded({ id, events: [...events].sort((a, b) => b.timeMs - a.timeMs) }),
      (failure: unknown) => {
        if (!abort.signal.aborted) setLoaded({ id, eventsError: `Events could not be loaded: ${messageOf(failure)}` });
      },
    );
    return () => abort.abort();
    // Anew with every answer: something happened, or may have.
  }, [host, id, cluster, atMs, data]);
  return useMemo(() => {
    const toMs = atMs ?? data?.timeMs ?? 0;
    const href = node?.metrics && host.exploreHref(selectorOf(node.metrics), { fromMs: toMs - EXPLORED_MS, toMs });
    return {
      ...(loaded.id === id && loaded.events && { events: loaded.events }),
      ...(loaded.id === id && loaded.eventsError !== undefined && { eventsError: loaded.eventsError }),
      ...(node?.impact && { impactPath: impactPath(edges, node.id, node.impact.from) }),
      links: href === undefined ? [] : [{ label: 'Explore its metrics', href, newTab: true }],
    };
  }, [host, node, id, edges, data, atMs, loaded]);
}

function selectorOf(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;
}
