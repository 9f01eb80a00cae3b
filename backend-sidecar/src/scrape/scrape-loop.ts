import type { ScrapeConfig } from '../config/config.ts';
import { connectionErrorText } from '../http-client/http-reader.ts';
import type { Appender } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import type { IngestFailure, IngestOptions, Ingester, IngestResult } from './ingest-types.ts';
import { nextTick, tickToleranceMs } from './scrape-clock.ts';
import { ReportSeries } from './scrape-report.ts';
import type { ScrapeTimes } from './scrape-times.ts';
import { scrapeOffsetMs, type Target } from './target.ts';
import type { TargetFetcher } from './target-fetcher.ts';
import { newStatus, recordFailure, recordSuccess, type TargetStatus } from './target-status.ts';

export type IngesterFactory = (options: IngestOptions, config: ScrapeConfig) => Ingester;

/** Told after each scrape, also failed ones; must be quick and must not throw. */
export type ScrapeListener = (event: ScrapeEvent) => void;

export interface ScrapeEvent {
  target: TargetStatus;
  timestampMs: number;
  durationSeconds: number;
  up: boolean;
  result: IngestResult | undefined;
}

export interface LoopDeps {
  clock: Clock;
  appender: Appender;
  logger: Logger;
  /** Seconds with the best resolution at hand, for durations. */
  elapsedSeconds: () => number;
  onScrape: ScrapeListener;
  /** Told how many ticks passed without a scrape. */
  onMissed: (ticks: number) => void;
  times: ScrapeTimes;
  /** Sets replicas of the sidecar apart. */
  offsetSeed: string;
  /** An error that fails every scrape of the job (target_limit), checked before each. */
  forcedError: () => string | undefined;
}

/** What a loop leaves to the one that takes its place after a reload. */
export interface LoopHandover {
  lastTickMs: number;
  intervalMs: number;
  status: TargetStatus;
  ingester: Ingester;
  report: ReportSeries;
}

/** Scrapes one target at its ticks, never twice at a time nor twice in an interval. */
export class ScrapeLoop {
  readonly target: Target;
  readonly status: TargetStatus;
  readonly ingester: Ingester;
  private readonly fetcher: TargetFetcher;
  private readonly deps: LoopDeps;
  private readonly report: ReportSeries;
  private readonly offsetMs: number;
  private readonly abortController = new AbortController();
  private lastTickMs: number;
  private cancelTimer: (() => void) | undefined;
  private running: Promise<void> | undefined;

  constructor(
    pool: string,
    target: Target,
    config: ScrapeConfig,
    fetcher: TargetFetcher,
    ingester: Ingester,
    deps: LoopDeps,
    previous?: LoopHandover,
  ) {
    this.target = target;
    this.fetcher = fetcher;
    this.ingester = ingester;
    this.deps = deps;
    this.status = { ...newStatus(pool, target), ...(previous && carriedOver(previous.status)) };
    const extra = config.extra_scrape_metrics
      ? { timeoutSeconds: target.timeoutMs / 1000, sampleLimit: config.sample_limit }
      : undefined;
    this.report = new ReportSeries(deps.appender, target.labels, extra);
    this.offsetMs = scrapeOffsetMs(target, deps.offsetSeed);
    // Neither a reload nor another job's loop before this one may make the interval shorter.
    const last = deps.times.last(target.url);
    this.lastTickMs = Math.max(deps.clock.now(), last === undefined ? 0 : last + target.intervalMs) - 1;
  }

  start(): void {
    this.arm();
  }

  /** Ends the loop; a scrape under way is abandoned and leaves no samples. */
  async stop(): Promise<LoopHandover> {
    this.abortController.abort();
    this.cancelTimer?.();
    await this.running;
    await this.fetcher.close();
    const { lastTickMs, target, status, ingester, report } = this;
    return { lastTickMs, intervalMs: target.intervalMs, status, ingester, report };
  }

  /** Resolves when no scrape is under way. */
  async settled(): Promise<void> {
    await this.running;
  }

