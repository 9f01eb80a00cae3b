import { eventList, type ClusterEvent } from '@observatory/protocol/events';
import type { TimeWindow } from '../host/ViewHost.ts';
import { useLoad, type LoadState } from '../load/use-load.ts';

/** What happened in a window, oldest first; of one node or cluster where named. */
export function useEvents(
  { fromMs, toMs }: TimeWindow,
  { node, cluster, revision = 0 }: { node?: string; cluster?: string; revision?: number } = {},
): LoadState<readonly ClusterEvent[]> {
  const query = new URLSearchParams({ from: String(fromMs / 1000), to: String(toMs / 1000), limit: '1000' });
  if (node !== undefined) query.set('node', node);
  if (cluster !== undefined) query.set('cluster', cluster);
  const { data, ...rest } = useLoad(`events?${query}`, eventList, revision);
  return { ...rest, data: data?.events };
}
