import { useCallback, useMemo } from 'react';
import { useViewHost } from '../host/ViewHost.ts';
import { useLocation } from '../page/use-location.ts';
import { readLogsState, writeLogsState, type LogsState } from './model/logs-state.ts';

/** Which line is open and whether lines are followed: nothing that "back" should undo. */
const PASSING: ReadonlySet<string> = new Set<keyof LogsState>(['line', 'isLive', 'of']);

/** Filters and open line of the Logs page, kept in the address beside its time. */
export function useLogsState(): [LogsState, (changes: Partial<LogsState>) => void] {
  const { navigation } = useViewHost();
  const text = useLocation().search.toString();
  const state = useMemo(() => readLogsState(new URLSearchParams(text)), [text]);
  const change = useCallback(
    (changes: Partial<LogsState>) => {
      const { search } = navigation.get();
      navigation.go({
        search: writeLogsState({ ...readLogsState(search), ...changes }, search),
        replace: Object.keys(changes).every((key) => PASSING.has(key)),
      });
    },
    [navigation],
  );
  return [state, change];
}
