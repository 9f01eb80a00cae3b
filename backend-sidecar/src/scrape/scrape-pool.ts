import type { ScrapeConfig } from '../config/config.ts';
import type { ScrapeJob, TargetGroup } from '../discovery/types.ts';
import { hostPort } from '../http-client/index.ts';
import type { Labels } from '../model/labels.ts';
import type { Logger } from '../util/logger.ts';
import { markGone } from './end-of-run.ts';
import type { IngestOptions } from './ingest-types.ts';
import { compileRelabeling, type Relabeler } from './relabel.ts';
import { sampleLabels } from './sample-labels.ts';
import { ScrapeLoop, type IngesterFactory, type LoopDeps, type LoopHandover } from './scrape-loop.ts';
import { buildTarget, type Target } from './target.ts';
import { TargetFetcher } from './target-fetcher.ts';
import type { DroppedTarget, TargetStatus } from './target-status.ts';

export interface PoolDeps extends Omit<LoopDeps, 'forcedError'> {
  createIngester: IngesterFactory;
  userAgent: string;
  /** Aborts when the sidecar stops. */
  shutdown: AbortSignal;
  /** The pool's targets may have changed. */
  onChange: (pool: ScrapePool) => void;
  /** The pool that scrapes a URL already, if this one has to leave it alone. */
  claimedBy: (pool: ScrapePool, url: URL) => string | undefined;
}

/** What a pool leaves to the one that takes its place after a reload. */
export interface PoolHandover {
  loops: Map<string, LoopHandover>;
  ingestSettings: string;
}

const DROPPED_KEPT = 10_000;

/** The loops of one job, kept equal to what its discoverers know. */
export class ScrapePool {
  readonly name: string;
  readonly fingerprint: string;
  readonly yieldsToOthers: boolean;
  private readonly config: ScrapeConfig;
  private readonly job: ScrapeJob;
  private readonly deps: PoolDeps;
  private readonly logger: Logger;
  private readonly relabelTarget: Relabeler;
  private readonly relabelSample: Relabeler;
  private readonly loops = new Map<string, ScrapeLoop>();
  /** By discoverer; undefined until it has spoken. */
  private readonly groups: (readonly TargetGroup[] | undefined)[];
  private readonly stopDiscovery = new AbortController();
  private readonly inherited: PoolHandover | undefined;
  private droppedTargets: DroppedTarget[] = [];
  private droppedTotal = 0;
  private hosts = new Set<string>();
  private pending: Promise<unknown> = Promise.resolve();
  private targetLimitError: string | undefined;

  constructor(job: ScrapeJob, deps: PoolDeps, inherited?: PoolHandover) {
    this.name = job.name;
    this.fingerprint = job.fingerprint;
    this.yieldsToOthers = job.yieldsToOthers;
    this.job = job;
    this.config = job.config;
    this.deps = deps;
    this.logger = deps.logger.child({ scrapePool: job.name });
    this.relabelTarget = compileRelabeling(job.config.relabel_configs);
    this.relabelSample = compileRelabeling(job.config.metric_relabel_configs);
    this.groups = job.discoverers.map(() => undefined);
    this.inherited = inherited;
  }

  start(): void {
    this.job.discoverers.forEach((discoverer, i) => {
      discoverer.start((groups) => {
        if (this.stopDiscovery.signal.aborted) return;
        this.groups[i] = groups;
        this.sync();
      }, this.stopDiscovery.signal);
    });
    this.sync();
  }

  /** Ends discovery and all loops; what they leave goes to the pool that follows, or to `markGone`. */
  async stop(): Promise<PoolHandover> {
    this.stopDiscovery.abort();
    await this.pending;
    const loops = new Map<string, LoopHandover>(this.inherited?.loops);
    await Promise.all([...this.loops].map(async ([key, loop]) => loops.set(key, await loop.stop())));
    this.loops.clear();
    return { loops, ingestSettings: ingestSettings(this.config) };
  }

  activeTargets(): TargetStatus[] {
    return [...this.loops.values()].map((loop) => loop.status);
  }

  targetUrls(): URL[] {
    return [...this.loops.values()].map((loop) => loop.target.url);
  }

  dropped(): { targets: readonly DroppedTarget[]; total: number } {
    return { targets: this.droppedTargets, total: this.droppedTotal };
  }

  /** Resolves when neither a refresh of targets nor a scrape of the pool is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.job.discoverers.map((discoverer) => discoverer.settled()));
    await Promise.all([...this.loops.values()].map((loop) => loop.settled()));
  }

  discoveryErrors(): string[] {
    return this.job.discoverers.flatMap((discoverer) => discoverer.lastError() ?? []);
  }

  /** Starts and stops loops until they match what discovery knows now. */
  sync(): void {
    const wanted = this.wantedTargets();
    const limit = this.config.target_limit;
    this.targetLimitError =
      limit > 0 && wanted.size > limit
        ? `target_limit exceeded (number of targets: ${wanted.size}, limit: ${limit})`
        : undefined;
    this.hosts = new Set([...wanted.values()].map((target) => hostPort(target.url)));
    let changed = false;
    for (const [key, loop] of this.loops) {
      if (wanted.has(key)) continue;
      this.loops.delete(key);
      this.retire(loop);
      changed = true;
    }
    for (const [key, target] of wanted) {
      const running = this.loops.get(key);
      if (running) {
        running.status.discoveredLabels = target.discoveredLabels;
        continue;
      }
      this.loops.set(key, this.startLoop(target));
      changed = true;
    }
    if (this.inherited && this.groups.every((groups) => groups !== undefined)) this.retireInherited(this.inherited);
    if (changed) this.deps.onChange(this);
  }

