import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import type { Config } from '../config/config.ts';
import { scrapeJobs } from '../discovery/index.ts';
import type { ScrapeJob } from '../discovery/types.ts';
import type { Appender } from '../storage.ts';
import { systemClock, type Clock } from '../util/clock.ts';
import { messageOf } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import { FailureLogs } from './failure-log.ts';
import { createIngester } from './ingest.ts';
import type { IngesterFactory, ScrapeEvent, ScrapeListener } from './scrape-loop.ts';
import { retireHandover, ScrapePool, type PoolDeps } from './scrape-pool.ts';
import { endpoint, ScrapeTimes } from './scrape-times.ts';
import { newScrapeStats, type ScrapeStats } from './scrape-stats.ts';
import type { DroppedTarget, TargetStatus } from './target-status.ts';

export interface ScrapeManagerOptions {
  appender: Appender;
  clock: Clock;
  logger: Logger;
  /** For the User-Agent header: `PulsarObservatory/<version>`. */
  version?: string;
  createIngester?: IngesterFactory;
  /** The appender for the samples of one target, one a target; the store's own otherwise. */
  targetAppender?: () => Appender;
}

export interface Targets {
  active: TargetStatus[];
  dropped: DroppedTarget[];
  /** Dropped targets by pool, also those beyond `keep_dropped_targets`. */
  droppedCounts: Record<string, number>;
}

export interface ScrapeManager {
  /** Takes over a configuration: unchanged jobs go on untouched, changed ones keep their targets' rhythm and series. */
  applyConfig(config: Config): Promise<void>;
  start(): void;
  /** Ends all scrapes; no staleness markers are written, as in Prometheus. */
  stop(): Promise<void>;
  targets(): Targets;
  /** What went wrong in discovery, by pool. */
  discoveryErrors(): Record<string, string[]>;
  /** Called after each scrape; the returned function ends it. */
  onScrape(listener: ScrapeListener): () => void;
  /** Counters for /metrics. */
  stats(): Readonly<ScrapeStats>;
  /** Resolves when neither discovery nor a scrape is under way: between the steps of a virtual clock. */
  settled(): Promise<void>;
}

export function createScrapeManager(options: ScrapeManagerOptions): ScrapeManager {
  return new Manager(options);
}

class Manager implements ScrapeManager {
  private readonly options: ScrapeManagerOptions;
  private readonly shutdown = new AbortController();
  private readonly pools = new Map<string, ScrapePool>();
  private readonly listeners = new Set<ScrapeListener>();
  private readonly counters = newScrapeStats();
  private readonly failureLogs: FailureLogs;
  private running = false;
  private waiting: ScrapeJob[] = [];
  private deps: PoolDeps;
  private reloads: Promise<void> = Promise.resolve();
  private reclaiming = false;

  constructor(options: ScrapeManagerOptions) {
    this.options = options;
    // Every target that went away waits on it for its last tick: many listeners are no leak.
    setMaxListeners(0, this.shutdown.signal);
    const { clock, logger, appender } = options;
    this.failureLogs = new FailureLogs(logger);
    this.deps = {
      clock,
      appender,
      logger,
      userAgent: `PulsarObservatory/${options.version ?? '0.1.0'}`,
      createIngester:
        options.createIngester ??
        ((ingestOptions, config) =>
          createIngester(
            options.targetAppender?.() ?? appender,
            ingestOptions,
            config.fallback_scrape_protocol?.startsWith('OpenMetrics') ? 'openmetrics' : 'text',
          )),
      elapsedSeconds: clock === systemClock ? () => performance.now() / 1000 : () => clock.now() / 1000,
      offsetSeed: hostname(),
      times: new ScrapeTimes(),
      shutdown: this.shutdown.signal,
      onScrape: (event) => this.scraped(event),
      onMissed: (ticks) => (this.counters.missedTicks += ticks),
      onChange: (pool) => this.reclaim(pool),
      claimedBy: (pool, url) => this.claimant(pool, url),
    };
  }

  applyConfig(config: Config): Promise<void> {
    // One after the other, in the order of the calls.
    const run = this.reloads.then(() => this.apply(config));
    this.reloads = run.catch(() => {});
    return run;
  }

