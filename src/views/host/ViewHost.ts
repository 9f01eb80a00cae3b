import { createContext, useContext } from 'react';
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

/** What a host (console, Grafana page) provides to the views; nothing in `src/views` reaches for globals instead. */
export interface ViewHost {
  loadNodes(signal: AbortSignal): Promise<NodeRow[]>;
  /** Subscribes; returns what ends it. */
  watch(spec: StreamSpec, handlers: WatchHandlers): () => void;
  connection: {
    get(): ConnectionState;
    subscribe(listener: () => void): () => void;
  };
}

const ViewHostContext = createContext<ViewHost | undefined>(undefined);
export const ViewHostProvider = ViewHostContext.Provider;

/** @throws Error outside of a ViewHostProvider: a mistake of the host, not of the user. */
export function useViewHost(): ViewHost {
  const host = useContext(ViewHostContext);
  if (!host) throw new Error('useViewHost: wrap the view in <ViewHostProvider value={host}>');
  return host;
}
