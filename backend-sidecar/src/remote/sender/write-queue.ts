import type { RemoteWriteConfig } from '../../config/config.ts';
import type { Clock } from '../../util/clock.ts';
import { sleep } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import type { WalChunk, WalFeed, WalPosition } from '../wal-feed.ts';
import type { WriteBatch } from '../write/batch.ts';
import { BatchEncoder, withoutOld } from './batch-encoder.ts';
import type { MetadataSource } from './batch-encoder.ts';
import { DeliveryLog } from './delivery-log.ts';
import { EndpointLog } from './endpoint-log.ts';
import { WriteEndpoint } from './endpoint.ts';
import type { SendOutcome } from './endpoint.ts';
import type { OutgoingLabels } from './outgoing-labels.ts';
import type { ProgressFile } from './progress-file.ts';
import { Shard } from './shard.ts';
import { ShardCount } from './shard-count.ts';
import { emptyQueueStats } from './stats.ts';
import type { WriteQueueStats } from './stats.ts';

export interface WriteQueueOptions {
  config: RemoteWriteConfig;
  feed: WalFeed;
  progress: ProgressFile;
  /** Changes when the same log would give other samples, or other shards. */
  fingerprint: string;
  outgoing: OutgoingLabels;
  metadata: MetadataSource;
  clock: Clock;
  logger: Logger;
  userAgent: string;
}

/** How often the log is asked for news when there were none, and how often it is told what it may forget. */
const POLL_MS = 100;
const COMMIT_MS = 1000;
const STOP_GRACE_MS = 2000;

/**
 * From the log to one receiver. The log itself is the buffer: it is read only as fast as the shards have room, and told
 * to forget only what the receiver has answered for. A receiver that is away for hours costs disk, not memory or samples.
 */
export class WriteQueue {
  private readonly options: WriteQueueOptions;
  private readonly endpoint: WriteEndpoint;
  private readonly encoder: BatchEncoder;
  private readonly log: EndpointLog;
  private readonly counters: WriteQueueStats;
  private readonly stopping = new AbortController();
  private readonly shardCount: ShardCount;
  private shards: Shard[] = [];
  private deliveries = new DeliveryLog([]);
  private base: WalPosition;
  private inFlight: number[] = [];
  /** Samples of each shard that were delivered before a restart and come out of the log again. */
  private skip: number[] = [];
  private wakeReader: () => void = () => {};
  private running: Promise<unknown> = Promise.resolve();

  constructor(options: WriteQueueOptions) {
    const { config, clock, logger, userAgent, metadata, feed } = options;
    this.options = options;
    this.endpoint = new WriteEndpoint(config, { clock, userAgent });
    this.encoder = new BatchEncoder(this.endpoint.messageType, metadata);
    this.log = new EndpointLog(logger.child({ remote: config.name, address: this.endpoint.address }), clock);
    this.counters = emptyQueueStats(config.name, this.endpoint.address);
    this.base = { ...feed.position };
    this.shardCount = new ShardCount(config.queue_config.min_shards, config.queue_config.max_shards, clock.now());
  }

  start(): void {
    this.resume();
    this.running = Promise.all([this.read(), this.commitPeriodically(), this.sendMetadata()]);
  }

  /** Lets requests under way finish for a moment and keeps the place: what is left is sent after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeReader();
    await Promise.all(this.shards.map((shard) => shard.stop(STOP_GRACE_MS)));
    await this.running;
    await this.commit();
    this.options.progress.close();
    await this.endpoint.close();
    await this.options.feed.close();
  }

  stats(): WriteQueueStats {
    const pendingSamples = this.shards.reduce((sum, shard) => sum + shard.pending, 0);
    return {
      ...this.counters,
      shards: this.shards.length,
      pendingSamples,
      missedSegments: this.options.feed.missedSegments,
    };
  }

  backlogBytes(): Promise<number> {
    return this.options.feed.backlogBytes();
  }

  /** Takes up the counts of the last process when they belong to the same place of the log and the same series. */
  private resume(): void {
    const { progress, fingerprint, config } = this.options;
    const found = progress.read();
    const isSame =
      found?.fingerprint === fingerprint &&
      found.base.segment === this.base.segment &&
      found.base.offset === this.base.offset;
    const { min_shards: min, max_shards: max } = config.queue_config;
    const isUsable = found !== undefined && isSame && found.delivered.length >= 1 && found.delivered.length <= max;
    if (isUsable) this.makeShards(found.delivered, found.inFlight);
    else this.makeShards(zeros(Math.min(min, max)), zeros(Math.min(min, max)));
  }

