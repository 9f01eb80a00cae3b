import type { ControlPayload, StreamClientMessage, StreamSubscription } from '@observatory/protocol/stream';
import { CLOSE_TRY_AGAIN_LATER, CONTROL_CHANNEL } from '@observatory/protocol/stream';
import { ObservatoryError, messageOf } from '../util/errors.ts';
import type { Channel } from './channel.ts';
import type { ChannelPool } from './channel-pool.ts';
import { Feed } from './feed.ts';
import { Frame } from './frame.ts';
import type { StreamLimits } from './limits.ts';
import { QueryChannel } from './query-channel.ts';
import type { Sink } from './sink.ts';
import type { StreamStats } from './stats.ts';

/** What a session needs of its hub. */
export interface SessionHost {
  readonly id: string;
  readonly limits: StreamLimits;
  readonly counters: StreamStats;
  readonly channels: ChannelPool;
  /** All that was published up to here has been handed to every session. */
  readonly settledSeq: number;
  /** Time of envelopes. */
  now(): number;
  /** Time of the network: real even when the sidecar replays on a virtual clock. */
  wireNow(): number;
  /** The session is behind: look at it again soon. */
  watch(session: Session): void;
  ended(session: Session): void;
}

/**
 * One client: its subscriptions and its pace. While the transport's queue is short, messages go straight through. Above
 * the soft limit nothing more is queued; each feed remembers only how much it left out and, once the queue has shrunk,
 * sends the channel's state since then and says what was conflated. So a stuck client costs a few bytes a channel.
 */
export class Session {
  readonly sink: Sink;
  private readonly host: SessionHost;
  private readonly feeds = new Map<Channel, Feed>();
  private readonly channelOf = new Map<string, Channel>();
  /** Subscriptions accepted and not yet live. */
  private readonly starting = new Set<string>();
  private work: Promise<void> = Promise.resolve();
  private waitingForRoom: (() => void)[] = [];
  /** Set while the client is behind: the last number up to which it has everything. */
  private behindSince: number | undefined;
  private hardSinceMs: number | undefined;
  private lastQueued = 0;
  private progressAtMs: number;
  private closed = false;
  private conflated = 0;
  private dropped = 0;

  constructor(sink: Sink, host: SessionHost) {
    this.sink = sink;
    this.host = host;
    this.progressAtMs = host.wireNow();
    this.control({ type: 'welcome', hub: host.id, heartbeatMs: host.limits.heartbeatMs });
  }

  get subscriptionCount(): number {
    return this.channelOf.size;
  }

  get isBehind(): boolean {
    return this.behindSince !== undefined;
  }

  /** Every subscription is live: then the newest message's number is a cursor for all of them. */
  get isEstablished(): boolean {
    return this.channelOf.size > 0 && this.starting.size === 0 && !this.isBehind;
  }

  /** Acts on a valid message of the client. Subscriptions start one after the other, in order. */
  handle(message: StreamClientMessage): void {
    if (this.closed) return;
    if (message.type === 'ping') this.control({ type: 'pong' });
    else if (message.type === 'unsubscribe') this.unsubscribe(message.id);
    else this.subscribe(message);
  }

  /** Tells the client that it, or what it asked for, was wrong. */
  refuse(error: unknown, id?: string): void {
    const known = error instanceof ObservatoryError;
    this.control({
      type: 'error',
      ...(id === undefined ? {} : { id }),
      code: known ? error.code : 'OBS_STREAM_SUBSCRIBE',
      message: messageOf(error),
      hint: known ? error.hint : '',
    });
  }

  /** Called by a feed for each message of its channel. */
  offer(feed: Feed, frame: Frame): void {
    if (this.closed) return;
    if (!this.isBehind && this.sink.queuedBytes() <= this.host.limits.softQueueBytes) {
      feed.afterSeq = frame.seq;
      this.send(frame);
      return;
    }
    this.behindSince ??= Math.min(this.host.settledSeq, frame.seq - 1);
    feed.skip(frame);
    this.host.watch(this);
  }

