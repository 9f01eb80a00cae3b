import type { Labels } from '../model/labels.ts';
import type { IngestResult } from './ingest-types.ts';
import type { Target } from './target.ts';

export type TargetHealth = 'up' | 'down' | 'unknown';

/** What is known of a target's scrapes; the part of `/api/v1/targets` that changes. */
export interface TargetStatus {
  /** Name of the pool: the job, or `pulsar/<cluster>`. */
  scrapePool: string;
  discoveredLabels: Labels;
  labels: Labels;
  scrapeUrl: string;
  scrapeIntervalMs: number;
  scrapeTimeoutMs: number;
  health: TargetHealth;
  /** Empty after a good scrape. */
  lastError: string;
  /** Line of the body at which it was malformed, when that was the error. */
  lastErrorLine: number | undefined;
  /** 0 before the first scrape. */
  lastScrapeMs: number;
  lastScrapeDurationSeconds: number;
  /** The last good scrape's counts. */
  samples: number;
  samplesPostRelabel: number;
  bodyBytes: number;
  /** What the lenient reading mended: in the last scrape and since the start, by kind. */
  lastRepairs: Readonly<Record<string, number>>;
  totalRepairs: Readonly<Record<string, number>>;
  /** Samples the store refused in the last scrape, by reason. */
  lastRefused: Readonly<Record<string, number>>;
  scrapes: number;
  failures: number;
  /** Ticks that passed without a scrape because the sidecar or the previous scrape was late. */
  missedTicks: number;
}

/** A target that relabelling or another job's claim left out. */
export interface DroppedTarget {
  scrapePool: string;
  discoveredLabels: Labels;
  reason: string;
}

export function newStatus(scrapePool: string, target: Target): TargetStatus {
  return {
    scrapePool,
    discoveredLabels: target.discoveredLabels,
    labels: target.labels,
    scrapeUrl: target.url.href,
    scrapeIntervalMs: target.intervalMs,
    scrapeTimeoutMs: target.timeoutMs,
    health: 'unknown',
    lastError: '',
    lastErrorLine: undefined,
    lastScrapeMs: 0,
    lastScrapeDurationSeconds: 0,
    samples: 0,
    samplesPostRelabel: 0,
    bodyBytes: 0,
    lastRepairs: {},
    totalRepairs: {},
    lastRefused: {},
    scrapes: 0,
    failures: 0,
    missedTicks: 0,
  };
}

export function recordSuccess(status: TargetStatus, result: IngestResult): void {
  status.health = 'up';
  status.lastError = '';
  status.lastErrorLine = undefined;
  status.samples = result.scraped;
  status.samplesPostRelabel = result.postRelabel;
  status.bodyBytes = result.bodyBytes;
  status.lastRepairs = result.repairs;
  status.lastRefused = result.refused;
  const totals: Record<string, number> = { ...status.totalRepairs };
  for (const [kind, count] of Object.entries(result.repairs)) totals[kind] = (totals[kind] ?? 0) + count;
  status.totalRepairs = totals;
}

export function recordFailure(status: TargetStatus, message: string, line: number | undefined): void {
  status.health = 'down';
  status.lastError = message;
  status.lastErrorLine = line;
  status.failures++;
  status.lastRepairs = {};
  status.lastRefused = {};
}
