import { useCallback, useEffect, useRef, useState } from 'react';
import { topologyAnswer, type TopologyAnswer, type TopologyKind } from '@observatory/protocol/topology';
import { useViewHost } from '../host/ViewHost.ts';
import { messageOf } from './message-of.ts';
import { COLLAPSIBLE } from './model/tier.ts';

export interface LoadedTopology {
  data: TopologyAnswer | undefined;
  error: string | undefined;
  retry: () => void;
}

const LIMIT = 20_000;
const EVERY_MS = 5_000;
/** An answer of thousands of nodes is megabytes. */
const LARGE = 1_500;
const EVERY_LARGE_MS = 20_000;
/** Several events come together when a broker goes down. */
const SETTLE_MS = 300;

/** The map's nodes and edges: now, kept current by events and every few seconds, or at a time in the past. */
export function useTopology(kinds: readonly TopologyKind[], atMs: number | undefined): LoadedTopology {
  const host = useViewHost();
  const [loaded, setLoaded] = useState<{ data?: TopologyAnswer; error?: string }>({});
  const [attempt, setAttempt] = useState(0);
  const printed = useRef('');
  const shown = kinds.join(',');

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let loading = false;
    let again = false;
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => void load(), ms);
    };
    const load = async () => {
      if (document.hidden) return wait(EVERY_MS);
      if (loading) {
        again = true;
        return;
      }
      loading = true;
      let nodes = 0;
      try {
        const data = await host.load(mapPath(shown, atMs), topologyAnswer, abort.signal);
        nodes = data.nodes.length;
        // The same answer again must not cost a new picture.
        const print = JSON.stringify([data.nodes, data.edges, data.truncated]);
        if (print === printed.current) setLoaded(({ data: before }) => (before ? { data: before } : { data }));
        else setLoaded({ data });
        printed.current = print;
      } catch (failure) {
        if (!abort.signal.aborted) setLoaded(({ data }) => ({ ...(data && { data }), error: messageOf(failure) }));
      }
      loading = false;
      if (abort.signal.aborted) return;
      if (again || atMs === undefined) wait(again ? SETTLE_MS : nodes > LARGE ? EVERY_LARGE_MS : EVERY_MS);
      again = false;
    };
    void load();
    const soon = () => {
      if (loading) again = true;
      else wait(SETTLE_MS);
    };
    const unwatch =
      atMs === undefined
        ? (['nodes', 'events'] as const).map((channel) =>
            host.watch({ channel }, { onPayload: soon, onError: () => undefined, onReset: () => undefined }),
          )
        : [];
    return () => {
      abort.abort();
      clearTimeout(timer);
      for (const end of unwatch) end();
    };
  }, [host, shown, atMs, attempt]);

  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  return { data: loaded.data, error: loaded.error, retry };
}

function mapPath(kinds: string, atMs: number | undefined): string {
  const search = new URLSearchParams({ kinds, limit: String(LIMIT) });
  const collapse = COLLAPSIBLE.filter((kind) => !kinds.split(',').includes(kind));
  if (collapse.length > 0) search.set('collapse', collapse.join(','));
  if (atMs !== undefined) search.set('at', String(atMs / 1000));
  return `topology?${search.toString()}`;
}
