import { useCallback, useEffect, useRef, useState } from 'react';
import { execution as schema, type Execution } from '@observatory/protocol/control';
import { useViewHost } from '../host/ViewHost.ts';
import { failureOf } from './failure.ts';

/** How often it is asked for while the stream is down. */
const POLL_MS = 2_000;

/**
 * One execution, live: asked for once, then followed on the channel `operations`; while there is no stream it is asked for
 * again and again until it has ended. `first` is what is known of it already.
 */
export function useExecution(
  id: string,
  first?: Execution,
): { execution: Execution | undefined; error: string | undefined; take: (execution: Execution) => void } {
  const host = useViewHost();
  const [execution, setExecution] = useState<Execution | undefined>(first);
  const [error, setError] = useState<string | undefined>();
  const isOver = useRef(false);
  const take = useCallback(
    (next: Execution) => {
      if (next.id !== id) return;
      setError(undefined);
      setExecution((before) => {
        // What has ended stays so, whatever comes late.
        const kept = before?.id === id && before.endedMs !== undefined && next.endedMs === undefined ? before : next;
        isOver.current = kept.endedMs !== undefined;
        return kept;
      });
    },
    [id],
  );
  useEffect(() => {
    if (id === '') return;
    isOver.current = false;
    const abort = new AbortController();
    let streamed = false;
    const load = () => {
      streamed = false;
      host.load(`executions/${encodeURIComponent(id)}`, schema, abort.signal).then(
        // What came by the stream meanwhile is newer.
        (answer) => !abort.signal.aborted && (!streamed || answer.endedMs !== undefined) && take(answer),
        (failure: unknown) => {
          if (!abort.signal.aborted) setError(failureOf(failure).message);
        },
      );
    };
    load();
    const unwatch = host.watch(
      { channel: 'operations' },
      {
        onPayload(payload) {
          const parsed = schema.safeParse(payload);
          if (!parsed.success || parsed.data.id !== id) return;
          streamed = true;
          take(parsed.data);
        },
        onError: () => undefined,
        onReset: load,
      },
    );
    const timer = setInterval(() => {
      if (!isOver.current && host.connection.get().status !== 'live') load();
    }, POLL_MS);
    return () => {
      abort.abort();
      unwatch();
      clearInterval(timer);
    };
  }, [host, id, take]);
  return { execution: execution?.id === id ? execution : undefined, error, take };
}
