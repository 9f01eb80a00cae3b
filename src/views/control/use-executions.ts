import { useCallback, useEffect, useRef, useState } from 'react';
import { execution, executionList, type Execution } from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { failureOf } from './failure.ts';

/** While nothing arrives by the stream, the list is asked for this often. */
const POLL_MS = 5_000;

export interface ExecutionsState {
  /** Newest first. */
  executions: readonly Execution[];
  error: string | undefined;
  /** False until the list was answered once. */
  loaded: boolean;
  /** Takes in an answer to a confirmation, ahead of the stream. */
  take: (execution: Execution) => void;
}

/**
 * All executions, live: the list once, then every change from the channel `operations`. After a cut of the stream, and while
 * there is none, the list is loaded again.
 */
export function useExecutions(): ExecutionsState {
  const host = useViewHost();
  const [byId, setById] = useState<ReadonlyMap<string, Execution>>(new Map());
  const [loaded, setLoaded] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const takeRef = useRef<(executions: readonly Execution[]) => void>(() => undefined);
  useEffect(() => {
    const abort = new AbortController();
    /** What came by the stream since a load began is newer than the load's answer. */
    let fresh = new Set<string>();
    let loading = false;
    const take = (news: readonly Execution[]) =>
      setById((before) => {
        const next = new Map(before);
        for (const each of news) {
          fresh.add(each.id);
          // What has ended stays so, whatever comes late.
          if (next.get(each.id)?.endedMs === undefined || each.endedMs !== undefined) next.set(each.id, each);
        }
        return next;
      });
    takeRef.current = take;
    const load = async () => {
      if (loading) return;
      loading = true;
      fresh = new Set();
      try {
        const { executions } = await host.load('executions', executionList, abort.signal);
        setById((before) => {
          const next = new Map(executions.map((each) => [each.id, each]));
          for (const id of fresh) {
            const own = before.get(id);
            if (own && next.get(id)?.endedMs === undefined) next.set(id, own);
          }
          return next;
        });
        setLoaded(true);
        setError(undefined);
      } catch (failure) {
        if (!abort.signal.aborted) setError(`Executions could not be loaded: ${failureOf(failure).message}`);
      }
      loading = false;
    };
    void load();
    const unwatch = host.watch(
      { channel: 'operations' },
      {
        onPayload(payload) {
          const parsed = execution.safeParse(payload);
          if (parsed.success) take([parsed.data]);
        },
        onError: () => undefined,
        onReset: () => void load(),
      },
    );
    const timer = setInterval(() => {
      if (host.connection.get().status !== 'live') void load();
    }, POLL_MS);
    return () => {
      abort.abort();
      unwatch();
      clearInterval(timer);
    };
  }, [host]);
  const executions = [...byId.values()].sort((a, b) => b.startedMs - a.startedMs);
  return { executions, error, loaded, take: useCallback((each) => takeRef.current([each]), []) };
}
