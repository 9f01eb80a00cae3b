import type { Labels } from '../model/labels.ts';
import type { Appender, SeriesRef } from '../storage.ts';
import { ObservatoryError } from '../util/errors.ts';
import { syntaxError } from './exposition/exposition-error.ts';
import { checkLabelLimits } from './exposition/limits.ts';
import { boundLabels } from './exposition/unbounded-labels.ts';
import type { IngestOptions } from './ingest-types.ts';

/** From the labels on a page to a series of the store, in the two steps that a scrape takes them: all names, then all refs. */
export class SeriesResolver {
  private readonly appender: Appender;
  private readonly options: IngestOptions;

  constructor(appender: Appender, options: IngestOptions) {
    this.appender = appender;
    this.options = options;
  }

  /**
   * The final label set, undefined when relabelling drops the series, and the repair bits it took.
   * @throws ExpositionError (without a line) when a label limit is passed or the name is gone.
   */
  finalLabels(scraped: Labels): { labels: Labels | undefined; repairs: number } {
    const bounded = this.options.strict ? { labels: scraped, repairs: 0 } : boundLabels(scraped);
    const labels = this.options.mutateLabels(bounded.labels);
    if (labels === undefined || labels.size === 0) return { labels: undefined, repairs: bounded.repairs };
    if (labels.metricName === '') throw syntaxError('missing metric name (__name__ label)');
    checkLabelLimits(labels, this.options.limits);
    return { labels, repairs: bounded.repairs };
  }

  /** The series' ref, or the reason why the store takes no new series. */
  ref(labels: Labels): SeriesRef | 'series_limit' | 'memory_limit' {
    try {
      return this.appender.seriesRef(labels);
    } catch (error) {
      if (error instanceof ObservatoryError && error.code === 'OBS_STORE_SERIES_LIMIT') return 'series_limit';
      if (error instanceof ObservatoryError && error.code === 'OBS_STORE_MEMORY_LIMIT') return 'memory_limit';
      throw error;
    }
  }
}
