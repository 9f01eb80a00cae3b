import { framesAnswer } from '@observatory/protocol/frames';
import type { SessionAnswer } from '@observatory/protocol/session';
import { fetchLines } from '../../src/views/host/fetch-lines.ts';
import type { ViewHost } from '../../src/views/host/ViewHost.ts';
import { createStreamClient } from '../../src/views/stream/stream-client.ts';
import { BASE, loadNodes, request } from './api.ts';
import { hashNavigation } from './navigation.ts';

const RANKS = ['reader', 'operator', 'admin'] as const;

export interface ConsoleHost extends ViewHost {
  close(): void;
}

/** What the console gives to the views: the sidecar that served the page, over one stream. */
export function createConsoleHost({ role }: Pick<SessionAnswer, 'role'>): ConsoleHost {
  const stream = createStreamClient({ url: 'api/observatory/v1/stream' });
  const send: ViewHost['send'] = async (path, body, schema, { method = 'POST', signal } = {}) =>
    schema.parse(
      await request(path, {
        method,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
        signal,
      }),
    );
  return {
    kind: 'console',
    load: async (path, schema, signal) => schema.parse(await request(path, { signal })),
    loadLines: (path, schema, onLine, signal) =>
      fetchLines((...asked) => fetch(...asked), `${BASE}/${path}`, schema, onLine, signal),
    fileHref: (path) => `${BASE}/${path}`,
    send,
    loadFrames: (queries, signal) => send('frames', queries, framesAnswer, { signal }),
    navigation: hashNavigation(),
    storage: {
      get: (key) => Promise.resolve(localStorage.getItem(`observatory.${key}`) ?? undefined),
      set: (key, value) => Promise.resolve(localStorage.setItem(`observatory.${key}`, value)),
    },
    may: (needed) =>
      role && RANKS.indexOf(role) >= RANKS.indexOf(needed)
        ? { allowed: true, reason: '' }
        : { allowed: false, reason: `Sign in with a token of the role ${needed}.` },
    exploreHref: () => undefined,
    loadNodes,
    watch: (spec, handlers) => stream.watch(spec, handlers),
    connection: stream.connection,
    close: () => stream.close(),
  };
}
