import type { Channel, ChannelSubscriber } from './channel.ts';
import type { Frame } from './frame.ts';
import type { Session } from './session.ts';

/** One client's place in one channel, shared by its subscriptions to the same thing. */
export class Feed implements ChannelSubscriber {
  readonly channel: Channel;
  readonly ids = new Set<string>();
  /** The client has everything of the channel up to this number. */
  afterSeq: number;
  skippedFrames = 0;
  private skippedSamples = 0;
  private readonly session: Session;

  constructor(session: Session, channel: Channel) {
    this.session = session;
    this.channel = channel;
    this.afterSeq = channel.lastSeq;
  }

  deliver(frame: Frame): void {
    if (frame.seq > this.afterSeq) this.session.offer(this, frame);
  }

  /** Leaves a message out for now: the client is behind. */
  skip(frame: Frame): void {
    this.skippedFrames++;
    this.skippedSamples += frame.samples;
  }

  /** What the client gets instead of what it missed, and how much less that is. */
  catchUp(): { frames: Frame[]; conflated: number; dropped: number } {
    this.channel.flush();
    const frames = this.channel.since(this.afterSeq);
    const samples = frames.reduce((sum, frame) => sum + frame.samples, 0);
    const conflated = this.channel.conflates ? Math.max(0, this.skippedSamples - samples) : 0;
    const dropped = this.channel.conflates ? 0 : Math.max(0, this.skippedFrames - frames.length);
    this.afterSeq = this.channel.lastSeq;
    this.skippedFrames = 0;
    this.skippedSamples = 0;
    return { frames, conflated, dropped };
  }
}
