import { locationUtil, type UserStorage } from '@grafana/data';
import { hasPermission } from '@grafana/runtime';
import { framesAnswer } from '@observatory/protocol/frames';
import { nodeList } from '@observatory/protocol/nodes';
import { mayAs } from '../permissions.ts';
import { fetchLines } from '../views/host/fetch-lines.ts';
import type { ViewHost } from '../views/host/ViewHost.ts';
import { nodeRows } from '../views/nodes/node-rows.ts';
import { createStreamClient } from '../views/stream/stream-client.ts';
import { exploreHref } from './explore-href.ts';
import { newAlertHref } from './new-alert-href.ts';
import { grafanaNavigation } from './navigation.ts';
import { API_BASE, sidecarRequest } from './sidecar-api.ts';

export interface GrafanaHost extends ViewHost {
  close(): void;
}

export interface GrafanaHostOptions {
  /** Where the user's layouts and columns are kept: with the user in Grafana's database. */
  userStorage: UserStorage;
}

/** What Grafana gives to the views: the sidecar through the app's routes, streams as server-sent events. */
export function createGrafanaHost({ userStorage }: GrafanaHostOptions): GrafanaHost {
  const stream = createStreamClient({
    url: locationUtil.assureBaseUrl(`${API_BASE}/stream`),
    // Grafana's proxy flushes events at once; WebSockets through it are not promised anywhere.
    transport: ['sse', 'polling'],
  });
  const send: ViewHost['send'] = async (path, body, schema, { method = 'POST', signal } = {}) =>
    schema.parse(await sidecarRequest(path, { method, body, signal }));
  return {
    kind: 'grafana',
    load: async (path, schema, signal) => schema.parse(await sidecarRequest(path, { signal })),
    // Grafana's own client has no lines; its proxy passes them on as they come.
    loadLines: (path, schema, onLine, signal) =>
      fetchLines(
        (...asked) => fetch(...asked),
        locationUtil.assureBaseUrl(`${API_BASE}/${path}`),
        schema,
        onLine,
        signal,
      ),
    fileHref: (path) => locationUtil.assureBaseUrl(`${API_BASE}/${path}`),
    send,
    loadFrames: (queries, signal) => send('frames', queries, framesAnswer, { signal }),
    loadNodes: async (signal) => nodeRows(nodeList.parse(await sidecarRequest('nodes', { signal }))),
    watch: (spec, handlers) => stream.watch(spec, handlers),
    connection: stream.connection,
    navigation: grafanaNavigation(),
    storage: {
      get: async (key) => (await userStorage.getItem(key)) ?? undefined,
      set: (key, value) => userStorage.setItem(key, value),
    },
    may: mayAs,
    exploreHref: (expr, window) => (hasPermission('datasources:explore') ? exploreHref(expr, window) : undefined),
    newAlertHref: (alert) => (hasPermission('alert.rules:create') ? newAlertHref(alert) : undefined),
    close: () => stream.close(),
  };
}
