import { useCallback, useMemo } from 'react';
import { useLocation, useSetSearch } from '../page/use-location.ts';
import { operationSearch, readOperationPlace, type OperationPlace } from './operation-address.ts';

export type GoToPlace = (place: Partial<OperationPlace> | undefined, replace?: boolean) => void;

/** Where the user is in the flow of an operation, and the way to another place of it; undefined closes it. */
export function useOperationPlace(): [OperationPlace | undefined, GoToPlace] {
  const setSearch = useSetSearch();
  const text = useLocation().search.toString();
  const place = useMemo(() => readOperationPlace(new URLSearchParams(text)), [text]);
  const go = useCallback<GoToPlace>((next, replace) => setSearch(operationSearch(next), replace), [setSearch]);
  return [place, go];
}
