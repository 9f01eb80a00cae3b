import type { Labels } from '../../model/labels.ts';
import { LEGACY_LABEL_NAME } from '../../model/labels.ts';
import { Matcher } from '../../model/matcher.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { Exemplar, SelectRequest, SeriesSource } from '../../storage.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { ApiClient, ApiParameters } from './api-client.ts';
import { readLabels, readQueryValue, unreadable } from './read-value.ts';
import { RemoteSeriesSet } from './remote-series-set.ts';
import { selectorText, timeText } from './selector-text.ts';

export interface RemoteSeriesOptions {
  client: ApiClient;
  timeoutMs: number;
  /** Most samples that one selection may bring. */
  maxSamples: number;
}

type Selectors = readonly (readonly Matcher[])[];

/** Raw samples are asked for in pieces of this length, so that an engine's own limits are met later. */
const PIECE_MS = 6 * 3_600_000;
/** What every engine reads as a time in seconds: not 0, and not so large that it could be milliseconds. */
const EARLIEST_MS = 1000;
const LATEST_MS = Date.UTC(2100, 0);

/**
 * Series read from a Prometheus-compatible engine with `query` (a range selector at one time gives raw samples), `series`
 * and `labels` alone. Such engines give neither staleness markers nor, over these paths, exemplars and metadata.
 */
export class RemoteSeries implements SeriesSource {
  private readonly options: RemoteSeriesOptions;

  constructor(options: RemoteSeriesOptions) {
    this.options = options;
  }

  async select({ matchers, minTimeMs, maxTimeMs, signal }: SelectRequest): Promise<RemoteSeriesSet> {
    const { client, timeoutMs, maxSamples } = this.options;
    const set = new RemoteSeriesSet(minTimeMs, maxTimeMs);
    const selector = selectorText(matchers);
    let samples = 0;
    for (let from = minTimeMs; from <= maxTimeMs; from += PIECE_MS) {
      const until = Math.min(from + PIECE_MS - 1, maxTimeMs);
      // From just before the start: since Prometheus 3 a range does not contain its left end.
      const query = `${selector}[${until - from + 1}ms]`;
      const { data } = await client.post(
        '/query',
        [
          ['query', query],
          ['time', timeText(until)],
        ],
        timeoutMs,
        signal,
      );
      const piece = readQueryValue(data, maxSamples - samples);
      if (piece.value.resultType !== 'matrix') throw unreadable(`resultType ${piece.value.resultType}`);
      samples += piece.samples;
      set.add(piece.value.series);
    }
    return set;
  }

  async labelNames(selectors: Selectors, minTimeMs: number, maxTimeMs: number): Promise<string[]> {
    const { client, timeoutMs } = this.options;
    const { data } = await client.post('/labels', this.bounds(selectors, minTimeMs, maxTimeMs), timeoutMs);
    return sortedStrings(data);
  }

  async labelValues(name: string, selectors: Selectors, minTimeMs: number, maxTimeMs: number): Promise<string[]> {
    const { client, timeoutMs } = this.options;
    const { data } = await client.get(
      `/label/${pathName(name)}/values`,
      this.bounds(selectors, minTimeMs, maxTimeMs),
      timeoutMs,
    );
    return sortedStrings(data);
  }

  async series(selectors: Selectors, minTimeMs: number, maxTimeMs: number): Promise<Labels[]> {
    const { client, timeoutMs } = this.options;
    // The API wants at least one selector: this one matches whatever has a name.
    const wanted = selectors.length > 0 ? selectors : [[new Matcher('!=', '__name__', '')]];
    const { data } = await client.post('/series', this.bounds(wanted, minTimeMs, maxTimeMs), timeoutMs);
    if (!Array.isArray(data)) throw unreadable('series');
    return data.map(readLabels);
  }

  async exemplars(): Promise<{ labels: Labels; exemplars: Exemplar[] }[]> {
    return [];
  }

  metadata(): ReadonlyMap<string, MetricMetadata> {
    return new Map();
  }

  private bounds(selectors: Selectors, minTimeMs: number, maxTimeMs: number): ApiParameters {
    const parameters: [string, string][] = selectors.map((matchers) => ['match[]', selectorText(matchers)]);
    // "Any time" is said by bounds that VictoriaMetrics takes for something else, and without any it looks at the last day.
    parameters.push(['start', timeText(Math.max(minTimeMs, EARLIEST_MS))]);
    parameters.push(['end', timeText(Math.min(maxTimeMs, LATEST_MS))]);
    return parameters;
  }
}

/** Engines before Prometheus 3 know only plain names in the path; escaped ones would mean something else to them. */
function pathName(name: string): string {
  if (LEGACY_LABEL_NAME.test(name)) return name;
  throw new ObservatoryError('OBS_QUERY_PARAMETER', `the values of label ${JSON.stringify(name)} cannot be asked for`, {
    hint: 'a remote query engine answers for names of letters, digits and underscores only',
    httpStatus: 400,
  });
}

function sortedStrings(data: unknown): string[] {
  // VictoriaMetrics answers null for none.
  if (data === null || data === undefined) return [];
  if (!Array.isArray(data)) throw unreadable('list');
  return data.map(String).sort();
}
