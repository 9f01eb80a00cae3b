import type { ControlPayload, StreamEnvelope, StreamSpec, StreamSubscription } from '@observatory/protocol/stream';
import type { WatchHandlers } from '../host/ViewHost.ts';
/** What is watched, where each stands, and who gets what of the messages that come in. Survives reconnects. */
export declare class Subscriptions {
  private readonly watched;
  private nextId;
  private hub;
  /** The subscription whose first state is coming in: what lies between `subscribed` and `live` is its alone. */
  private filling;
  add(spec: StreamSpec, handlers: WatchHandlers): StreamSubscription;
  delete(id: string): boolean;
  /** All of them, with cursors where there are any. */
  list(): StreamSubscription[];
  get(id: string): StreamSubscription | undefined;
  get size(): number;
  /** A new connection begins: nothing is known of its channels yet. */
  disconnected(): void;
  /** Brings a data message to those it is for. */
  take(envelope: StreamEnvelope): void;
  /** Keeps track of what the server says about subscriptions. `seq`: the client has everything up to it. */
  control(payload: ControlPayload, seq: number): void;
  private begin;
  private live;
  /** The server refused it; it is tried again with the next connection. */
  private failed;
}
