import type { Navigation, ViewLocation } from '../../src/views/host/ViewHost.ts';

/** The console keeps the page and its state behind the `#`: one static file serves every page. */
export function hashNavigation(): Navigation {
  const read = (): ViewLocation => {
    const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
    return { path, search: new URLSearchParams(query) };
  };
  const href: Navigation['href'] = ({ path, search }) => {
    const query = search?.toString() ?? '';
    return `#/${path}${query === '' ? '' : `?${query}`}`;
  };
  let current = read();
  const listeners = new Set<() => void>();
  const changed = () => {
    current = read();
    for (const listener of listeners) listener();
  };
  return {
    get: () => current,
    subscribe(listener) {
      if (listeners.size === 0) addEventListener('hashchange', changed);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) removeEventListener('hashchange', changed);
      };
    },
    go({ path = current.path, search = current.search, replace = false }) {
      const address = href({ path, search });
      if (replace) history.replaceState(null, '', address);
      else history.pushState(null, '', address);
      changed();
    },
    href,
  };
}
