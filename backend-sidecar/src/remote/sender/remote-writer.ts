import { createHash } from 'node:crypto';
import path from 'node:path';
import { fingerprint } from '../../config/fingerprint.ts';
import type { RemoteWriteConfig } from '../../config/config.ts';
import type { Labels } from '../../model/labels.ts';
import type { Clock } from '../../util/clock.ts';
import type { Logger } from '../../util/logger.ts';
import type { WalFeeds } from '../wal-feed.ts';
import type { MetadataSource } from './batch-encoder.ts';
import { OutgoingLabels } from './outgoing-labels.ts';
import type { Relabel } from './outgoing-labels.ts';
import { ProgressFile } from './progress-file.ts';
import type { WriteQueueStats } from './stats.ts';
import { WriteQueue } from './write-queue.ts';

export interface RemoteWriterOptions {
  feeds: WalFeeds;
  /** Folder for the progress files, such as `<storage.path>/remote-write`. */
  directory: string;
  /** Compiles write_relabel_configs: scrape/relabel.ts. */
  compileRelabel: (configs: RemoteWriteConfig['write_relabel_configs']) => Relabel;
  metadata: MetadataSource;
  /** Time of waits and deadlines: the system's, since receivers live in real time. */
  clock: Clock;
  logger: Logger;
  userAgent: string;
}

interface Running {
  queue: WriteQueue;
  fingerprint: string;
}

/** The queues of all `remote_write` entries, one a receiver; independent of each other. */
export class RemoteWriter {
  private readonly options: RemoteWriterOptions;
  private readonly queues = new Map<string, Running>();
  private applying: Promise<void> = Promise.resolve();

  constructor(options: RemoteWriterOptions) {
    this.options = options;
  }

  /** Starts, restarts and ends queues as the configuration asks; those it does not touch go on. Names are unique. */
  applyConfig(configs: readonly RemoteWriteConfig[], externalLabels: Labels): Promise<void> {
    this.applying = this.applying.then(() => this.apply(configs, externalLabels));
    return this.applying;
  }

  async stop(): Promise<void> {
    await this.applying;
    await Promise.all([...this.queues.values()].map(({ queue }) => queue.stop()));
    this.queues.clear();
  }

  stats(): WriteQueueStats[] {
    return [...this.queues.values()].map(({ queue }) => queue.stats());
  }

  /** Bytes of the log that each receiver is behind, by name. */
  async backlogBytes(): Promise<Record<string, number>> {
    const entries = [...this.queues].map(async ([name, { queue }]) => [name, await queue.backlogBytes()] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  private async apply(configs: readonly RemoteWriteConfig[], externalLabels: Labels): Promise<void> {
    const wanted = new Map(configs.map((config) => [config.name, config]));
    for (const [name, { queue }] of [...this.queues]) {
      if (wanted.has(name)) continue;
      await queue.stop();
      this.queues.delete(name);
      await this.options.feeds.remove(feedName(name));
    }
    for (const [name, config] of wanted) {
      const print = fingerprint([config, externalLabels.flat]);
      const running = this.queues.get(name);
      if (running?.fingerprint === print) continue;
      if (running) {
        await running.queue.stop();
        this.queues.delete(name);
      }
      const queue = await this.open(config, externalLabels);
      this.queues.set(name, { queue, fingerprint: print });
      queue.start();
    }
  }

  private async open(config: RemoteWriteConfig, externalLabels: Labels): Promise<WriteQueue> {
    const { feeds, directory, compileRelabel, metadata, clock, logger, userAgent } = this.options;
    const file = feedName(config.name);
    return new WriteQueue({
      config,
      feed: await feeds.open(file),
      progress: new ProgressFile(path.join(directory, `${file}.progress`)),
      fingerprint: fingerprint([externalLabels.flat, config.write_relabel_configs]),
      outgoing: new OutgoingLabels(externalLabels, compileRelabel(config.write_relabel_configs)),
      metadata,
      clock,
      logger,
      userAgent,
    });
  }
}

/** A name for files and the log's readers: readable where it can be, different for different names. */
function feedName(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `rw-${name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 40)}-${digest}`;
}
