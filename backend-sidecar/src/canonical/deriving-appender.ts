import type { Labels } from '../model/labels.ts';
import type { MetricMetadata } from '../model/metadata.ts';
import type { AppendCounts, Appender, AppendRefusal, Exemplar, SampleBatch, SeriesRef } from '../storage.ts';
import type { CounterRegistry } from './counter-registry.ts';
import type { CounterFamily } from './counter-families.ts';
import { DerivedBatch } from './derived-batch.ts';
import type { TargetExposure } from './exposure/target-exposure.ts';
import type { FeedCatalogue } from './feed.ts';
import type { HistogramGroup } from './histogram-group.ts';
import { RefTable } from './ref-table.ts';
import { TimedSamples } from './timed-samples.ts';
import { TargetCounters, type CounterColumn } from './target-counters.ts';
import { TargetHistograms, type HistogramColumn, type HistogramOptions } from './target-histograms.ts';

export interface DerivingDeps {
  appender: Appender;
  catalogue: FeedCatalogue;
  registry: CounterRegistry;
  exposure: TargetExposure;
  histograms: HistogramOptions;
  /** Processes that started later than this count from nought; ms. */
  watchingSinceMs: number;
}

type Node =
  | { kind: 'histogram'; group: HistogramGroup }
  | { kind: 'counter'; family: CounterFamily; labels: Labels; shape: string }
  | { kind: 'start' };

/** Columns of one histogram fit below it. */
const COLUMNS = 32;
/** Nodes of series that are long gone are dropped when there are this many more than are in use. */
const SPARE_NODES = 1000;

/**
 * The appender that one target's ingester sees. Everything goes through to the store; besides, it learns from the labels
 * which series feed a canonical one, once for each new series, and after each batch computes the canonical series of the
 * target from those columns alone and appends them as batches with layouts of their own.
 */
export class DerivingAppender implements Appender {
  private readonly deps: DerivingDeps;
  private readonly inner: Appender;
  private readonly histogramBatch: DerivedBatch;
  private readonly counterBatch: DerivedBatch;
  private readonly histograms: TargetHistograms;
  private readonly counters: TargetCounters;
  /** Ref -> node index * COLUMNS + column + 1. */
  private readonly feeds = new RefTable();
  private readonly timed = new TimedSamples();
  private nodes: (Node | undefined)[] = [];
  private nodeIndex = new Map<string, number>();
  private layoutId = -1;
  private layoutVersion = -1;
  private feedingColumns = 0;
  private startColumn = -1;
  private startedSeconds = NaN;
  private staleMs = NaN;
  private staleSeen = 0;

  constructor(deps: DerivingDeps) {
    this.deps = deps;
    this.inner = deps.appender;
    this.histogramBatch = new DerivedBatch(deps.appender);
    this.counterBatch = new DerivedBatch(deps.appender);
    this.histograms = new TargetHistograms(this.histogramBatch, deps.histograms);
    this.counters = new TargetCounters(this.counterBatch, deps.registry);
  }

  seriesRef(labels: Labels): SeriesRef {
    const ref = this.inner.seriesRef(labels);
    this.learn(ref, labels);
    return ref;
  }

  newLayoutId(): number {
    const id = this.inner.newLayoutId();
    // The first is that of samples at the time of the scrape.
    if (this.layoutId < 0) this.layoutId = id;
    return id;
  }

  appendBatch(batch: SampleBatch): AppendCounts {
    const counts = this.inner.appendBatch(batch);
    if (batch.layoutId === this.layoutId) this.derive(this.timed.join(batch));
    else for (let i = 0; i < batch.length; i++) this.keepTimed(batch.refs[i], batch.values[i]);
    return counts;
  }

  append(ref: SeriesRef, timestampMs: number, value: number): AppendRefusal | undefined {
    this.keepTimed(ref, value);
    return this.inner.append(ref, timestampMs, value);
  }

  appendStale(ref: SeriesRef, timestampMs: number): AppendRefusal | undefined {
    if (this.feeds.get(ref) !== 0) this.sawStale(timestampMs);
    return this.inner.appendStale(ref, timestampMs);
  }

  appendExemplar(ref: SeriesRef, exemplar: Exemplar): void {
    this.inner.appendExemplar(ref, exemplar);
  }

  setMetadata(metricName: string, metadata: MetricMetadata): void {
    this.inner.setMetadata(metricName, metadata);
  }

  isLive(ref: SeriesRef): boolean {
    return this.inner.isLive(ref);
  }

  private keepTimed(ref: SeriesRef, value: number): void {
    if (this.feeds.get(ref) !== 0 || this.deps.exposure.isTelling(ref)) this.timed.push(ref, value);
  }

