import { useEffect, useState } from 'react';
import { topologyAnswer, type TopologyAnswer } from '@observatory/protocol/topology';
import { useViewHost } from '../host/ViewHost.ts';
import { messageOf } from './message-of.ts';
import { MAX_FOCUS } from './model/level.ts';
import { parseId } from './model/node-name.ts';

export interface LoadedFocus {
  data?: TopologyAnswer;
  error?: string;
}

const EVERY_MS = 10_000;

/** What is around a node, with its topics; of a topic also the ledgers and the bookies they lie on. Undefined without a node. */
export function useFocus(node: string | undefined, depth: number, atMs: number | undefined): LoadedFocus | undefined {
  const host = useViewHost();
  const [loaded, setLoaded] = useState<{ key: string } & LoadedFocus>({ key: '' });
  const key = `${node ?? ''}\n${depth}\n${atMs ?? ''}`;
  useEffect(() => {
    if (node === undefined) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isTopic = parseId(node).kind === 'topic';
    const search = new URLSearchParams({ node, depth: String(depth), limit: String(MAX_FOCUS) });
    if (isTopic && atMs === undefined) search.set('ledgers', 'true');
    if (atMs !== undefined) search.set('at', String(atMs / 1000));
    const load = async () => {
      try {
        const data = await host.load(`topology?${search.toString()}`, topologyAnswer, abort.signal);
        setLoaded({ key, data });
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
  }, [host, node, depth, atMs, key]);
  if (node === undefined) return undefined;
  return loaded.key === key ? loaded : {};
}