  /** When the target would next be scraped. */
  nextTickMs(): number {
    return nextTick(this.deps.clock.now(), this.lastTickMs, this.target.intervalMs, this.offsetMs);
  }

  private arm(): void {
    const { clock } = this.deps;
    const tick = this.nextTickMs();
    const skipped =
      this.status.lastScrapeMs === 0 ? 0 : Math.round((tick - this.lastTickMs) / this.target.intervalMs) - 1;
    if (skipped > 0) {
      this.status.missedTicks += skipped;
      this.deps.onMissed(skipped);
    }
    this.cancelTimer = clock.setTimeout(() => {
      this.running = this.fire(tick)
        .catch((error: unknown) => {
          // Only a defect gets here; the target goes on being scraped.
          this.status.lastError = messageOf(error);
          this.deps.logger.error({ err: error, target: this.status.scrapeUrl }, 'a scrape failed unexpectedly');
        })
        .finally(() => {
          this.running = undefined;
          if (!this.abortController.signal.aborted) this.arm();
        });
    }, tick - clock.now());
  }

  private async fire(tickMs: number): Promise<void> {
    const { clock } = this.deps;
    // The system's timers are capped (24.8 days) and may fire early.
    if (clock.now() < tickMs - tickToleranceMs(this.target.intervalMs)) return;
    this.lastTickMs = tickMs;
    this.deps.times.record(this.target.url, tickMs);
    const late = clock.now() - tickMs > tickToleranceMs(this.target.intervalMs);
    await this.scrape(late ? clock.now() : tickMs);
  }

  private async scrape(timestampMs: number): Promise<void> {
    const { deps, status, ingester } = this;
    const begun = deps.elapsedSeconds();
    let result: IngestResult | undefined;
    let failure: unknown;
    try {
      const forced = deps.forcedError();
      if (forced !== undefined) throw new Error(forced);
      await this.fetcher.fetch(ingester, this.abortController.signal);
      if (this.abortController.signal.aborted) ingester.abort();
      else result = ingester.finish(timestampMs);
    } catch (error) {
      failure = error;
    }
    if (this.abortController.signal.aborted) return;
    const durationSeconds = deps.elapsedSeconds() - begun;
    status.scrapes++;
    status.lastScrapeMs = timestampMs;
    status.lastScrapeDurationSeconds = durationSeconds;
    if (result) recordSuccess(status, result);
    else {
      const { line, code } = failure as Partial<IngestFailure>;
      recordFailure(status, connectionErrorText(failure), line);
      ingester.markStale(timestampMs);
      status.bodyBytes = code === 'OBS_SCRAPE_BODY_LIMIT' ? -1 : 0;
    }
    const refused = this.report.append(timestampMs, {
      up: result !== undefined,
      durationSeconds,
      scraped: result?.scraped ?? 0,
      postRelabel: result?.postRelabel ?? 0,
      added: result?.added ?? 0,
      bodyBytes: status.bodyBytes,
    });
    if (refused !== undefined && status.lastError === '') status.lastError = refused;
    deps.onScrape({ target: status, timestampMs, durationSeconds, up: result !== undefined, result });
  }
}

/** Health and counts survive a reload; labels and settings come from the new configuration. */
function carriedOver(status: TargetStatus): Partial<TargetStatus> {
  const {
    health,
    lastError,
    lastErrorLine,
    lastScrapeMs,
    lastScrapeDurationSeconds,
    samples,
    samplesPostRelabel,
    bodyBytes,
  } = status;
  const { lastRepairs, totalRepairs, lastRefused, scrapes, failures, missedTicks } = status;
  return {
    health,
    lastError,
    lastErrorLine,
    lastScrapeMs,
    lastScrapeDurationSeconds,
    samples,
    samplesPostRelabel,
    bodyBytes,
    lastRepairs,
    totalRepairs,
    lastRefused,
    scrapes,
    failures,
    missedTicks,
  };
}
