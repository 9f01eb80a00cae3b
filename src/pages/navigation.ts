import { locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { APP_ROOT } from '../constants.ts';
import type { Navigation, ViewLocation } from '../views/host/ViewHost.ts';

/** Pages are Grafana's addresses below the app's root; their state is in the query string. */
export function grafanaNavigation(): Navigation {
  const read = (): ViewLocation => {
    const { pathname, search } = locationService.getLocation();
    const path = pathname.startsWith(`${APP_ROOT}/`) ? pathname.slice(APP_ROOT.length + 1) : '';
    return { path, search: new URLSearchParams(search) };
  };
  const address = (path: string, search?: URLSearchParams): string => {
    const query = search?.toString() ?? '';
    return `${APP_ROOT}/${path}${query === '' ? '' : `?${query}`}`;
  };
  // The same object until the address changes: views compare by identity.
  let current = read();
  let at = '';
  const get = (): ViewLocation => {
    const { pathname, search } = locationService.getLocation();
    if (pathname + search !== at) {
      at = pathname + search;
      current = read();
    }
    return current;
  };
  return {
    get,
    subscribe: (listener) => locationService.getHistory().listen(listener),
    go({ path = get().path, search = get().search, replace = false }) {
      const to = address(path, search);
      if (replace) locationService.replace(to);
      else locationService.push(to);
    },
    href: ({ path, search }) => locationUtil.assureBaseUrl(address(path, search)),
  };
}
