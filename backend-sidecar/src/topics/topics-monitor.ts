import type { ClusterConfig, Config } from '../config/index.ts';
import { fingerprint } from '../config/fingerprint.ts';
import type { Appender } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { inSlices, type Slices } from '../util/slices.ts';
import type { Logger } from '../util/logger.ts';
import { ClusterTopics } from './cluster-topics.ts';
import { CpuShare } from './read/cpu-share.ts';
import type { HostBudget } from './read/host-budget.ts';
import { DerivedSeries } from './series/derived-series.ts';
import { SeriesWriter } from './series/series-writer.ts';
import type { VerdictChange } from './store/cluster-topic-state.ts';

export interface TopicsMonitorOptions {
  appender: Appender;
  clock: Clock;
  logger: Logger;
  version: string;
  /** The account from which questions to the brokers of a cluster are paid. */
  budgetOf: (cluster: ClusterConfig) => HostBudget;
  /** Told when a subscription's verdict changes and the next reading confirms it. */
  onVerdict?: (change: VerdictChange, sentence: () => string) => void;
}

interface Followed {
  topics: ClusterTopics;
  series: DerivedSeries;
  writer: SeriesWriter;
  print: string;
}

/** Series are written this often at least, so that queries always find a sample within their look-back of five minutes. */
const MAX_SERIES_INTERVAL_MS = 60_000;

/** Follows the topics of all clusters of the configuration, and writes what it derives from them. */
export class TopicsMonitor {
  private readonly options: TopicsMonitorOptions;
  private readonly followed = new Map<string, Followed>();
  private cpu = new CpuShare(1);
  private seriesIntervalMs = MAX_SERIES_INTERVAL_MS;
  private cancelTimer = () => {};
  private writing: Promise<void> | undefined;

  constructor(options: TopicsMonitorOptions) {
    this.options = options;
  }

  /** Begins, goes on with, or stops following clusters, as the configuration says. What did not change keeps its history. */
  async applyConfig(config: Pick<Config, 'clusters' | 'topics'>): Promise<void> {
    const { clusters, topics } = config;
    const wanted = new Map(topics.enabled ? clusters.map((cluster) => [cluster.name, cluster] as const) : []);
    this.cpu = new CpuShare(topics.cpu_percent / 100);
    for (const [name, each] of this.followed) {
      const cluster = wanted.get(name);
      if (cluster && fingerprint([cluster, topics]) === each.print) continue;
      this.followed.delete(name);
      await this.end(each);
    }
    this.seriesIntervalMs = Math.min(MAX_SERIES_INTERVAL_MS, topics.interval);
    const { appender, clock, logger, version, budgetOf, onVerdict = () => {} } = this.options;
    for (const [name, cluster] of wanted) {
      if (this.followed.has(name)) continue;
      const writer = new SeriesWriter(appender);
      const followed: Followed = {
        topics: new ClusterTopics({
          cluster,
          topics,
          clock,
          logger,
          cpu: this.cpu,
          budget: budgetOf(cluster),
          userAgent: `pulsar-observatory/${version}`,
          onVerdict,
        }),
        series: new DerivedSeries(writer, { top: topics.top, maxNamespaces: topics.max_namespaces }),
        writer,
        print: fingerprint([cluster, topics]),
      };
      this.followed.set(name, followed);
      followed.topics.start();
    }
  }

  start(): void {
    this.cancelTimer = this.options.clock.setTimeout(() => {
      this.writing = this.writeSeries().finally(() => (this.writing = undefined));
      this.start();
    }, this.seriesIntervalMs);
  }

  async stop(): Promise<void> {
    this.cancelTimer();
    await this.writing;
    const all = [...this.followed.values()];
    this.followed.clear();
    await Promise.all(all.map(({ topics }) => topics.stop()));
  }

  /** Resolves when no broker is being read and no series are being written. */
  async settled(): Promise<void> {
    await this.writing;
    await Promise.all(this.clusters().map((each) => each.settled()));
  }

  clusters(): ClusterTopics[] {
    return [...this.followed.values()].map(({ topics }) => topics);
  }

  /** Topics and subscriptions that are known now. */
  get knownCount(): number {
    return this.clusters().reduce((sum, { state: { store } }) => sum + store.topics.live + store.subscriptions.live, 0);
  }

  /** Series that it writes now. */
  get seriesCount(): number {
    return [...this.followed.values()].reduce((sum, { writer }) => sum + writer.seriesCount, 0);
  }

  /** Sentences for operators. */
  warnings(): string[] {
    const warnings: string[] = [];
    for (const { topics, writer } of this.followed.values()) {
      if (writer.lastError !== '')
        warnings.push(`Series of the topics of ${topics.name} are not written: ${writer.lastError}`);
      for (const { broker, exceeded, stretched, intervalMs } of topics.brokers()) {
        if (!exceeded && !stretched) continue;
        const often = `its topics are read once in ${Math.round(intervalMs / 1000)} s`;
        warnings.push(
          exceeded
            ? `One answer of ${broker} about its topics is larger than budget.bytes_per_minute: ${often}`
            : `The budget of ${broker} stretches the readings of topics: ${often}`,
        );
      }
    }
    return warnings;
  }

  async writeSeries(): Promise<void> {
    const nowMs = this.options.clock.now();
    for (const [name, each] of this.followed) {
      const { topics, series } = each;
      await topics.state.whileStable(async () => {
        const write = await inSlices(series.prepare(topics.state, topics.brokers(), nowMs));
        // Its series may have been ended meanwhile.
        if (this.followed.get(name) === each) write();
      });
    }
  }

  /** Works on what is known while row numbers stay as they are, and lets the event loop turn. */
  async ask<T>(work: (clusters: readonly ClusterTopics[], nowMs: number) => Slices<T>): Promise<T> {
    const clusters = this.clusters();
    let run = () => inSlices(work(clusters, this.options.clock.now()));
    for (const { state } of clusters) {
      const inner = run;
      run = () => state.whileStable(inner);
    }
    return run();
  }

  private async end({ topics, writer }: Followed): Promise<void> {
    await topics.stop();
    writer.endAll(this.options.clock.now());
  }
}
