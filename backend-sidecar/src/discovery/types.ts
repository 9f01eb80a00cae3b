import type { ScrapeConfig } from '../config/config.ts';

/** Targets that one source names together, as file_sd and http_sd write them. */
export interface TargetGroup {
  /** Tells groups of one discoverer apart: a file and index, a cluster and node kind. */
  source: string;
  /** Each at least with `__address__`. */
  targets: readonly Readonly<Record<string, string>>[];
  /** Common to all; a target's own label wins. */
  labels: Readonly<Record<string, string>>;
}

/** Something that knows targets and keeps them current. */
export interface Discoverer {
  /**
   * Calls `emit` with all groups it knows: soon after the start and whenever they changed, until the signal aborts. It
   * never throws; on errors it keeps what it last knew and says so in the log.
   */
  start(emit: (groups: readonly TargetGroup[]) => void, signal: AbortSignal): void;
  /** What went wrong at the last refresh, undefined when it worked. */
  lastError(): string | undefined;
  /** Resolves when no refresh is under way: between the steps of a virtual clock. */
  settled(): Promise<void>;
}

/** A job and where its targets come from. */
export interface ScrapeJob {
  /** Unique among all jobs, stable over reloads: the job name, or `pulsar/<cluster>`. */
  name: string;
  config: ScrapeConfig;
  discoverers: readonly Discoverer[];
  /** Changes exactly when the configuration behind the job changed. */
  fingerprint: string;
  /**
   * Leave out targets that another job scrapes already: some of a broker's metrics reset on each scrape, so that two
   * scrapers steal from each other. Set for jobs made from `clusters:`.
   */
  yieldsToOthers: boolean;
}