  private learn(ref: SeriesRef, labels: Labels): void {
    this.deps.exposure.learn(ref, labels);
    const feed = this.feeds.get(ref) === 0 ? this.deps.catalogue.feedOf(labels) : undefined;
    if (!feed) return;
    if (feed.kind === 'start') {
      this.feeds.set(ref, this.node('start', () => ({ kind: 'start' })) * COLUMNS + 1);
      return;
    }
    const key = `${feed.family.canonical}\n${feed.labels.key()}`;
    if (feed.kind === 'histogram') {
      const index = this.node(key, () => ({
        kind: 'histogram',
        group: {
          family: feed.family,
          labels: feed.labels,
          output: undefined,
          offset: -1,
          isKnown: false,
          atEdge: undefined,
        },
      }));
      this.feeds.set(ref, index * COLUMNS + feed.column + 1);
      return;
    }
    const index = this.node(key, () => ({
      kind: 'counter',
      family: feed.family,
      labels: feed.labels,
      shape: [...feed.labels.entries()].map(([name]) => name).join(),
    }));
    this.feeds.set(ref, index * COLUMNS + 1);
  }

  private node(key: string, create: () => Node): number {
    let index = this.nodeIndex.get(key);
    if (index === undefined) {
      index = this.nodes.push(create()) - 1;
      this.nodeIndex.set(key, index);
    }
    return index;
  }

  private derive(batch: SampleBatch): void {
    const { timestampMs, values } = batch;
    const { exposure } = this.deps;
    const isNewLayout = batch.layoutVersion !== this.layoutVersion;
    if (isNewLayout) this.setLayout(batch);
    const hasRestarted = this.readStart(values);
    if (isNewLayout) exposure.setLayout(batch, hasRestarted);
    exposure.lastScrapeMs = timestampMs;
    if (this.feedingColumns === 0) return;
    this.histograms.step(timestampMs, values);
    this.histogramBatch.append(timestampMs);
    this.counters.step(timestampMs, values, hasRestarted);
    this.counterBatch.append(timestampMs);
    this.deps.registry.sweep(timestampMs);
  }

  /** Whether the process began anew since the last scrape, or, on the first, after the sidecar began to watch. */
  private readStart(values: Float64Array): boolean {
    const started = this.startColumn < 0 ? NaN : values[this.startColumn];
    const hasRestarted = Number.isNaN(this.startedSeconds)
      ? started * 1000 > this.deps.watchingSinceMs
      : started !== this.startedSeconds;
    this.startedSeconds = started;
    this.deps.exposure.startedMs = Number.isNaN(started) ? undefined : Math.round(started * 1000);
    return hasRestarted;
  }

  /** Finds the feeding columns among all: a look into a table for each series, when the list of series differs. */
  private setLayout({ refs, length, layoutVersion, timestampMs }: SampleBatch): void {
    this.layoutVersion = layoutVersion;
    const histograms: HistogramColumn[] = [];
    const counters: CounterColumn[] = [];
    this.startColumn = -1;
    const used = new Set<number>();
    for (let batchIndex = 0; batchIndex < length; batchIndex++) {
      const feed = this.feeds.get(refs[batchIndex]) - 1;
      if (feed < 0) continue;
      const column = feed % COLUMNS;
      const index = (feed - column) / COLUMNS;
      const node = this.nodes[index];
      used.add(index);
      if (node?.kind === 'histogram') histograms.push({ group: node.group, column, batchIndex });
      else if (node?.kind === 'counter')
        counters.push({ total: this.deps.registry.total(node.family, node.labels), shape: node.shape, batchIndex });
      else this.startColumn = batchIndex;
    }
    this.feedingColumns = histograms.length + counters.length + (this.startColumn < 0 ? 0 : 1);
    this.histograms.setLayout(histograms, timestampMs);
    this.counters.setLayout(counters, timestampMs);
    if (this.nodes.length > 2 * used.size + SPARE_NODES) this.forgetUnused(refs.subarray(0, length), used);
  }

  private forgetUnused(refs: Uint32Array, used: ReadonlySet<number>): void {
    const kept = new Map<number, number>();
    const nodes = [...used].map((index, at) => {
      kept.set(index, at);
      return this.nodes[index];
    });
    const feeds: [SeriesRef, number][] = [];
    for (const ref of refs) {
      const feed = this.feeds.get(ref) - 1;
      if (feed < 0) continue;
      const column = feed % COLUMNS;
      feeds.push([ref, (kept.get((feed - column) / COLUMNS) ?? 0) * COLUMNS + column + 1]);
    }
    this.feeds.clear();
    for (const [ref, feed] of feeds) this.feeds.set(ref, feed);
    for (const [key, index] of this.nodeIndex) {
      const at = kept.get(index);
      if (at === undefined) this.nodeIndex.delete(key);
      else this.nodeIndex.set(key, at);
    }
    this.nodes = nodes;
  }

  /** Markers for all feeding series at one time mean that the target could not be scraped or went away. */
  private sawStale(timestampMs: number): void {
    if (timestampMs !== this.staleMs) {
      this.staleMs = timestampMs;
      this.staleSeen = 0;
    }
    if (++this.staleSeen !== this.feedingColumns) return;
    this.histogramBatch.markStale(timestampMs);
    this.counters.releaseAll(timestampMs);
  }
}
