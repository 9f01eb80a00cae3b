import { Channel } from './channel.ts';
import type { ChannelHost } from './channel.ts';
import type { Frame } from './frame.ts';

export interface PublishedChannelOptions {
  /** The whole present state as payloads, when the publisher knows it better than the last message per key. */
  snapshot?: () => readonly unknown[];
}

const MAX_KEYS = 10_000;

/**
 * `nodes`, `events` and whatever else a part of the sidecar publishes. Messages with a key replace each other (the newest
 * state of a node), messages without are all kept as long as the replay ring lasts (events).
 */
export class PublishedChannel extends Channel {
  private readonly latest = new Map<string, { seq: number; payloadJson: string }>();
  private readonly snapshot: PublishedChannelOptions['snapshot'];
  private keyed = false;

  constructor(name: string, host: ChannelHost, options: PublishedChannelOptions = {}) {
    super(name, name, host);
    this.snapshot = options.snapshot;
  }

  get conflates(): boolean {
    return this.keyed;
  }

  publish(payload: unknown, key?: string): void {
    const payloadJson = JSON.stringify(payload);
    this.host.broadcast(this, payloadJson, 1);
    if (key === undefined) return;
    this.keyed = true;
    this.latest.delete(key);
    this.latest.set(key, { seq: this.lastSeq, payloadJson });
    if (this.latest.size > MAX_KEYS) for (const oldest of this.latest.keys()) return void this.latest.delete(oldest);
  }

  /** The thing no longer exists: late clients shall not hear of it. */
  forget(key: string): void {
    this.latest.delete(key);
  }

  since(seq: number): Frame[] {
    const complete = seq === 0 ? undefined : this.replay.after(seq);
    if (this.snapshot && !complete) {
      return this.snapshot().map((payload) => this.host.frameFor(this, JSON.stringify(payload), 1));
    }
    if (!this.keyed) return complete ?? this.replay.kept(seq);
    const frames: Frame[] = [];
    for (const entry of this.latest.values()) {
      if (entry.seq > seq) frames.push(this.host.frameFor(this, entry.payloadJson, 1));
    }
    return frames;
  }
}
