import type { Channel, ChannelSubscriber } from './channel.ts';
import type { Frame } from './frame.ts';

interface Delivery {
  frame: Frame;
  /** Subscribers that still wait for it; a Set's iterator tolerates those that come and go. */
  rest: Iterator<ChannelSubscriber>;
}

/** Work at a stretch before other work of the process gets its turn: 2,000 sends take some 30 ms. */
const SLICE_MS = 8;

/**
 * Hands published frames to subscribers in order of their numbers, in slices, so that a large audience never delays a
 * scrape. Channels that collect samples are flushed one at a time in the same loop, so that the first is on its way while
 * the last is still being encoded.
 */
export class FanOut {
  private queue: Delivery[] = [];
  private head = 0;
  private readonly dirty = new Set<Channel>();
  private flushDue = false;
  private scheduled = false;
  private stopped = false;

  push(channel: Channel, frame: Frame): void {
    if (channel.subscribers.size === 0) return;
    this.queue.push({ frame, rest: channel.subscribers.values() });
    this.schedule();
  }

  /** The channel has something to flush; it is flushed after the next `flushDirty`. */
  markDirty(channel: Channel): void {
    this.dirty.add(channel);
  }

  get hasDirty(): boolean {
    return this.dirty.size > 0;
  }

  flushDirty(): void {
    this.flushDue = true;
    this.work();
  }

  forget(channel: Channel): void {
    this.dirty.delete(channel);
  }

  /** Every subscriber has all that was published up to this number; undefined when nothing waits. */
  get settledSeq(): number | undefined {
    return this.head < this.queue.length ? this.queue[this.head].frame.seq - 1 : undefined;
  }

  stop(): void {
    this.stopped = true;
    this.queue = [];
    this.head = 0;
    this.dirty.clear();
  }

  private schedule(): void {
    if (this.scheduled || this.stopped) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.work();
    });
  }

  private work(): void {
    const deadline = performance.now() + SLICE_MS;
    while (performance.now() < deadline) {
      if (this.head < this.queue.length) this.deliverSome();
      else if (this.flushDue && this.dirty.size > 0) this.flushOne();
      else {
        this.flushDue = false;
        return;
      }
    }
    this.schedule();
  }

  /** A few dozen deliveries between two looks at the clock. */
  private deliverSome(): void {
    const { frame, rest } = this.queue[this.head];
    for (let i = 0; i < 32; i++) {
      const next = rest.next();
      if (next.done) {
        if (++this.head === this.queue.length) {
          this.queue = [];
          this.head = 0;
        }
        return;
      }
      next.value.deliver(frame);
    }
  }

  private flushOne(): void {
    for (const channel of this.dirty) {
      this.dirty.delete(channel);
      channel.flush();
      return;
    }
  }
}
