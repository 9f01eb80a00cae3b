import { useCallback, useSyncExternalStore } from 'react';
import { useViewHost, type ViewLocation } from '../host/ViewHost.ts';

/** Where the user is; the component renders again when that changes. */
export function useLocation(): ViewLocation {
  const { navigation } = useViewHost();
  return useSyncExternalStore(navigation.subscribe, navigation.get);
}

/** Changes keys of the address's search and leaves the others; undefined or an empty text takes a key away. */
export function useSetSearch(): (changes: Readonly<Record<string, string | undefined>>, replace?: boolean) => void {
  const { navigation } = useViewHost();
  return useCallback(
    (changes, replace = false) => {
      const search = new URLSearchParams(navigation.get().search);
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined || value === '') search.delete(key);
        else search.set(key, value);
      }
      navigation.go({ search, replace });
    },
    [navigation],
  );
}

/** One key of the address's search as state: what a page shows can be linked to, and the back button takes it back. */
export function useSearchParam(key: string, fallback = ''): [value: string, set: (value: string) => void] {
  const value = useLocation().search.get(key) ?? fallback;
  const setSearch = useSetSearch();
  const set = useCallback(
    (next: string) => setSearch({ [key]: next === fallback ? undefined : next }),
    [setSearch, key, fallback],
  );
  return [value, set];
}