  /** Sees how the queue moves; catches up or gives up. False when there is nothing more to watch. */
  pump(): boolean {
    if (this.closed) return false;
    const { limits } = this.host;
    const queued = this.sink.queuedBytes();
    if (this.isTooSlow(queued)) {
      this.host.counters.slowClientsClosedTotal++;
      this.close(CLOSE_TRY_AGAIN_LATER, 'too slow: the queue of messages for this client did not drain');
      return false;
    }
    if (queued > limits.softQueueBytes / 2) return true;
    for (const resume of this.waitingForRoom.splice(0)) resume();
    if (this.isBehind) this.catchUp();
    return this.isBehind || this.sink.queuedBytes() > limits.softQueueBytes;
  }

  /** Liveness: asks for a sign of life and, on a quiet line, sends one. */
  heartbeat(): void {
    if (this.closed) return;
    if (!this.sink.checkAlive()) {
      this.host.counters.deadClientsClosedTotal++;
      this.close(CLOSE_TRY_AGAIN_LATER, 'no sign of life');
      return;
    }
    if (this.sink.queuedBytes() > this.host.limits.softQueueBytes) this.host.watch(this);
    else this.control({ type: 'heartbeat', conflated: this.conflated, dropped: this.dropped });
  }

  close(code: number, reason: string): void {
    if (this.closed) return;
    this.sink.close(code, reason);
    this.end();
  }

  /** The transport lost the client. */
  end(): void {
    if (this.closed) return;
    this.closed = true;
    for (const resume of this.waitingForRoom.splice(0)) resume();
    for (const [channel, feed] of this.feeds) {
      channel.subscribers.delete(feed);
      this.host.channels.release(channel);
    }
    this.feeds.clear();
    this.channelOf.clear();
    this.host.ended(this);
  }

  /** Resolves when every subscription asked for so far is live or refused. */
  settled(): Promise<void> {
    return this.work;
  }

  private subscribe(subscription: StreamSubscription): void {
    const { limits, counters } = this.host;
    const { id } = subscription;
    if (this.channelOf.has(id) || this.starting.has(id)) {
      const error = new ObservatoryError('OBS_STREAM_DUPLICATE_ID', `subscription "${id}" exists`, {
        hint: 'unsubscribe it first, or use another id',
      });
      return this.refuse(error, id);
    }
    if (this.channelOf.size + this.starting.size >= limits.maxSubscriptionsPerClient) {
      counters.refusedTotal.subscriptions++;
      const message = `at most ${limits.maxSubscriptionsPerClient} subscriptions per client`;
      return this.refuse(
        new ObservatoryError('OBS_STREAM_SUBSCRIPTION_LIMIT', message, { hint: 'unsubscribe what is not on screen' }),
        id,
      );
    }
    this.starting.add(id);
    this.work = this.work.then(() => this.begin(subscription));
  }

  private unsubscribe(id: string): void {
    this.starting.delete(id);
    const channel = this.channelOf.get(id);
    if (channel) {
      this.channelOf.delete(id);
      this.dropFeed(channel, id);
    }
    this.control({ type: 'unsubscribed', id });
  }

  private dropFeed(channel: Channel, id: string): void {
    const feed = this.feeds.get(channel);
    feed?.ids.delete(id);
    if (!feed || feed.ids.size > 0) return;
    this.feeds.delete(channel);
    channel.subscribers.delete(feed);
    this.host.channels.release(channel);
  }

  private async begin({ id, spec, from }: StreamSubscription): Promise<void> {
    await this.roomInQueue();
    if (this.closed || !this.starting.has(id)) return;
    let channel: Channel | undefined;
    let isAttached = false;
    try {
      channel = await this.host.channels.acquire(spec);
      const fromSeq = this.seqOf(from);
      const replayed = fromSeq === undefined ? undefined : channel.replay.after(fromSeq);
      const historyMs = spec.channel === 'query' && 'historyMs' in spec ? (spec.historyMs ?? 0) : 0;
      const history =
        !replayed && historyMs > 0 && channel instanceof QueryChannel ? await channel.history(historyMs) : [];
      if (this.closed || !this.starting.has(id)) return;
      isAttached = this.attach(id, channel, from, replayed ? fromSeq : undefined, history);
    } catch (error) {
      if (!this.closed && this.starting.delete(id)) this.refuse(error, id);
    } finally {
      if (channel && !isAttached) this.host.channels.release(channel);
    }
  }

