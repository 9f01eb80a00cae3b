import type { Labels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type {
  AppendCounts,
  AppendListener,
  AppendRefusal,
  Exemplar,
  SampleBatch,
  SelectRequest,
  SeriesRef,
  SeriesSet,
} from '../../storage.ts';
import type { BlockMeta, BlockStore } from '../block/index.ts';
import { deleteInHead } from '../head/delete-in-head.ts';
import type { Head } from '../head/head.ts';
import { selectPostings } from '../index/select-postings.ts';
import { slotOf } from '../index/series-record.ts';
import type { BlockInput } from '../types.ts';
import type { WalReader } from '../wal/wal-reader.ts';
import { Wal } from '../wal/wal.ts';
import { cardinalityOf } from './cardinality.ts';
import type { Cardinality } from './cardinality.ts';
import type { Database } from './database.ts';
import type { ExemplarRing } from './exemplar-ring.ts';
import { HeadAppender } from './head-appender.ts';
import { Maintenance } from './maintenance.ts';
import type { MetadataStore } from './metadata-store.ts';
import type { OpenReport } from './open-report.ts';
import type { ResolvedOptions } from './options.ts';
import { ReadPins } from './read-pins.ts';
import { SeriesReads } from './series-reads.ts';
import { headStats, walStats } from './stats.ts';
import type { DatabaseStats } from './stats.ts';

/** The parts of an opened store, built by open-database.ts. */
export interface DatabaseParts {
  options: ResolvedOptions;
  head: Head;
  blocks: BlockStore;
  metadata: MetadataStore;
  exemplars: ExemplarRing;
  walDir: string;
  firstSegment: number;
  openReport: OpenReport;
  unlock: () => Promise<void>;
}

/** Ties the parts together; all logic is in them. */
export class EmbeddedDatabase implements Database {
  readonly path: string;
  readonly openReport: OpenReport;
  private readonly parts: DatabaseParts;
  private readonly wal: Wal;
  private readonly appender: HeadAppender;
  private readonly reads: SeriesReads;
  private readonly maintenance: Maintenance;
  private closing: Promise<void> | undefined;
  private oldestRewrittenMs = Infinity;

  constructor(parts: DatabaseParts) {
    const { options, head, blocks, metadata, exemplars } = parts;
    this.parts = parts;
    this.path = options.path;
    this.openReport = parts.openReport;
    const pins = new ReadPins(options.ioClock);
    this.wal = new Wal(head.index, {
      dir: parts.walDir,
      firstSegment: parts.firstSegment,
      segmentBytes: options.walSegmentBytes,
      fsyncIntervalMs: options.fsyncIntervalMs,
      fs: options.fs,
      clock: options.ioClock,
      logger: options.logger,
      onGapClosed: () => this.maintenance.requestCheckpoint(),
    });
    this.appender = new HeadAppender(head, this.wal, metadata, exemplars, options.clock, options.maxFutureMs);
    this.reads = new SeriesReads(head, blocks, pins);
    this.maintenance = new Maintenance({
      options,
      head,
      blocks,
      wal: this.wal,
      walDir: parts.walDir,
      pins,
      metadata,
      exemplars,
    });
    this.maintenance.start();
  }

  seriesRef(labels: Labels): SeriesRef {
    return this.appender.seriesRef(labels);
  }

  newLayoutId(): number {
    return this.appender.newLayoutId();
  }

  appendBatch(batch: SampleBatch): AppendCounts {
    return this.appender.appendBatch(batch);
  }

  append(ref: SeriesRef, timestampMs: number, value: number): AppendRefusal | undefined {
    return this.appender.append(ref, timestampMs, value);
  }

  appendStale(ref: SeriesRef, timestampMs: number): AppendRefusal | undefined {
    return this.appender.appendStale(ref, timestampMs);
  }

  appendExemplar(ref: SeriesRef, exemplar: Exemplar): void {
    this.appender.appendExemplar(ref, exemplar);
  }

  setMetadata(metricName: string, metadata: MetricMetadata): void {
    this.appender.setMetadata(metricName, metadata);
  }

  isLive(ref: SeriesRef): boolean {
    return this.appender.isLive(ref);
  }

  onAppend(listener: AppendListener): () => void {
    return this.appender.onAppend(listener);
  }

  select(request: SelectRequest): Promise<SeriesSet> {
    return this.reads.select(request);
  }

  labelNames(selectors: readonly (readonly Matcher[])[], minTimeMs: number, maxTimeMs: number): Promise<string[]> {
    return this.reads.labelNames(selectors, minTimeMs, maxTimeMs);
  }

  labelValues(
    name: string,
    selectors: readonly (readonly Matcher[])[],
    minTimeMs: number,
    maxTimeMs: number,
  ): Promise<string[]> {
    return this.reads.labelValues(name, selectors, minTimeMs, maxTimeMs);
  }

  series(selectors: readonly (readonly Matcher[])[], minTimeMs: number, maxTimeMs: number): Promise<Labels[]> {
    return this.reads.series(selectors, minTimeMs, maxTimeMs);
  }

  async exemplars(
    selectors: readonly (readonly Matcher[])[],
    minTimeMs: number,
    maxTimeMs: number,
  ): Promise<{ labels: Labels; exemplars: Exemplar[] }[]> {
    return this.reads.exemplars(this.parts.exemplars, selectors, minTimeMs, maxTimeMs);
  }

  metadata(metricName?: string): ReadonlyMap<string, MetricMetadata> {
    return this.parts.metadata.get(metricName);
  }

  labelsOf(ref: SeriesRef): Labels | undefined {
    const { index } = this.parts.head;
    return index.isLive(ref) ? index.labelsAt(slotOf(ref)) : undefined;
  }

  *refsOf(matchers: readonly Matcher[]): IterableIterator<SeriesRef> {
    const { index } = this.parts.head;
    for (const slot of selectPostings(index, matchers)) yield index.refAt(slot);
  }

  stats(): DatabaseStats {
    const { head, blocks, exemplars } = this.parts;
    return {
      head: headStats(head),
      wal: walStats(this.wal, this.maintenance.walBytes),
      blocks: blocks.stats(),
      appended: this.appender.totals.appended,
      refused: this.appender.totals.refused,
      exemplars: exemplars.count,
      maintenance: this.maintenance.stats,
    };
  }

  cardinality(limit: number): Cardinality {
    return cardinalityOf(this.parts.head.index, limit);
  }

  flush(): Promise<void> {
    return this.wal.flush();
  }

  async backfill(input: BlockInput, signal?: AbortSignal): Promise<BlockMeta[]> {
    try {
      return await this.parts.blocks.backfill(input, signal);
    } finally {
      this.oldestRewrittenMs = -Infinity;
    }
  }

  takeOldestChange(): number {
    const oldest = Math.min(this.oldestRewrittenMs, this.appender.takeOldestAppended());
    this.oldestRewrittenMs = Infinity;
    return oldest;
  }

  async deleteSeries(matchers: readonly Matcher[], minTimeMs: number, maxTimeMs: number): Promise<number> {
    const { head, blocks } = this.parts;
    try {
      const inBlocks = await blocks.deleteSeries(matchers, minTimeMs, maxTimeMs);
      const slots = head.slotsWithin(matchers, minTimeMs, maxTimeMs);
      this.appender.journalDeletion(slots, minTimeMs, maxTimeMs);
      let inHead = 0;
      for (const slot of slots) if (deleteInHead(head, slot, minTimeMs, maxTimeMs)) inHead++;
      return Math.max(inHead, inBlocks);
    } finally {
      this.oldestRewrittenMs = Math.min(this.oldestRewrittenMs, minTimeMs);
    }
  }

  async cleanTombstones(): Promise<number> {
    try {
      return await this.parts.blocks.cleanTombstones();
    } finally {
      // What is gone for good was hidden before; but downsampled tiers are made anew.
      this.oldestRewrittenMs = -Infinity;
    }
  }

  maintain(): Promise<void> {
    return this.maintenance.run();
  }

  idle(): Promise<void> {
    return this.maintenance.idle();
  }

  walReader(name: string): Promise<WalReader> {
    return this.maintenance.readers.open(name);
  }

  removeWalReader(name: string): Promise<void> {
    return this.maintenance.readers.remove(name);
  }

  close(): Promise<void> {
    return (this.closing ??= this.closeParts());
  }

  private async closeParts(): Promise<void> {
    try {
      await this.maintenance.stop();
      await this.wal.close();
    } finally {
      await this.parts.blocks.close();
      await this.parts.unlock();
    }
  }
}
