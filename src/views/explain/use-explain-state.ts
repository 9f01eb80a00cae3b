import { useCallback, useMemo, useState } from 'react';
import { useViewHost } from '../host/ViewHost.ts';
import { useLocation } from '../page/use-location.ts';
import { readExplainState, writeExplainState, type ExplainState } from './model/explain-state.ts';

/** Looking differently at the same answer is no step that "back" should undo. */
const PASSING: ReadonlySet<keyof ExplainState> = new Set<keyof ExplainState>(['kinds', 'node', 'pins', 'open']);

/** The state of the Explain page, kept in the address. Relative times in it are those of when the page was opened. */
export function useExplainState(): [ExplainState, (changes: Partial<ExplainState>) => void] {
  const { navigation } = useViewHost();
  const [openedMs] = useState(() => Date.now());
  const text = useLocation().search.toString();
  const state = useMemo(() => readExplainState(new URLSearchParams(text), openedMs), [text, openedMs]);
  const change = useCallback(
    (changes: Partial<ExplainState>) => {
      const next = { ...readExplainState(navigation.get().search, openedMs), ...changes };
      const replace = Object.keys(changes).every((key) => PASSING.has(key as keyof ExplainState));
      navigation.go({ search: writeExplainState(next), replace });
    },
    [navigation, openedMs],
  );
  return [state, change];
}
