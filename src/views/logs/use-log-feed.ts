import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { LogVolume } from '@observatory/protocol/logs';
import { logVolume } from '@observatory/protocol/logs';
import { useViewHost, type TimeWindow } from '../host/ViewHost.ts';
import { LogFeed, type LogFeedState } from './log-feed.ts';
import { filterParams, type LogFilters } from './model/logs-state.ts';
import { addToVolume } from './model/volume.ts';

export interface UseLogFeed extends LogFeedState {
  loadOlder: () => void;
  loadNext: () => void;
  /** Lines by level over time; undefined until counted. */
  volume: LogVolume | undefined;
  volumeError: string | undefined;
}

export interface UseLogFeedOptions {
  filters: LogFilters;
  window: TimeWindow;
  aroundMs: number | undefined;
  /** Another value loads everything anew. */
  key: string;
  isLive: boolean;
  isPaused: boolean;
  /** Grows when a page that is not live wants what came since. */
  revision: number;
}

/** The lines of the page and their counts over time. The counts are made once by the sidecar, and grow here with new lines. */
export function useLogFeed(options: UseLogFeedOptions): UseLogFeed {
  const { filters, window, aroundMs, key, isLive, isPaused, revision } = options;
  const host = useViewHost();
  const [counted, setCounted] = useState<{ key: string; volume?: LogVolume; error?: string }>({ key: '' });
  const feed = useMemo(
    () =>
      new LogFeed(host, { filters, window, aroundMs }, (fresh) =>
        setCounted((before) =>
          before.volume && before.key === key ? { key, volume: addToVolume(before.volume, fresh) } : before,
        ),
      ),
    // Filters and window are new objects in every render; the key says when they mean something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [host, key],
  );
  useEffect(() => {
    void feed.start();
    return () => feed.close();
  }, [feed]);
  useEffect(() => {
    const abort = new AbortController();
    const params = filterParams(filters);
    params.set('from', String(window.fromMs / 1000));
    params.set('to', String(window.toMs / 1000));
    host.load(`logs/volume?${params}`, logVolume, abort.signal).then(
      (volume) => setCounted({ key, volume }),
      (failure: unknown) => {
        if (!abort.signal.aborted)
          setCounted({ key, error: failure instanceof Error ? failure.message : String(failure) });
      },
    );
    return () => abort.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
  }, [host, key]);
  useEffect(() => feed.follow(isLive), [feed, isLive]);
  useEffect(() => feed.pause(isPaused), [feed, isPaused]);
  const first = useRef(revision);
  useEffect(() => {
    if (revision === first.current) return;
    first.current = revision;
    if (!isLive) void feed.loadNewer();
  }, [feed, revision, isLive]);
  const state = useSyncExternalStore(feed.subscribe, feed.get);
  const current = counted.key === key;
  return {
    ...state,
    loadOlder: () => void feed.loadOlder(),
    loadNext: () => void feed.loadNext(),
    volume: current ? counted.volume : undefined,
    volumeError: current ? counted.error : undefined,
  };
}