  start(): void {
    this.running = true;
    for (const job of this.waiting) this.startPool(job);
    this.waiting = [];
  }

  async stop(): Promise<void> {
    this.running = false;
    this.shutdown.abort();
    await this.reloads;
    await Promise.all(
      [...this.pools.values()].map(async (pool) => {
        const { loops } = await pool.stop();
        for (const left of loops.values()) left.ingester.close();
      }),
    );
    this.pools.clear();
    await this.failureLogs.close();
  }

  targets(): Targets {
    const result: Targets = { active: [], dropped: [], droppedCounts: {} };
    for (const pool of this.pools.values()) {
      const { targets, total } = pool.dropped();
      result.active.push(...pool.activeTargets());
      result.dropped.push(...targets);
      result.droppedCounts[pool.name] = total;
    }
    return result;
  }

  discoveryErrors(): Record<string, string[]> {
    return Object.fromEntries([...this.pools.values()].map((pool) => [pool.name, pool.discoveryErrors()]));
  }

  onScrape(listener: ScrapeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stats(): Readonly<ScrapeStats> {
    return this.counters;
  }

  async settled(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.settled()));
  }

  private async apply(config: Config): Promise<void> {
    const { clock, logger } = this.options;
    // Replicas that differ in their external labels scrape at different moments.
    this.deps = { ...this.deps, offsetSeed: `${hostname()}\n${JSON.stringify(config.global.external_labels)}` };
    const jobs = scrapeJobs(config, { clock, logger, userAgent: this.deps.userAgent });
    this.failureLogs.configure(jobs);
    if (!this.running) {
      this.waiting = jobs;
      return;
    }
    const names = new Set(jobs.map((job) => job.name));
    for (const [name, pool] of this.pools) {
      if (names.has(name)) continue;
      this.pools.delete(name);
      const { loops } = await pool.stop();
      for (const gone of loops.values()) retireHandover(gone, this.deps);
    }
    for (const job of jobs) {
      const current = this.pools.get(job.name);
      if (current?.fingerprint === job.fingerprint) continue;
      const handover = await current?.stop();
      if (this.shutdown.signal.aborted) return;
      const pool = new ScrapePool(job, this.deps, handover);
      this.pools.set(job.name, pool);
      pool.start();
    }
    // What a job that is gone had claimed is free again.
    this.reclaim();
  }

  private startPool(job: ScrapeJob): void {
    const pool = new ScrapePool(job, this.deps);
    this.pools.set(job.name, pool);
    pool.start();
  }

  private scraped(event: ScrapeEvent): void {
    this.counters.scrapes++;
    if (event.up) {
      this.counters.samples += event.result?.scraped ?? 0;
      this.counters.bodyBytes += event.result?.bodyBytes ?? 0;
      for (const [kind, count] of Object.entries(event.result?.repairs ?? {}))
        this.counters.repairs[kind] = (this.counters.repairs[kind] ?? 0) + count;
    } else {
      this.counters.failures++;
      this.failureLogs.write(event);
    }
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (error) {
        this.options.logger.error({ error: messageOf(error) }, 'a listener of scrapes failed');
      }
    }
  }

  /** The job that scrapes the address already: any of `scrape_configs`, or an earlier one of `clusters:`. */
  private claimant(pool: ScrapePool, url: URL): string | undefined {
    if (!pool.yieldsToOthers) return undefined;
    const wanted = endpoint(url);
    let before = true;
    for (const other of this.pools.values()) {
      if (other === pool) before = false;
      else if ((before || !other.yieldsToOthers) && other.targetUrls().some((each) => endpoint(each) === wanted))
        return other.name;
    }
    return undefined;
  }

  /** When one pool's targets changed, those that yield to it may win or lose an address. */
  private reclaim(changed?: ScrapePool): void {
    if (this.reclaiming) return;
    this.reclaiming = true;
    for (const pool of this.pools.values()) if (pool !== changed && pool.yieldsToOthers) pool.sync();
    this.reclaiming = false;
  }
}
