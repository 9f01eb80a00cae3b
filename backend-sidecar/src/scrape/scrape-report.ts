import type { Labels } from '../model/labels.ts';
import { ObservatoryError } from '../util/errors.ts';
import type { Appender, SampleBatch } from '../storage.ts';

const BASE = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
] as const;
const EXTRA = ['scrape_timeout_seconds', 'scrape_sample_limit', 'scrape_body_size_bytes'] as const;

/** What one scrape came to. A body of -1 bytes means that it was over its limit, as in Prometheus. */
export interface ScrapeReport {
  up: boolean;
  durationSeconds: number;
  scraped: number;
  postRelabel: number;
  added: number;
  bodyBytes: number;
}

/** Appends `up` and the `scrape_*` series of one target, for every scrape, also a failed one. */
export class ReportSeries {
  private readonly appender: Appender;
  private readonly labels: Labels;
  private readonly names: readonly string[];
  private readonly constants: readonly number[];
  private readonly batch: SampleBatch;

  /** @param extra timeout in seconds and sample limit, appended too when given. */
  constructor(appender: Appender, targetLabels: Labels, extra?: { timeoutSeconds: number; sampleLimit: number }) {
    this.appender = appender;
    this.labels = targetLabels;
    this.names = extra ? [...BASE, ...EXTRA] : BASE;
    this.constants = extra ? [extra.timeoutSeconds, extra.sampleLimit] : [];
    this.batch = {
      timestampMs: 0,
      length: this.names.length,
      refs: new Uint32Array(this.names.length),
      values: new Float64Array(this.names.length),
      layoutId: appender.newLayoutId(),
      layoutVersion: 0,
    };
  }

  /** Returns the error that kept the store from taking the series, if any. */
  append(timestampMs: number, report: ScrapeReport): string | undefined {
    const refused = this.resolveRefs();
    if (refused !== undefined) return refused;
    const { values } = this.batch;
    values[0] = report.up ? 1 : 0;
    values[1] = report.durationSeconds;
    values[2] = report.scraped;
    values[3] = report.postRelabel;
    values[4] = report.added;
    if (this.constants.length > 0) {
      values[5] = this.constants[0];
      values[6] = this.constants[1];
      values[7] = report.bodyBytes;
    }
    this.batch.timestampMs = timestampMs;
    this.appender.appendBatch(this.batch);
    return undefined;
  }

  appendStale(timestampMs: number): void {
    for (const ref of this.batch.refs)
      if (ref !== 0 && this.appender.isLive(ref)) this.appender.appendStale(ref, timestampMs);
  }

  /** Series that were dropped for want of samples, or never made, are made now. */
  private resolveRefs(): string | undefined {
    const { refs } = this.batch;
    for (let i = 0; i < refs.length; i++) {
      if (refs[i] !== 0 && this.appender.isLive(refs[i])) continue;
      try {
        refs[i] = this.appender.seriesRef(this.labels.with('__name__', this.names[i]));
        this.batch.layoutVersion++;
      } catch (error) {
        if (error instanceof ObservatoryError) return error.message;
        throw error;
      }
    }
    return undefined;
  }
}
