import { randomBytes } from 'node:crypto';
import type { Matcher } from '../model/matcher.ts';
import type { AppendListener, PromqlSource, SeriesDirectory, SeriesSource } from '../storage.ts';
import { systemClock } from '../util/clock.ts';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError, messageOf } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import type { Channel, ChannelHost } from './channel.ts';
import { ChannelFactory } from './channel-factory.ts';
import { ChannelPool } from './channel-pool.ts';
import { FanOut } from './fan-out.ts';
import { Frame } from './frame.ts';
import { DEFAULT_STREAM_LIMITS } from './limits.ts';
import type { StreamLimits } from './limits.ts';
import { PublishedChannel } from './published-channel.ts';
import type { PublishedChannelOptions } from './published-channel.ts';
import { SeriesRouter } from './series-router.ts';
import { Session } from './session.ts';
import type { SessionHost } from './session.ts';
import type { Sink } from './sink.ts';
import { emptyStats } from './stats.ts';
import type { StreamRefusal, StreamStats } from './stats.ts';

export interface StreamHubOptions {
  source: SeriesSource;
  promql: PromqlSource;
  directory: SeriesDirectory;
  /** Registers for appended batches; returns the way to unregister. */
  onAppend: (listener: AppendListener) => () => void;
  /** Parses a PromQL instant selector. @throws Error with the parser's message. */
  parseSelector: (selector: string) => readonly Matcher[];
  /** Time of the data: stamps and query steps. */
  clock: Clock;
  /** Time of the network: queues, heartbeats, lingering. The system's unless a test says otherwise. */
  wireClock?: Clock;
  limits?: Partial<StreamLimits>;
  logger: Logger;
}

/** How often clients that are behind are looked at. */
const PUMP_MS = 50;
const PRUNE_MS = 60_000;
/** Heartbeats of all clients are spread over so many moments. */
const HEARTBEAT_SLOTS = 15;

/**
 * Brings changes to viewers. Channels (series, query, nodes, events) publish numbered messages; sessions subscribe to
 * them over any transport. The hub owns the numbers, the order and the pace; it knows neither sockets nor HTTP.
 */
export class StreamHub implements ChannelHost, SessionHost {
  /** Names this run of the hub in cursors: numbers start anew with every start. */
  readonly id = randomBytes(6).toString('base64url');
  readonly limits: StreamLimits;
  readonly counters: StreamStats = emptyStats();
  readonly channels: ChannelPool;
  readonly replayBudget: { usedBytes: number; maxBytes: number; rings: number };
  private currentSeq = 0;
  private readonly options: StreamHubOptions;
  private readonly wireClock: Clock;
  private readonly router: SeriesRouter;
  private readonly fanOut = new FanOut();
  private readonly sessions = new Set<Session>();
  private readonly behind = new Set<Session>();
  private readonly timers = new Map<string, () => void>();
  private unregister: () => void = () => {};
  private stopped = false;
  private heartbeatTurn = 0;

  constructor(options: StreamHubOptions) {
    this.options = options;
    this.limits = { ...DEFAULT_STREAM_LIMITS, ...options.limits };
    this.wireClock = options.wireClock ?? systemClock;
    this.replayBudget = { usedBytes: 0, maxBytes: this.limits.replayBytes, rings: 0 };
    this.router = new SeriesRouter(options.directory);
    const factory = new ChannelFactory({
      ...options,
      limits: this.limits,
      counters: this.counters,
      routes: this.router,
      host: this,
    });
    this.channels = new ChannelPool({
      limits: this.limits,
      counters: this.counters,
      wireClock: this.wireClock,
      keyOf: (spec) => factory.keyOf(spec),
      create: (spec, key) => factory.create(spec, key),
      onStopped: (channel) => this.fanOut.forget(channel),
    });
    this.registerChannel('nodes');
    this.registerChannel('events');
  }

  start(): void {
    this.unregister = this.options.onAppend((batch) => this.onAppend(() => this.router.onAppend(batch)));
    this.every('heartbeat', this.limits.heartbeatMs / HEARTBEAT_SLOTS, () => this.heartbeat());
    this.every('prune', PRUNE_MS, () => {
      for (const channel of this.channels.values()) channel.prune();
    });
  }

  /** Says goodbye to every client (1001, going away) and frees everything. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.unregister();
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    for (const session of [...this.sessions]) session.close(1001, 'the sidecar is stopping');
    this.fanOut.stop();
    this.channels.stop();
  }

  /** Declares a channel that a part of the sidecar publishes on; `nodes` and `events` exist from the start. */
  registerChannel(name: string, options: PublishedChannelOptions = {}): void {
    const old = this.channels.get(name);
    if (old && old.subscribers.size > 0) throw new Error(`stream channel "${name}" has subscribers already`);
    this.channels.addPermanent(new PublishedChannel(name, this, options));
  }

