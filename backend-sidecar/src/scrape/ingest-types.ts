/**
 * The seam between fetching a body (target.ts) and turning it into samples (ingest.ts): one ingester lives as long as its
 * target and keeps the caches that make the steady state cheap.
 */
import type { Labels } from '../model/labels.ts';

export interface IngestLimits {
  /** 0 means no limit, as in Prometheus. */
  sampleLimit: number;
  labelLimit: number;
  labelNameLengthLimit: number;
  labelValueLengthLimit: number;
  bodySizeLimitBytes: number;
}

export interface IngestOptions {
  /** Final labels of a scraped series: target labels, honor_labels and metric relabelling applied. Undefined drops it. */
  mutateLabels: (scraped: Labels) => Labels | undefined;
  honorTimestamps: boolean;
  /** Track staleness of series even when they carry explicit timestamps. */
  trackTimestampsStaleness: boolean;
  limits: IngestLimits;
  /** Refuse what a strict parser refuses instead of reading it as its operator means it. */
  strict: boolean;
}

export interface IngestResult {
  /** Samples exposed, before metric relabelling. */
  scraped: number;
  postRelabel: number;
  /** Series seen for the first time by this ingester. */
  added: number;
  bodyBytes: number;
  /** What a lenient reading mended, by kind: `duplicate_type`, `duplicate_sample`, `infinity_spelling`, … */
  repairs: Readonly<Record<string, number>>;
  /** Samples refused by the store, by reason. */
  refused: Readonly<Record<string, number>>;
}

/** Thrown when a body costs its whole scrape; `line` is 1-based. */
export interface IngestFailure extends Error {
  code: string;
  line?: number;
}

export interface Ingester {
  /** Starts a body. `contentType` chooses the format, `fallback` is used when it says nothing useful. */
  begin(contentType: string | undefined, sizeHintBytes: number | undefined): void;
  /** Takes the next decompressed bytes; throws IngestFailure when the body limit is passed. */
  write(chunk: Uint8Array): void;
  /**
   * Parses and appends all samples at `timestampMs`, and staleness markers for series that vanished.
   * @throws IngestFailure when the body is malformed; nothing of it is stored then, as in Prometheus.
   */
  finish(timestampMs: number): IngestResult;
  /** Forgets a half-received body. */
  abort(): void;
  /** Staleness markers for everything that the last scrape held: after a failed scrape or when the target goes away. */
  markStale(timestampMs: number): void;
  /** Frees caches. */
  close(): void;
}
