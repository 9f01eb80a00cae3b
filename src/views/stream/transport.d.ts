import type { StreamEnvelope, StreamSubscription } from '@observatory/protocol/stream';
export type TransportName = 'websocket' | 'sse' | 'polling';
/** What a transport tells the client. After `onClose` it says nothing more. */
export interface TransportEvents {
  onMessage(envelope: StreamEnvelope): void;
  /** The connection could not be made, or broke. */
  onClose(): void;
}
/** One connection to the stream endpoint. */
export interface Transport {
  /** Adds a subscription to those the connection was opened with. */
  subscribe(subscription: StreamSubscription): void;
  unsubscribe(id: string): void;
  close(): void;
}
/** What a browser provides, so that tests can provide something else. */
export interface StreamEnvironment {
  WebSocket?: typeof WebSocket;
  EventSource?: typeof EventSource;
  fetch?: typeof fetch;
  now(): number;
  /** Uniform in [0, 1): jitter. */
  random(): number;
}
/**
 * Opens a connection. `subscriptions` gives those of the moment, with their cursors, whenever the transport has to name
 * them all.
 */
export type OpenTransport = (
  url: URL,
  subscriptions: () => StreamSubscription[],
  events: TransportEvents,
  environment: StreamEnvironment,
) => Transport;
/** An envelope from text; undefined for anything else, which is then ignored. */
export declare function parseEnvelope(text: unknown): StreamEnvelope | undefined;
export declare function isEnvelope(value: unknown): value is StreamEnvelope;
/** The endpoint with its subscriptions in the query, for the transports that cannot send messages. */
export declare function withSubscriptions(url: URL, subscriptions: readonly StreamSubscription[]): URL;
