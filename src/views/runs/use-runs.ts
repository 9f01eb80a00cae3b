import { useCallback, useEffect, useState } from 'react';
import { runInfo, runList, type RunInfo } from '@observatory/protocol/run-objects';
import { useViewHost } from '../host/ViewHost.ts';
import { useLoad } from '../load/use-load.ts';

export interface Runs {
  /** Newest first. */
  runs: readonly RunInfo[];
  total: number;
  error: string | undefined;
  loading: boolean;
}

/** The newest runs, and every change of them as the stream tells it. */
export function useRuns(revision: number): Runs {
  const { data, error, loading } = useLoad('runs', runList, revision);
  const [changed, setChanged] = useState<ReadonlyMap<string, RunInfo>>(new Map());
  const onRun = useCallback((run: RunInfo) => setChanged((before) => new Map(before).set(run.id, run)), []);
  useRunStream(onRun);
  const known = new Map((data?.runs ?? []).map((run) => [run.id, run]));
  for (const [id, run] of changed) {
    // A list that was loaded after a run ended knows more than the message that it goes on.
    const listed = known.get(id);
    if (!listed || newer(run, listed)) known.set(id, run);
  }
  const runs = [...known.values()].sort((a, b) => b.startedMs - a.startedMs || (a.id < b.id ? 1 : -1));
  return { runs, total: Math.max(data?.total ?? 0, runs.length), error, loading };
}

/** One run as the stream tells it, undefined until it changes. */
export function useRunChanges(id: string): RunInfo | undefined {
  const [run, setRun] = useState<RunInfo>();
  const onRun = useCallback(
    (told: RunInfo) => {
      if (told.id === id) setRun(told);
    },
    [id],
  );
  useRunStream(onRun);
  return run;
}

/** Told of every change of a run; `onRun` must be the same function in every render. */
function useRunStream(onRun: (run: RunInfo) => void): void {
  const host = useViewHost();
  useEffect(
    () =>
      host.watch(
        { channel: 'runs' },
        {
          onPayload: (payload) => {
            const told = runInfo.safeParse(payload);
            if (told.success) onRun(told.data);
          },
          onError: () => undefined,
          onReset: () => undefined,
        },
      ),
    [host, onRun],
  );
}

const newer = (one: RunInfo, other: RunInfo): boolean =>
  (one.state !== 'running' ? 1 : 0) >= (other.state !== 'running' ? 1 : 0) && one.looks >= other.looks;