  private makeShards(delivered: readonly number[], inFlight: readonly number[]): void {
    const { queue_config: queue } = this.options.config;
    this.deliveries = new DeliveryLog(delivered);
    this.skip = [...delivered];
    this.inFlight = [...inFlight];
    this.shards = inFlight.map(
      (firstBatch, index) =>
        new Shard({
          capacity: queue.capacity,
          maxSamplesPerSend: queue.max_samples_per_send,
          deadlineMs: queue.batch_send_deadline,
          minBackoffMs: queue.min_backoff,
          maxBackoffMs: queue.max_backoff,
          firstBatch,
          clock: this.options.clock,
          send: (batch, signal) => this.send(batch, signal),
          onBegin: (samples) => this.noteInFlight(index, samples),
          onSettled: (chunk) => this.deliveries.settled(chunk, index),
          onDone: (outcome, batch) => this.done(index, outcome, batch),
          onRetry: (reason, samples) => this.retry(reason, samples),
        }),
    );
    for (const shard of this.shards) shard.start();
  }

  private async read(): Promise<void> {
    const { feed, clock, config } = this.options;
    const { signal } = this.stopping;
    const readSize = Math.max(1, Math.floor(config.queue_config.capacity / 2));
    while (!signal.aborted) {
      await this.roomInShards();
      const wanted = this.shardCount.decide(this.shards.length, clock.now());
      if (wanted !== this.shards.length) await this.reshard(wanted);
      if (signal.aborted) return;
      try {
        const chunk = await feed.read(readSize);
        if (chunk) this.distribute(chunk);
        else await sleep(clock, POLL_MS, signal);
      } catch (error) {
        this.counters.lastError = `reading the write-ahead log: ${messageOf(error)}`;
        this.log.retry(this.counters.lastError, 0);
        await sleep(clock, 1000, signal);
      }
    }
  }

  private distribute(chunk: WalChunk): void {
    const number = this.deliveries.open(chunk.position);
    const { series, timestamps, valueWords } = chunk;
    for (let i = 0; i < chunk.length; i++) {
      const outgoing = this.options.outgoing.of(chunk.labels(series[i]));
      if (!outgoing) {
        this.counters.samplesRelabelledAwayTotal++;
        continue;
      }
      const shard = outgoing.hash % this.shards.length;
      if (this.skip[shard] > 0) {
        this.skip[shard]--;
        this.deliveries.skipped(number, shard);
        continue;
      }
      this.deliveries.queued(number, shard);
      this.shards[shard].enqueue(outgoing.labels, timestamps[i], valueWords[2 * i], valueWords[2 * i + 1], number);
    }
  }

  private async roomInShards(): Promise<void> {
    const { clock, config } = this.options;
    const isFull = () => this.shards.some((shard) => shard.pending >= config.queue_config.capacity);
    const startedMs = clock.now();
    while (isFull() && !this.stopping.signal.aborted) await this.somethingDone();
    this.shardCount.waited(clock.now() - startedMs);
  }

