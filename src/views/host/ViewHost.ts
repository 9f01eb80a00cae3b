import { createContext, useContext } from 'react';
import type { FramesAnswer, FramesRequest } from '@observatory/protocol/frames';
import type { RoleName } from '@observatory/protocol/session';
import type { StreamSpec } from '@observatory/protocol/stream';
import type { NodeRow } from '../nodes/node.ts';

/** How the stream does: over what, how late, and what was lost on the way. */
export interface ConnectionState {
  status: 'connecting' | 'live' | 'offline';
  /** `websocket`, `sse` or `polling`; empty while none is chosen. */
  transport: string;
  /** Milliseconds between what the sidecar said last and its arrival here; undefined before the first message. */
  lagMs: number | undefined;
  conflated: number;
  dropped: number;
}

export interface WatchHandlers {
  /** Every payload of the subscription, in order; `timeMs` is the sidecar's time. */
  onPayload: (payload: unknown, timeMs: number) => void;
  /** The subscription was refused or failed; a sentence for the user. */
  onError: (message: string) => void;
  /** Everything so far is stale: a new snapshot or history follows. */
  onReset: () => void;
}

/** Checks an answer; every zod schema is one. */
export interface Schema<T> {
  parse(value: unknown): T;
}

/** Where the user is: a page and the state of its view, both in the address. */
export interface ViewLocation {
  /** `overview`, `topology`, `nodes/demo-1%2Fbroker%2F…`: below the app's root, without a leading slash. */
  path: string;
  search: URLSearchParams;
}

export interface Navigation {
  get(): ViewLocation;
  subscribe(listener: () => void): () => void;
  /** `replace`: no new entry in the browser's history. */
  go(to: { path?: string; search?: URLSearchParams; replace?: boolean }): void;
  /** For links, so that they open in a new tab as well. */
  href(to: { path: string; search?: URLSearchParams }): string;
}

export interface Permission {
  allowed: boolean;
  /** Why not, and who may; empty when allowed. */
  reason: string;
}

/** A window of time in ms since the epoch. */
export interface TimeWindow {
  fromMs: number;
  toMs: number;
}

/** What a host (console, Grafana page) provides to the views; nothing in `src/views` reaches for globals instead. */
export interface ViewHost {
  readonly kind: 'console' | 'grafana';
  /**
   * `GET` of the Observatory API: `load('topology?depth=1', topologyAnswer, signal)`.
   * @throws Error with the sidecar's words and hint, or why the answer makes no sense.
   */
  load<T>(path: string, schema: Schema<T>, signal?: AbortSignal): Promise<T>;
  /** As `load`, of an answer that comes in steps, each better than the one before; absent where a host has one step only. */
  loadLines?<T>(path: string, schema: Schema<T>, onLine: (line: T) => void, signal?: AbortSignal): Promise<void>;
  /** Address of a `GET` below the same root, for links and downloads. */
  fileHref(path: string): string;
  /** `POST` (or another method) of JSON, below the same root. */
  send<T>(
    path: string,
    body: unknown,
    schema: Schema<T>,
    options?: { method?: 'POST' | 'PUT' | 'DELETE'; signal?: AbortSignal },
  ): Promise<T>;
  /** Queries in, data frames out; a query that fails has its own error. */
  loadFrames(request: FramesRequest, signal?: AbortSignal): Promise<FramesAnswer>;
  loadNodes(signal: AbortSignal): Promise<NodeRow[]>;
  /** Subscribes; returns what ends it. */
  watch(spec: StreamSpec, handlers: WatchHandlers): () => void;
  connection: {
    get(): ConnectionState;
    subscribe(listener: () => void): () => void;
  };
  navigation: Navigation;
  /** What the user keeps (layouts, columns), by key; undefined when there is none or it cannot be read. */
  storage: {
    get(key: string): Promise<string | undefined>;
    set(key: string, value: string): Promise<void>;
  };
  /** What the user may do; the sidecar checks it again. */
  may(role: RoleName): Permission;
  /** Address that opens an expression for free exploration; undefined where the host has no such place. */
  exploreHref(expr: string, window: TimeWindow): string | undefined;
  /** Address of a new alert rule on a bound; undefined, or absent, where the host has no such place. */
  newAlertHref?(alert: {
    name: string;
    query: string;
    operator: '>' | '<';
    threshold: number;
    summary: string;
  }): string | undefined;
}

const ViewHostContext = createContext<ViewHost | undefined>(undefined);
export const ViewHostProvider = ViewHostContext.Provider;

/** @throws Error outside of a ViewHostProvider: a mistake of the host, not of the user. */
export function useViewHost(): ViewHost {
  const host = useContext(ViewHostContext);
  if (!host) throw new Error('useViewHost: wrap the view in <ViewHostProvider value={host}>');
  return host;
}
