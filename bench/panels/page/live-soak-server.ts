import type { StreamSpec } from '@observatory/protocol/stream';
import { clock } from './live-soak-clock.ts';

interface Subscribed {
  id: string;
  channel: string;
  stepMs: number;
  historyMs: number;
  nextMs: number;
}

/**
 * The sidecar's side of the stream, in the page: a hub that answers `subscribe` with history and then one vector a step. Series
 * come and go as topk() has them: every quarter of an hour two of ten are others. `restart` is a new hub with new ids.
 */
export class SimulatedSidecar {
  private hub = 1;
  private firstId = 0;
  private sockets = new Set<SimulatedSocket>();
  isDown = false;
  sent = 0;

  /** The class that the stream client opens. */
  readonly Socket: typeof WebSocket;

  constructor() {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the class below is made for this sidecar
    const sidecar = this;
    this.Socket = class extends SimulatedSocket {
      constructor() {
        super(sidecar);
      }
    } as unknown as typeof WebSocket;
    setInterval(() => this.tick(), 1000);
  }

  get hubName(): string {
    return `hub-${this.hub}`;
  }

  open(socket: SimulatedSocket): void {
    if (this.isDown) return socket.drop();
    this.sockets.add(socket);
  }

  closed(socket: SimulatedSocket): void {
    this.sockets.delete(socket);
  }

  /** All connections break, without a word, as when a network goes. */
  dropAll(): void {
    for (const socket of [...this.sockets]) socket.drop();
  }

  restart(): void {
    this.hub++;
    this.firstId += 1000;
    this.dropAll();
  }

  /** Series at a time, by id: ten of which two change every quarter of an hour. */
  series(timeMs: number): { id: number; labels: Record<string, string> }[] {
    const quarter = Math.floor(timeMs / 900_000);
    return Array.from({ length: 10 }, (_, index) => {
      const number = index < 8 ? index : 8 + ((quarter * 2 + index) % 400);
      const labels = {
        instance: `node-${number}`,
        topic: `topic-${number}`,
        subscription: 's',
        direction: `d${number}`,
        quantile: `q${number}`,
      };
      return { id: this.firstId + number, labels };
    });
  }

  private tick(): void {
    for (const socket of this.sockets) socket.tick(clock.now());
  }
}

class SimulatedSocket {
  readyState = 0;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: () => void;
  private seq = 0;
  private readonly subscribed = new Map<string, Subscribed>();
  private readonly sidecar: SimulatedSidecar;

  constructor(sidecar: SimulatedSidecar) {
    this.sidecar = sidecar;
    setTimeout(() => {
      sidecar.open(this);
      if (this.readyState === 3) return;
      this.readyState = 1;
      this.onopen?.();
      this.say('control', { type: 'welcome', hub: sidecar.hubName, heartbeatMs: 15_000 });
    }, 5);
  }

  send(text: string): void {
    const message = JSON.parse(text) as { type: string; id: string; spec: StreamSpec };
    if (message.type === 'unsubscribe') return void this.subscribed.delete(message.id);
    const { id, spec } = message;
    const channel = `c${id}`;
    this.say('control', { type: 'subscribed', id, channel, resumed: false });
    if ('query' in spec) {
      const { stepMs } = spec;
      const nowMs = Math.floor(clock.now() / stepMs) * stepMs;
      const length = Math.floor((spec.historyMs ?? 0) / stepMs) + 1;
      const series = this.sidecar.series(nowMs);
      this.say(channel, { type: 'meta', series });
      const startMs = nowMs - (length - 1) * stepMs;
      const values = series.map((_, row) =>
        Array.from({ length }, (__, step) => valueAt(row, startMs + step * stepMs)),
      );
      this.say(channel, { type: 'history', startMs, stepMs, length, ids: series.map(({ id: own }) => own), values });
      this.subscribed.set(id, { id, channel, stepMs, historyMs: 0, nextMs: nowMs + stepMs });
    }
    this.say('control', { type: 'live', id, after: this.seq });
  }

  tick(nowMs: number): void {
    if (Math.floor(nowMs / 1000) % 15 === 0) this.say('control', { type: 'heartbeat', conflated: 0, dropped: 0 });
    for (const subscription of this.subscribed.values()) {
      if (nowMs < subscription.nextMs) continue;
      const t = Math.floor(nowMs / subscription.stepMs) * subscription.stepMs;
      subscription.nextMs = t + subscription.stepMs;
      const series = this.sidecar.series(t);
      if (t % 900_000 === 0) this.say(subscription.channel, { type: 'meta', series });
      this.say(subscription.channel, {
        type: 'vector',
        t,
        ids: series.map(({ id }) => id),
        values: series.map((_, row) => valueAt(row, t)),
      });
    }
  }

  close(): void {
    this.readyState = 3;
    this.sidecar.closed(this);
  }

  drop(): void {
    this.readyState = 3;
    this.sidecar.closed(this);
    setTimeout(() => this.onclose?.(), 1);
  }

  private say(channel: string, payload: unknown): void {
    this.sidecar.sent++;
    this.onmessage?.({ data: JSON.stringify({ seq: ++this.seq, channel, time: clock.now(), payload }) });
  }
}

function valueAt(row: number, timeMs: number): number {
  return Math.round(1000 + 300 * Math.sin(timeMs / 60_000 + row) + ((timeMs / 1000) % 17));
}
