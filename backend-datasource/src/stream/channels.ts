import {
  BackendError,
  type Call,
  type Frame,
  type StreamSender,
  type SubscribeStreamResponse,
} from '@observatory/grafana-backend-sdk';
import type { FrameResult } from '@observatory/protocol/frames';
import type { AskedQuery } from '../query/frame-query.ts';
import { channelPath, type ChannelSpec } from './channel-spec.ts';
import type { ChannelStore } from './channel-store.ts';
import { liveFrame } from './live-frame.ts';
import type { LiveQuery } from './live-query.ts';
import { Relay } from './relay.ts';
import type { Upstream } from './upstream.ts';

/** About as long as it takes to answer a query and subscribe. */
const FRESH_MS = 5000;

export interface ChannelsOptions {
  /** Uid of the datasource in Grafana. */
  uid: string;
  store: ChannelStore;
  upstream: Upstream;
}

/** The channels of one datasource: a streamed query's history comes with its answer, the channel brings what follows. */
export class Channels {
  private readonly options: ChannelsOptions;
  private readonly running = new Map<string, LiveQuery>();

  constructor(options: ChannelsOptions) {
    this.options = options;
  }

  /** The channel on which a query goes on, as `frame.meta.channel` names it. */
  channelOf(asked: AskedQuery): string {
    return `${this.prefix}${channelPath(asked)}`;
  }

  /** Remembers how a query goes on. */
  async started(
    channel: string,
    { fromMs, toMs, ...query }: AskedQuery,
    live: NonNullable<FrameResult['live']>,
  ): Promise<void> {
    await this.options.store.put(channel.slice(this.prefix.length), {
      ...live,
      legendFormat: ('legendFormat' in query && query.legendFormat) || '',
      rangeMs: Math.max(1, toMs - fromMs),
    });
  }

  async subscribe(path: string): Promise<SubscribeStreamResponse> {
    const spec = await this.options.store.get(path);
    if (!spec) return { status: 'not_found' };
    const initial = this.freshRow(path, spec);
    return { status: 'ok', ...(initial && { initial }) };
  }

  /** Streams a channel until Grafana has nobody left who wants it. */
  async run(path: string, sender: StreamSender, call: Call): Promise<void> {
    const spec = await this.options.store.get(path);
    if (!spec) {
      throw new BackendError(`nothing is known of the stream ${path}: refresh the panel`, { status: 404 });
    }
    const { query, stepMs, rangeMs } = spec;
    let fail: (error: unknown) => void = () => {};
    const over = new Promise<void>((resolve, reject) => {
      fail = reject;
      call.signal.addEventListener('abort', () => resolve(), { once: true });
      if (call.signal.aborted) resolve();
    });
    const relay = new Relay(spec, sender, fail);
    const subscription = this.options.upstream.subscribe(query, stepMs, rangeMs, {
      rows: (rows) => relay.push(rows, subscription.query.series),
      refused: fail,
      failed: (message) => call.logger.warn('a step of a stream could not be evaluated', { path, error: message }),
    });
    const live = subscription.query;
    this.running.set(path, live);
    try {
      if (live.last) relay.push([live.last], live.series);
      await over;
    } finally {
      subscription.close();
      if (this.running.get(path) === live) this.running.delete(path);
    }
  }

  /** The newest row, for a newcomer whose history may just miss it. Twice the same row does no harm, an older one would. */
  private freshRow(path: string, spec: ChannelSpec): Frame | undefined {
    const live = this.running.get(path);
    if (!live?.last || Date.now() - live.lastAtMs > Math.min(FRESH_MS, spec.stepMs / 2)) return undefined;
    return liveFrame([live.last], live.series, spec);
  }

  private get prefix(): string {
    return `ds/${this.options.uid}/`;
  }
}
