import { useEffect, useState } from 'react';
import { useViewHost } from '../host/ViewHost.ts';
import type { NodeRow } from './node.ts';

const POLL_MS = 5_000;

/** The list of nodes: loaded once, then again whenever the `nodes` channel says that something changed, and every few seconds
 * for the times of the last scrapes. */
export function useNodes(): { nodes: readonly NodeRow[]; error: string | undefined } {
  const host = useViewHost();
  const [nodes, setNodes] = useState<readonly NodeRow[]>([]);
  const [error, setError] = useState<string | undefined>();

  useEffect(() => {
    const abort = new AbortController();
    let loading = false;
    let again = false;
    const load = async () => {
      if (loading) {
        again = true;
        return;
      }
      loading = true;
      try {
        setNodes(await host.loadNodes(abort.signal));
        setError(undefined);
      } catch (failure) {
        if (!abort.signal.aborted)
          setError(
            `The list of nodes could not be loaded: ${failure instanceof Error ? failure.message : String(failure)}`,
          );
      }
      loading = false;
      if (again && !abort.signal.aborted) {
        again = false;
        void load();
      }
    };
    void load();
    const timer = setInterval(() => void load(), POLL_MS);
    const unwatch = host.watch(
      { channel: 'nodes' },
      { onPayload: () => void load(), onError: () => undefined, onReset: () => void load() },
    );
    return () => {
      abort.abort();
      clearInterval(timer);
      unwatch();
    };
  }, [host]);

  return { nodes, error };
}
