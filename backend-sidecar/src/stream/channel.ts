import type { Frame } from './frame.ts';
import { ReplayRing } from './replay-ring.ts';
import type { ReplayBudget } from './replay-ring.ts';

/** What a channel needs of its hub. */
export interface ChannelHost {
  readonly replayBudget: ReplayBudget;
  readonly replayMessages: number;
  /** The newest sequence number given out. */
  readonly seq: number;
  /** Numbers, encodes, keeps and fans out one message. */
  broadcast(channel: Channel, payloadJson: string, samples: number): void;
  /** A message for one client, numbered with what the channel published last. */
  frameFor(channel: Channel, payloadJson: string, samples: number): Frame;
  /** Asks for `flush()` soon, together with other channels that wait. */
  flushSoon(channel: Channel): void;
}

/** One client's use of a channel. */
export interface ChannelSubscriber {
  deliver(frame: Frame): void;
}

/**
 * A stream of messages that any number of clients share. It knows its present state, so that a client that comes late or
 * is too slow gets the latest values (`since`) instead of every message.
 */
export abstract class Channel {
  readonly name: string;
  /** Equal for subscriptions that ask for the same thing. */
  readonly key: string;
  readonly subscribers = new Set<ChannelSubscriber>();
  readonly replay: ReplayRing;
  /** Sequence number of the newest message, or of the hub when the channel was made. */
  lastSeq: number;
  protected readonly host: ChannelHost;

  constructor(name: string, key: string, host: ChannelHost) {
    this.name = name;
    this.key = key;
    this.host = host;
    this.lastSeq = host.seq;
    this.replay = new ReplayRing(host.seq, host.replayMessages, host.replayBudget);
  }

  /** Loads the first state. Rejects with what to tell the client; the channel is not used then. */
  async start(): Promise<void> {}

  stop(): void {}

  /** Publishes what has been collected since the last flush. */
  flush(): void {}

  /** State that changed after `seq`, as messages for one client; everything when 0. */
  abstract since(seq: number): Frame[];

  /** True when `since` gives only the newest value of each thing, so that what a slow client missed was conflated. */
  abstract readonly conflates: boolean;

  /** Housekeeping about once a minute: forget what no longer exists. */
  prune(): void {}
}
