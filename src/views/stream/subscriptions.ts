import type { ControlPayload, StreamEnvelope, StreamSpec, StreamSubscription } from '@observatory/protocol/stream';
import type { WatchHandlers } from '../host/ViewHost.ts';

interface Watched {
  id: string;
  spec: StreamSpec;
  handlers: WatchHandlers;
  /** Where its data comes; undefined until the server has said so on this connection. */
  channel: string | undefined;
  /** Its first state is complete: from then on a cursor stands for what it has. */
  isLive: boolean;
  /** Messages of the channel up to this number are in its first state. */
  afterSeq: number;
  /** The newest number it has everything up to. */
  seq: number;
  /** The hub that `seq` counts in; undefined until it was live once. */
  hub: string | undefined;
  /** Its handlers were given something that a new first state would contradict. */
  hasData: boolean;
  /** What comes before `live` are the messages it missed, each with its own number, rather than a new first state. */
  isResuming: boolean;
}

/** What is watched, where each stands, and who gets what of the messages that come in. Survives reconnects. */
export class Subscriptions {
  private readonly watched = new Map<string, Watched>();
  private nextId = 1;
  private hub = '';
  /** The subscription whose first state is coming in: what lies between `subscribed` and `live` is its alone. */
  private filling: Watched | undefined;

  add(spec: StreamSpec, handlers: WatchHandlers): StreamSubscription {
    const id = String(this.nextId++);
    this.watched.set(id, {
      id,
      spec,
      handlers,
      channel: undefined,
      isLive: false,
      afterSeq: 0,
      seq: 0,
      hub: undefined,
      hasData: false,
      isResuming: false,
    });
    return { id, spec };
  }

  delete(id: string): boolean {
    if (this.filling?.id === id) this.filling = undefined;
    return this.watched.delete(id);
  }

  /** All of them, with cursors where there are any. */
  list(): StreamSubscription[] {
    return [...this.watched.values()].map(toSubscription);
  }

  get(id: string): StreamSubscription | undefined {
    const watched = this.watched.get(id);
    return watched && toSubscription(watched);
  }

  get size(): number {
    return this.watched.size;
  }

  /** A new connection begins: nothing is known of its channels yet. */
  disconnected(): void {
    this.filling = undefined;
    for (const watched of this.watched.values()) {
      watched.channel = undefined;
      watched.isLive = false;
    }
  }

  /** Brings a data message to those it is for. */
  take(envelope: StreamEnvelope): void {
    const { filling } = this;
    if (filling && filling.channel === envelope.channel) {
      if (filling.isResuming) filling.seq = Math.max(filling.seq, envelope.seq);
      hand(filling, envelope);
      return;
    }
    for (const watched of this.watched.values()) {
      if (watched.channel !== envelope.channel || !watched.isLive || envelope.seq <= watched.afterSeq) continue;
      watched.seq = Math.max(watched.seq, envelope.seq);
      hand(watched, envelope);
    }
  }

  /** Keeps track of what the server says about subscriptions. `seq`: the client has everything up to it. */
  control(payload: ControlPayload, seq: number): void {
    for (const watched of this.watched.values()) if (watched.isLive) watched.seq = Math.max(watched.seq, seq);
    if (payload.type === 'welcome') this.hub = payload.hub;
    else if (payload.type === 'error' && payload.id !== undefined)
      this.failed(payload.id, payload.message, payload.hint);
    else if (payload.type === 'subscribed') this.begin(payload.id, payload.channel, payload.resumed);
    else if (payload.type === 'live') this.live(payload.id, payload.after);
  }

  private begin(id: string, channel: string, resumed: boolean): void {
    const watched = this.watched.get(id);
    if (!watched) return;
    if (watched.hasData && !resumed) {
      watched.hasData = false;
      watched.handlers.onReset();
    }
    watched.isResuming = resumed;
    watched.channel = channel;
    watched.isLive = false;
    this.filling = watched;
  }

  private live(id: string, after: number): void {
    this.filling = undefined;
    const watched = this.watched.get(id);
    if (!watched) return;
    watched.isLive = true;
    watched.afterSeq = after;
    watched.seq = after;
    watched.hub = this.hub;
  }

  /** The server refused it; it is tried again with the next connection. */
  private failed(id: string, message: string, hint: string): void {
    this.watched.get(id)?.handlers.onError(hint === '' ? message : `${message}: ${hint}`);
  }
}

function hand(watched: Watched, envelope: StreamEnvelope): void {
  watched.hasData = true;
  watched.handlers.onPayload(envelope.payload, envelope.time);
}

function toSubscription({ id, spec, hub, seq }: Watched): StreamSubscription {
  return hub === undefined ? { id, spec } : { id, spec, from: `${hub}:${seq}` };
}
