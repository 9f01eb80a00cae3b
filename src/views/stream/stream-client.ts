import { CONTROL_CHANNEL, controlPayloadSchema } from '@observatory/protocol/stream';
import type { StreamEnvelope } from '@observatory/protocol/stream';
import type { ViewHost } from '../host/ViewHost.ts';
import { backoffMs } from './backoff.ts';
import { ConnectionStatus } from './connection-status.ts';
import { openPolling } from './polling-transport.ts';
import { openSse } from './sse-transport.ts';
import { Subscriptions } from './subscriptions.ts';
import type { OpenTransport, StreamEnvironment, Transport, TransportName } from './transport.ts';
import { openWebSocket } from './websocket-transport.ts';

export interface StreamClientOptions {
  /** The stream endpoint, absolute or relative to the page. */
  url: string;
  /** Only this one, or these, the best first; without it WebSocket is tried first, then SSE, then polling. */
  transport?: TransportName | readonly TransportName[];
  environment?: StreamEnvironment;
}

/** Live data from the sidecar; the `watch` and `connection` of a ViewHost. */
export interface StreamClient extends Pick<ViewHost, 'watch' | 'connection'> {
  close(): void;
}

const OPENERS: Readonly<Record<TransportName, OpenTransport>> = {
  websocket: openWebSocket,
  sse: openSse,
  polling: openPolling,
};
/** The best first: their latency is what the product promises for the first only. */
const PREFERENCE: readonly TransportName[] = ['websocket', 'sse', 'polling'];
/** A connection on which nothing comes for this many heartbeats is dead. */
const MISSED_HEARTBEATS = 2.5;
const FIRST_MESSAGE_MS = 10_000;
/** Without anything to watch the connection is kept this long: a change of page closes and opens views. */
const IDLE_MS = 30_000;
/** A refused subscription is tried again after this long: the query may have failed for a reason that passes. */
const REFUSED_RETRY_MS = 15_000;

/**
 * Keeps one connection to the sidecar for all that is watched. It is opened with the first watch and closed some time
 * after the last. When it breaks, the client comes back after a wait with jitter and goes on from each subscription's
 * cursor; when a transport does not come up at all, the next one is tried at once.
 */
export function createStreamClient(options: StreamClientOptions): StreamClient {
  const environment = options.environment ?? browserEnvironment();
  const url = new URL(options.url, globalThis.location?.href);
  const transports = options.transport === undefined ? PREFERENCE : [options.transport].flat();
  const status = new ConnectionStatus();
  const subscriptions = new Subscriptions();
  let transport: Transport | undefined;
  let choice = 0;
  let failures = 0;
  let isWelcome = false;
  let isClosed = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let silenceMs = FIRST_MESSAGE_MS;

  const connect = () => {
    retryTimer = undefined;
    if (isClosed || transport || subscriptions.size === 0) return;
    const name = transports[choice];
    isWelcome = false;
    silenceMs = FIRST_MESSAGE_MS;
    subscriptions.disconnected();
    status.update({ status: 'connecting', transport: '' });
    // Callbacks of a connection that was given up are ignored.
    const isCurrent = () => transport === opened || transport === undefined;
    let opened: Transport | undefined;
    try {
      opened = OPENERS[name](
        url,
        () => subscriptions.list(),
        {
          onMessage: (envelope) => isCurrent() && !isClosed && receive(name, envelope),
          onClose: () => isCurrent() && lost(),
        },
        environment,
      );
    } catch {
      return lost();
    }
    transport = opened;
    guard();
  };

  const receive = (name: TransportName, envelope: StreamEnvelope) => {
    guard();
    if (!isWelcome) {
      isWelcome = true;
      failures = 0;
      status.update({ status: 'live', transport: name });
    }
    status.arrived(envelope.time, environment.now());
    if (envelope.channel !== CONTROL_CHANNEL) return subscriptions.take(envelope);
    const control = controlPayloadSchema.safeParse(envelope.payload);
    if (!control.success) return;
    const payload = control.data;
    if (payload.type === 'welcome') {
      silenceMs = payload.heartbeatMs * MISSED_HEARTBEATS;
      guard();
    }
    if (payload.type === 'lag') status.missed(payload.conflated, payload.dropped);
    if (payload.type === 'error' && payload.id !== undefined) retryRefused(payload.id);
    subscriptions.control(payload, envelope.seq);
  };

  const retryRefused = (id: string) => {
    const refusedBy = transport;
    setTimeout(() => {
      const subscription = subscriptions.get(id);
      // A new connection has tried it already.
      if (subscription && transport === refusedBy) transport?.subscribe(subscription);
    }, REFUSED_RETRY_MS);
  };

  /** Ends the connection when there has been nothing to watch for a while. */
  const closeWhenIdle = () => {
    clearTimeout(idleTimer);
    if (subscriptions.size > 0) return;
    idleTimer = setTimeout(() => {
      clearTimeout(watchdog);
      transport?.close();
      transport = undefined;
    }, IDLE_MS);
  };

  const lost = () => {
    clearTimeout(watchdog);
    transport?.close();
    transport = undefined;
    subscriptions.disconnected();
    if (isClosed) return;
    const neverCame = !isWelcome;
    isWelcome = false;
    // One that worked is taken again; one that never came up hands over to the next, at once if there is one.
    if (neverCame) choice = (choice + 1) % transports.length;
    const isRound = !neverCame || choice === 0;
    if (isRound) failures++;
    status.update({ status: isRound ? 'offline' : 'connecting', transport: '' });
    clearTimeout(retryTimer);
    retryTimer = setTimeout(connect, isRound ? backoffMs(failures, environment.random()) : 0);
  };

  /** From now on it counts as silence. */
  const guard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, silenceMs);
  };

  const retryNow = () => {
    if (retryTimer === undefined) return;
    clearTimeout(retryTimer);
    connect();
  };
  globalThis.addEventListener?.('online', retryNow);

  return {
    watch(spec, handlers) {
      const subscription = subscriptions.add(spec, handlers);
      clearTimeout(idleTimer);
      if (transport) transport.subscribe(subscription);
      else if (retryTimer === undefined) retryTimer = setTimeout(connect, 0);
      return () => {
        if (subscriptions.delete(subscription.id)) transport?.unsubscribe(subscription.id);
        closeWhenIdle();
      };
    },
    connection: { get: status.get, subscribe: status.subscribe },
    close() {
      isClosed = true;
      clearTimeout(retryTimer);
      clearTimeout(watchdog);
      clearTimeout(idleTimer);
      globalThis.removeEventListener?.('online', retryNow);
      transport?.close();
      transport = undefined;
    },
  };
}

function browserEnvironment(): StreamEnvironment {
  return {
    WebSocket: globalThis.WebSocket,
    EventSource: globalThis.EventSource,
    fetch: globalThis.fetch?.bind(globalThis),
    now: () => Date.now(),
    random: () => Math.random(),
  };
}
