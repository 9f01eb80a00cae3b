import type { StreamSpec } from '@observatory/protocol/stream';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';
import type { Channel } from './channel.ts';
import type { StreamLimits } from './limits.ts';
import type { StreamStats } from './stats.ts';

interface Entry {
  channel: Channel;
  ready: Promise<void>;
  /** Sessions that use it or wait for it. */
  holders: number;
  isParametric: boolean;
  cancelLinger: () => void;
}

export interface ChannelPoolOptions {
  limits: StreamLimits;
  counters: StreamStats;
  wireClock: Clock;
  /** Makes the channel for a spec, unstarted. @throws ObservatoryError when the spec is wrong. */
  create: (spec: StreamSpec, key: string) => Channel;
  /** Equal for specs that mean the same. @throws ObservatoryError when the spec is wrong. */
  keyOf: (spec: StreamSpec) => string;
  onStopped: (channel: Channel) => void;
}

/** Channels alive, shared by key. A channel without holders lingers for a while, so that a reconnect can resume. */
export class ChannelPool {
  private readonly options: ChannelPoolOptions;
  private readonly entries = new Map<string, Entry>();

  constructor(options: ChannelPoolOptions) {
    this.options = options;
  }

  /** A channel that lives as long as the hub and needs no subscriber. */
  addPermanent(channel: Channel): void {
    this.entries.set(channel.key, {
      channel,
      ready: Promise.resolve(),
      holders: 1,
      isParametric: false,
      cancelLinger: () => {},
    });
  }

  get(key: string): Channel | undefined {
    return this.entries.get(key)?.channel;
  }

  get size(): number {
    return this.entries.size;
  }

  *values(): IterableIterator<Channel> {
    for (const entry of this.entries.values()) yield entry.channel;
  }

  /** The started channel of a spec; call `release` once when done with it. Rejects with what to tell the client. */
  async acquire(spec: StreamSpec): Promise<Channel> {
    const key = this.options.keyOf(spec);
    const entry = this.entries.get(key) ?? this.create(spec, key);
    entry.holders++;
    entry.cancelLinger();
    try {
      await entry.ready;
    } catch (error) {
      entry.holders--;
      if (this.entries.get(key) === entry) this.stopEntry(key, entry);
      throw error;
    }
    return entry.channel;
  }

  release(channel: Channel): void {
    const entry = this.entries.get(channel.key);
    if (!entry || entry.channel !== channel || --entry.holders > 0) return;
    entry.cancelLinger = this.options.wireClock.setTimeout(() => {
      if (entry.holders === 0) this.stopEntry(channel.key, entry);
    }, this.options.limits.lingerMs);
  }

  stop(): void {
    for (const [key, entry] of [...this.entries]) this.stopEntry(key, entry);
  }

  private create(spec: StreamSpec, key: string): Entry {
    const { limits, counters } = this.options;
    if (this.entries.size >= limits.maxChannels) this.evictLingering();
    if (this.entries.size >= limits.maxChannels) {
      counters.refusedTotal.channels++;
      throw new ObservatoryError(
        'OBS_STREAM_CHANNEL_LIMIT',
        `${limits.maxChannels} different subscriptions are alive, no more are allowed`,
        {
          hint: 'raise the stream channel limit, or let viewers share selectors and queries',
          httpStatus: 429,
        },
      );
    }
    const channel = this.options.create(spec, key);
    const entry: Entry = { channel, ready: channel.start(), holders: 0, isParametric: true, cancelLinger: () => {} };
    this.entries.set(key, entry);
    return entry;
  }

  /** Room for somebody who is here goes before the comfort of somebody who left. */
  private evictLingering(): void {
    for (const [key, entry] of this.entries) {
      if (entry.isParametric && entry.holders === 0) return this.stopEntry(key, entry);
    }
  }

  private stopEntry(key: string, entry: Entry): void {
    this.entries.delete(key);
    entry.cancelLinger();
    entry.channel.stop();
    entry.channel.replay.clear();
    this.options.onStopped(entry.channel);
  }
}
