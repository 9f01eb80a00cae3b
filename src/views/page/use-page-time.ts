import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TimeWindow } from '../host/ViewHost.ts';
import {
  absoluteRange,
  DEFAULT_RANGE,
  DEFAULT_REFRESH,
  isRelative,
  REFRESH_INTERVALS,
  resolveRange,
  type TimeRange,
} from './time-range.ts';
import { useLocation, useSetSearch } from './use-location.ts';

export interface PageTime {
  range: TimeRange;
  /** The range at the last refresh. */
  window: TimeWindow;
  /** The word of a REFRESH_INTERVALS. */
  refresh: string;
  refreshMs: number;
  /** Grows with every refresh, so that what was loaded is loaded again. */
  revision: number;
  setRange: (range: TimeRange) => void;
  setWindow: (window: TimeWindow) => void;
  setRefresh: (word: string) => void;
  refreshNow: () => void;
}

/**
 * Time range and refresh interval of a page, kept in the address (`from`, `to`, `refresh`) as Grafana does. `standard`, the same
 * object in every render, is the range of an address that has none.
 */
export function usePageTime(standard: TimeRange = DEFAULT_RANGE): PageTime {
  const { search } = useLocation();
  const setSearch = useSetSearch();
  const [tick, setTick] = useState(() => ({ nowMs: Date.now(), revision: 0 }));
  const from = search.get('from') ?? standard.from;
  const to = search.get('to') ?? standard.to;
  const range = useMemo(() => ({ from, to }), [from, to]);
  const chosen = search.get('refresh') ?? DEFAULT_REFRESH;
  const interval = REFRESH_INTERVALS.find(({ word }) => word === chosen) ?? REFRESH_INTERVALS[0];
  const refreshNow = useCallback(() => setTick(({ revision }) => ({ nowMs: Date.now(), revision: revision + 1 })), []);

  const moves = isRelative(range);
  useEffect(() => {
    // A window that stands still shows what was; a hidden page shows nothing.
    if (interval.ms === 0 || !moves) return;
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') refreshNow();
    }, interval.ms);
    const onVisible = () => {
      if (document.visibilityState !== 'hidden') refreshNow();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [interval.ms, moves, refreshNow]);

  const setRange = useCallback(
    (next: TimeRange) => {
      const isDefault = next.from === standard.from && next.to === standard.to;
      setSearch(isDefault ? { from: undefined, to: undefined } : { ...next });
      setTick(({ revision }) => ({ nowMs: Date.now(), revision }));
    },
    [setSearch, standard],
  );
  const setWindow = useCallback((window: TimeWindow) => setRange(absoluteRange(window)), [setRange]);
  const setRefresh = useCallback(
    (word: string) => setSearch({ refresh: word === DEFAULT_REFRESH ? undefined : word }),
    [setSearch],
  );
  return {
    range,
    window: useMemo(() => resolveRange(range, tick.nowMs), [range, tick.nowMs]),
    refresh: interval.word,
    refreshMs: interval.ms,
    revision: tick.revision,
    setRange,
    setWindow,
    setRefresh,
    refreshNow,
  };
}