  private wantedTargets(): Map<string, Target> {
    const wanted = new Map<string, Target>();
    const urls = new Set<string>();
    this.droppedTargets = [];
    this.droppedTotal = 0;
    for (const group of this.groups.flatMap((groups) => groups ?? [])) {
      for (const each of group.targets) {
        const outcome = buildTarget({ ...group.labels, ...each }, this.config, this.relabelTarget);
        if ('dropped' in outcome) this.drop(outcome.dropped, 'dropped by relabel_configs');
        else if ('error' in outcome) {
          this.logger.warn(
            { source: group.source, labels: outcome.discovered.toObject() },
            `target left out: ${outcome.error}`,
          );
          this.drop(outcome.discovered, outcome.error);
        } else {
          const { target } = outcome;
          const claimant = this.deps.claimedBy(this, target.url);
          if (claimant !== undefined) this.drop(target.discoveredLabels, `already scraped by ${claimant}`);
          else if (this.yieldsToOthers && urls.has(target.url.href))
            this.drop(target.discoveredLabels, 'the same address is scraped already');
          else wanted.set(target.key, target);
          urls.add(target.url.href);
        }
      }
    }
    return wanted;
  }

  private drop(discoveredLabels: Labels, reason: string): void {
    this.droppedTotal++;
    const keep = this.config.keep_dropped_targets > 0 ? this.config.keep_dropped_targets : DROPPED_KEPT;
    if (this.droppedTargets.length < keep)
      this.droppedTargets.push({ scrapePool: this.name, discoveredLabels, reason });
  }

  private startLoop(target: Target): ScrapeLoop {
    const { deps, config } = this;
    const previous = this.inherited?.loops.get(target.key);
    this.inherited?.loops.delete(target.key);
    let ingester = previous?.ingester;
    if (ingester && this.inherited?.ingestSettings !== ingestSettings(config)) {
      // Other rules now: the old series end without a marker, as in Prometheus; most go on under the new rules.
      ingester.close();
      ingester = undefined;
    }
    ingester ??= deps.createIngester(this.ingestOptions(target), config);
    const fetcher = new TargetFetcher(target, {
      config,
      clock: deps.clock,
      userAgent: deps.userAgent,
      isKnownHost: (host) => this.hosts.has(host),
    });
    const loop = new ScrapeLoop(
      this.name,
      target,
      config,
      fetcher,
      ingester,
      { ...deps, forcedError: () => this.targetLimitError },
      previous,
    );
    loop.start();
    return loop;
  }

  private ingestOptions(target: Target): IngestOptions {
    const { config } = this;
    return {
      mutateLabels: sampleLabels(target.labels, config, this.relabelSample),
      honorTimestamps: config.honor_timestamps,
      trackTimestampsStaleness: config.track_timestamps_staleness,
      strict: config.strict_parsing,
      limits: {
        sampleLimit: config.sample_limit,
        labelLimit: config.label_limit,
        labelNameLengthLimit: config.label_name_length_limit,
        labelValueLengthLimit: config.label_value_length_limit,
        bodySizeLimitBytes: config.body_size_limit,
      },
    };
  }

  private retire(loop: ScrapeLoop): void {
    const nextTickMs = loop.nextTickMs();
    const stopped = loop.stop();
    this.pending = Promise.all([this.pending, stopped]);
    void stopped.then((gone) => markGone(gone, nextTickMs, this.deps.clock, this.deps.shutdown));
  }

  /** Targets of the pool before the reload that discovery does not name any more. */
  private retireInherited(inherited: PoolHandover): void {
    for (const gone of inherited.loops.values()) retireHandover(gone, this.deps);
    inherited.loops.clear();
  }
}

/** Ends what a stopped loop left, when nothing takes its place. */
export function retireHandover(gone: LoopHandover, deps: Pick<PoolDeps, 'clock' | 'shutdown'>): void {
  const nextTickMs = Math.max(gone.lastTickMs + gone.intervalMs, deps.clock.now());
  void markGone(gone, nextTickMs, deps.clock, deps.shutdown);
}

/** What an ingester depends on, beside its target: equal texts may share its caches over a reload. */
function ingestSettings(config: ScrapeConfig): string {
  const {
    honor_labels,
    honor_timestamps,
    track_timestamps_staleness,
    strict_parsing,
    fallback_scrape_protocol,
    metric_relabel_configs,
  } = config;
  const { sample_limit, label_limit, label_name_length_limit, label_value_length_limit, body_size_limit } = config;
  return JSON.stringify([
    honor_labels,
    honor_timestamps,
    track_timestamps_staleness,
    strict_parsing,
    fallback_scrape_protocol,
    metric_relabel_configs,
    sample_limit,
    label_limit,
    label_name_length_limit,
    label_value_length_limit,
    body_size_limit,
  ]);
}