  /** From here to the end nothing waits, so that no message is lost or doubled between the state and what follows it. */
  private attach(
    id: string,
    channel: Channel,
    from: string | undefined,
    resumeSeq: number | undefined,
    history: readonly Frame[],
  ): boolean {
    channel.flush();
    const replayed = resumeSeq === undefined ? undefined : channel.replay.after(resumeSeq);
    const isNew = !this.feeds.has(channel);
    // One that exists may still wait for older messages: for it they are news, for the newcomer `after` says they are not.
    const feed = this.feeds.get(channel) ?? new Feed(this, channel);
    feed.ids.add(id);
    this.feeds.set(channel, feed);
    this.channelOf.set(id, channel);
    this.control({ type: 'subscribed', id, channel: channel.name, resumed: replayed !== undefined });
    if (from !== undefined && replayed) this.host.counters.resumesTotal++;
    if (from !== undefined && !replayed) {
      this.host.counters.gapsTotal++;
      this.control({ type: 'gap', id, channel: channel.name, from });
    }
    for (const frame of history) this.send(frame);
    for (const frame of replayed ?? channel.since(0)) this.send(frame);
    channel.subscribers.add(feed);
    this.starting.delete(id);
    this.control({ type: 'live', id, after: channel.lastSeq });
    return isNew;
  }

  private seqOf(from: string | undefined): number | undefined {
    if (from === undefined) return undefined;
    const [hub, seq] = from.split(':');
    return hub === this.host.id ? Number(seq) : undefined;
  }

  private catchUp(): void {
    const { limits, counters } = this.host;
    for (const feed of this.feeds.values()) {
      if (this.sink.queuedBytes() > limits.softQueueBytes) return;
      if (feed.skippedFrames === 0) continue;
      const { frames, conflated, dropped } = feed.catchUp();
      this.conflated += conflated;
      this.dropped += dropped;
      counters.samplesConflatedTotal += conflated;
      counters.messagesDroppedTotal += dropped;
      this.control({ type: 'lag', channel: feed.channel.name, conflated, dropped });
      for (const frame of frames) this.send(frame);
      // To the end of the line, so that the first feeds of a slow client do not starve the last.
      this.feeds.delete(feed.channel);
      this.feeds.set(feed.channel, feed);
    }
    this.behindSince = undefined;
  }

  private isTooSlow(queued: number): boolean {
    const { limits } = this.host;
    const nowMs = this.host.wireNow();
    if (queued < this.lastQueued || queued <= limits.softQueueBytes) this.progressAtMs = nowMs;
    this.lastQueued = queued;
    this.hardSinceMs = queued > limits.hardQueueBytes ? (this.hardSinceMs ?? nowMs) : undefined;
    const isOverHard = this.hardSinceMs !== undefined && nowMs - this.hardSinceMs > limits.hardQueueMs;
    return isOverHard || nowMs - this.progressAtMs > limits.stalledMs;
  }

  /** First states can be large: the next one waits until the last is on its way. */
  private async roomInQueue(): Promise<void> {
    while (!this.closed && (this.isBehind || this.sink.queuedBytes() > this.host.limits.softQueueBytes)) {
      this.host.watch(this);
      await new Promise<void>((resolve) => this.waitingForRoom.push(resolve));
    }
  }

  private control(payload: ControlPayload): void {
    const seq = this.behindSince ?? this.host.settledSeq;
    const payloadJson = JSON.stringify(payload);
    this.send(new Frame({ seq, channel: CONTROL_CHANNEL, timeMs: this.host.now(), payloadJson }, 0, true));
  }

  private send(frame: Frame): void {
    this.host.counters.messagesSentTotal++;
    this.host.counters.bytesSentTotal += frame.bytes.length;
    this.sink.send(frame, this.isEstablished);
  }
}
