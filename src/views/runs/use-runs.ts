import { useEffect, useState } from 'react';
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
  const host = useViewHost();
  const { data, error, loading } = useLoad('runs', runList, revision);
  const [changed, setChanged] = useState<ReadonlyMap<string, RunInfo>>(new Map());
  useEffect(
    () =>
      host.watch(
        { channel: 'runs' },
        {
          onPayload: (payload) => {
            const { success, data: run } = runInfo.safeParse(payload);
            if (success) setChanged((before) => new Map(before).set(run.id, run));
          },
          onError: () => undefined,
          onReset: () => undefined,
        },
      ),
    [host],
  );
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
  const host = useViewHost();
  const [run, setRun] = useState<RunInfo>();
  useEffect(
    () =>
      host.watch(
        { channel: 'runs' },
        {
          onPayload: (payload) => {
            const told = runInfo.safeParse(payload);
            if (told.success && told.data.id === id) setRun(told.data);
          },
          onError: () => undefined,
          onReset: () => undefined,
        },
      ),
    [host, id],
  );
  return run;
}

const newer = (one: RunInfo, other: RunInfo): boolean =>
  (one.state !== 'running' ? 1 : 0) >= (other.state !== 'running' ? 1 : 0) && one.looks >= other.looks;