  /**
   * Publishes on a declared channel. A message with a key takes the place of the last one with that key for clients that
   * come late or are slow (a node's state); one without is an event of its own.
   */
  publish(name: string, payload: unknown, key?: string): void {
    if (this.stopped) return;
    const channel = this.channels.get(name);
    if (!(channel instanceof PublishedChannel))
      throw new Error(`stream channel "${name}" was not declared with registerChannel`);
    channel.publish(payload, key);
  }

  /** A key published before stands for something that is gone. */
  forget(name: string, key: string): void {
    const channel = this.channels.get(name);
    if (channel instanceof PublishedChannel) channel.forget(key);
  }

  /** @throws ObservatoryError (503) when no further client is taken in. Transports ask before they answer anything. */
  admit(): void {
    if (this.stopped)
      throw new ObservatoryError('OBS_STREAM_STOPPING', 'the sidecar is stopping', {
        hint: 'reconnect in a moment',
        httpStatus: 503,
      });
    if (this.sessions.size < this.limits.maxClients) return;
    this.refused('clients');
    throw new ObservatoryError(
      'OBS_STREAM_CLIENT_LIMIT',
      `${this.limits.maxClients} clients are connected, no more are allowed`,
      {
        hint: 'close some, or raise the stream client limit',
        httpStatus: 503,
      },
    );
  }

  /** Makes a client of an admitted connection. */
  connect(sink: Sink): Session {
    const session = new Session(sink, this);
    this.sessions.add(session);
    this.counters.clients[sink.transport]++;
    return session;
  }

  refused(what: StreamRefusal): void {
    this.counters.refusedTotal[what]++;
  }

  stats(): StreamStats {
    let subscriptions = 0;
    for (const session of this.sessions) subscriptions += session.subscriptionCount;
    let laggingClients = 0;
    for (const session of this.behind) if (session.isBehind) laggingClients++;
    return {
      ...this.counters,
      clients: { ...this.counters.clients },
      refusedTotal: { ...this.counters.refusedTotal },
      seq: this.currentSeq,
      laggingClients,
      subscriptions,
      channels: this.channels.size,
      replayBytes: this.replayBudget.usedBytes,
    };
  }

  // What channels need.

  get seq(): number {
    return this.currentSeq;
  }

  get replayMessages(): number {
    return this.limits.replayMessages;
  }

  broadcast(channel: Channel, payloadJson: string, samples: number): void {
    if (this.stopped) return;
    const seq = ++this.currentSeq;
    const frame = new Frame({ seq, channel: channel.name, timeMs: this.now(), payloadJson }, samples, true);
    this.counters.messagesEncodedTotal++;
    channel.lastSeq = seq;
    channel.replay.push(frame);
    this.fanOut.push(channel, frame);
  }

  frameFor(channel: Channel, payloadJson: string, samples: number): Frame {
    this.counters.messagesEncodedTotal++;
    return new Frame({ seq: channel.lastSeq, channel: channel.name, timeMs: this.now(), payloadJson }, samples);
  }

  flushSoon(channel: Channel): void {
    this.fanOut.markDirty(channel);
    this.once('flush', this.limits.flushMs, () => this.fanOut.flushDirty());
  }

  // What sessions need.

  get settledSeq(): number {
    return this.fanOut.settledSeq ?? this.currentSeq;
  }

  now(): number {
    return this.options.clock.now();
  }

  wireNow(): number {
    return this.wireClock.now();
  }

  watch(session: Session): void {
    this.behind.add(session);
    this.once('pump', PUMP_MS, () => this.pump());
  }

  ended(session: Session): void {
    if (this.sessions.delete(session)) this.counters.clients[session.sink.transport]--;
    this.behind.delete(session);
  }

  private pump(): void {
    for (const session of this.behind) if (!session.pump()) this.behind.delete(session);
    if (this.behind.size > 0) this.once('pump', PUMP_MS, () => this.pump());
  }

  /** A slice of the clients each time, so that all of them together are never due at once. */
  private heartbeat(): void {
    const slot = this.heartbeatTurn++ % HEARTBEAT_SLOTS;
    let index = 0;
    for (const session of this.sessions) if (index++ % HEARTBEAT_SLOTS === slot) session.heartbeat();
  }
  /** An append must never fail because somebody watches. */
  private onAppend(route: () => void): void {
    try {
      route();
    } catch (error) {
      this.options.logger.error({ error: messageOf(error) }, 'stream: routing an appended batch failed');
    }
  }

  private once(name: string, delayMs: number, work: () => void): void {
    if (this.stopped || this.timers.has(name)) return;
    const cancel = this.wireClock.setTimeout(() => {
      this.timers.delete(name);
      work();
    }, delayMs);
    this.timers.set(name, cancel);
  }

  private every(name: string, periodMs: number, work: () => void): void {
    this.once(name, periodMs, () => {
      this.every(name, periodMs, work);
      work();
    });
  }
}