  /** Everything read is delivered first, so that the order within a series outlives its move to another shard. */
  private async reshard(wanted: number): Promise<void> {
    for (const shard of this.shards) shard.hurry(true);
    while (!this.deliveries.isSettled && !this.stopping.signal.aborted) await this.somethingDone();
    if (this.stopping.signal.aborted) return;
    await this.commit();
    await Promise.all(this.shards.map((shard) => shard.stop(0)));
    this.makeShards(zeros(wanted), zeros(wanted));
    this.writeProgress();
  }

  private somethingDone(): Promise<void> {
    return new Promise((resolve) => (this.wakeReader = resolve));
  }

  private async send(batch: WriteBatch, signal: AbortSignal): Promise<SendOutcome> {
    const { clock, config } = this.options;
    const ageLimitMs = config.queue_config.sample_age_limit;
    const young = ageLimitMs > 0 ? withoutOld(batch, clock.now() - ageLimitMs) : batch;
    this.counters.samplesTooOldTotal += batch.length - young.length;
    if (young.length === 0) return { kind: 'delivered' };
    const body = this.encoder.samples(young);
    this.counters.requestsTotal++;
    this.counters.bytesTotal += body.length;
    return this.endpoint.send(body, signal);
  }

  private done(shard: number, outcome: SendOutcome, batch: WriteBatch): void {
    if (outcome.kind === 'refused') {
      this.counters.samplesRefusedTotal += batch.length;
      this.counters.lastError = outcome.reason;
      this.log.refused(outcome.reason, batch.length);
    } else {
      this.counters.samplesDeliveredTotal += batch.length;
      this.counters.lastError = undefined;
      for (let i = 0; i < batch.length; i++) {
        if (batch.timestamps[i] > this.counters.newestDeliveredMs)
          this.counters.newestDeliveredMs = batch.timestamps[i];
      }
      this.log.recovered();
    }
    this.noteInFlight(shard, 0);
    this.wakeReader();
  }

  private retry(reason: string, samples: number): void {
    this.counters.retriesTotal++;
    this.counters.lastError = reason;
    this.shardCount.failed();
    this.log.retry(reason, samples);
  }

  private noteInFlight(shard: number, samples: number): void {
    this.inFlight[shard] = samples;
    this.writeProgress();
  }

  private writeProgress(): void {
    const { progress, fingerprint, logger } = this.options;
    try {
      progress.write({ base: this.base, fingerprint, delivered: this.deliveries.delivered, inFlight: this.inFlight });
    } catch (error) {
      logger.debug(
        { error: messageOf(error) },
        'remote write: the progress file cannot be written; a restart may send samples twice',
      );
    }
  }

  private async commitPeriodically(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await sleep(this.options.clock, COMMIT_MS, this.stopping.signal);
      await this.commit();
    }
  }

  private committing: Promise<void> = Promise.resolve();
  private commit(): Promise<void> {
    this.committing = this.committing.then(async () => {
      const position = this.deliveries.settledPosition();
      if (!position) return;
      try {
        await this.options.feed.commit(position);
        this.deliveries.committed(position);
        this.base = position;
        this.writeProgress();
      } catch (error) {
        this.log.retry(`noting the place in the write-ahead log: ${messageOf(error)}`, 0);
      }
    });
    return this.committing;
  }

  /** 1.0 tells of metadata apart, now and then; what fails comes again the next time. */
  private async sendMetadata(): Promise<void> {
    const { clock, config, metadata } = this.options;
    const { send, send_interval: intervalMs, max_samples_per_send: perRequest } = config.metadata_config;
    if (!send || this.endpoint.messageType !== 'v1') return;
    while (!this.stopping.signal.aborted) {
      const entries = [...metadata()];
      for (let first = 0; first < entries.length && !this.stopping.signal.aborted; first += perRequest) {
        const part = entries.slice(first, first + perRequest);
        const outcome = await this.endpoint.send(this.encoder.metadataOf(part), this.stopping.signal);
        if (outcome.kind === 'delivered') this.counters.metadataSentTotal += part.length;
        else break;
      }
      await sleep(clock, intervalMs, this.stopping.signal);
    }
  }
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}
