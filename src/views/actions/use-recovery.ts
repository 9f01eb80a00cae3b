import { useEffect, useMemo, useState } from 'react';
import { recoveryRun, recoveryStatus, type RecoveryRun, type RecoveryStatus } from '@observatory/protocol/recovery';
import { useViewHost } from '../host/ViewHost.ts';
import { useKept } from '../load/use-kept.ts';
import { useLoad } from '../load/use-load.ts';

export interface RecoveryState {
  /** With every run as the stream tells it; undefined until it is loaded. */
  status: RecoveryStatus | undefined;
  error: string | undefined;
  /** Takes in an answer, ahead of the stream. */
  take: (runs: readonly RecoveryRun[]) => void;
}

/** Alerts with recovery: loaded again when `revision` grows, their runs as they change. */
export function useRecovery(revision: number): RecoveryState {
  const host = useViewHost();
  const { data, error } = useLoad('recovery', recoveryStatus, revision);
  const loaded = useKept(data);
  const [changed, setChanged] = useState<ReadonlyMap<string, RecoveryRun>>(new Map());
  const [take] = useState(
    () => (runs: readonly RecoveryRun[]) =>
      setChanged((before) => new Map([...before, ...runs.map((run): [string, RecoveryRun] => [run.id, run])])),
  );
  useEffect(
    () =>
      host.watch(
        { channel: 'recovery' },
        {
          onPayload: (payload) => {
            const told = recoveryRun.safeParse(payload);
            if (told.success) take([told.data]);
          },
          onError: () => undefined,
          onReset: () => undefined,
        },
      ),
    [host, take],
  );
  const status = useMemo(
    () => loaded && { ...loaded, runs: mergedRuns(loaded.runs, [...changed.values()]) },
    [loaded, changed],
  );
  return { status, error, take };
}

/** Newest first. A run that has ended stays so, whatever comes late. */
export function mergedRuns(listed: readonly RecoveryRun[], told: readonly RecoveryRun[]): RecoveryRun[] {
  const byId = new Map(listed.map((run) => [run.id, run]));
  for (const run of told) {
    const known = byId.get(run.id);
    if (known?.endedMs === undefined || run.endedMs !== undefined) byId.set(run.id, run);
  }
  return [...byId.values()].sort((a, b) => b.timeMs - a.timeMs || (a.id < b.id ? 1 : -1));
}
