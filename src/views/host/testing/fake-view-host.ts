import type { ViewHost, ViewLocation } from '../ViewHost.ts';

/** A host for tests: nothing answers but what the test gives. Navigation and storage work in memory. */
export function fakeViewHost(parts: Partial<ViewHost> = {}): ViewHost {
  let location: ViewLocation = { path: 'overview', search: new URLSearchParams() };
  const listeners = new Set<() => void>();
  const kept = new Map<string, string>();
  const connection = { status: 'live', transport: 'fake', lagMs: undefined, conflated: 0, dropped: 0 } as const;
  const unanswered = (what: string) => Promise.reject(new Error(`${what} is not answered in this test`));
  return {
    kind: 'console',
    load: (path) => unanswered(`load ${path}`),
    fileHref: (path) => `/api/observatory/v1/${path}`,
    send: (path) => unanswered(`send ${path}`),
    loadFrames: () => unanswered('loadFrames'),
    loadNodes: () => Promise.resolve([]),
    watch: () => () => undefined,
    connection: { get: () => connection, subscribe: () => () => undefined },
    navigation: {
      get: () => location,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      go({ path = location.path, search = location.search }) {
        location = { path, search };
        for (const listener of listeners) listener();
      },
      href: ({ path, search }) => `#/${path}?${search?.toString() ?? ''}`,
    },
    storage: {
      get: (key) => Promise.resolve(kept.get(key)),
      set(key, value) {
        kept.set(key, value);
        return Promise.resolve();
      },
    },
    may: () => ({ allowed: true, reason: '' }),
    exploreHref: () => undefined,
    ...parts,
  };
}
