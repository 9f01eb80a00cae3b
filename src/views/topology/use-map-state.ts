import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Navigation } from '../host/ViewHost.ts';
import { readState, writeState, type MapState } from './model/map-state.ts';

/** Changes that come in bursts, and are no step that "back" should undo. */
const PASSING: ReadonlySet<keyof MapState> = new Set<keyof MapState>(['camera', 'find', 'hide', 'selected']);

/** The state of the map, kept in the address: a link shows the same picture. */
export function useMapState({ subscribe, get, go }: Navigation): [MapState, (next: Partial<MapState>) => void] {
  const { search } = useSyncExternalStore(subscribe, get);
  const text = search.toString();
  const state = useMemo(() => readState(new URLSearchParams(text)), [text]);
  const change = useCallback(
    (next: Partial<MapState>) => {
      const merged = { ...readState(get().search), ...next };
      const passing = (Object.keys(next) as (keyof MapState)[]).every((key) => PASSING.has(key));
      go({ search: writeState(merged), replace: passing });
    },
    [get, go],
  );
  return [state, change];
}
