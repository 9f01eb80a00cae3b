import path from 'node:path';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { Exemplar } from '../../storage.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import type { AppendJournal } from '../database/append-journal.ts';
import type { SeriesIndex } from '../index/series-index.ts';
import { CUT_BEGINS, CUT_DONE, SEGMENT_HEADER_BYTES, segmentName } from './format.ts';
import { SegmentEncoder } from './segment-encoder.ts';
import { encodeSegmentHeader } from './segment-header.ts';
import type { WalFile, WalFs } from './wal-fs.ts';

export interface WalOptions {
  dir: string;
  /** Number of the first segment to write; no such file exists. */
  firstSegment: number;
  segmentBytes: number;
  fsyncIntervalMs: number;
  fs: WalFs;
  clock: Clock;
  logger: Logger;
  /** Called when writing works again after records were lost: the head has to be made durable by a checkpoint. */
  onGapClosed(): void;
}

/** A place in the log: records before `offset` of `segment`, and all earlier segments, lie before it. */
export interface WalPosition {
  segment: number;
  offset: number;
}

const RETRY_MS = 1000;
/** Records kept in memory while the disk refuses them; beyond it they are given up until it accepts again. */
const MAX_PENDING_BYTES = 64 << 20;
/** A buffer this large is handed to the file without waiting for the end of the turn's other work. */
const FLUSH_BYTES = 1 << 20;

interface Pending {
  segment: number;
  bytes: Uint8Array;
}

/**
 * Writes the log. Appends only fill a buffer; one loop at a time hands buffers to the file and syncs it every
 * `fsyncIntervalMs`, so the event loop never waits for the disk and what an append costs does not depend on it. When the disk
 * refuses (full, broken) the store goes on serving: records wait in memory and the write is retried every second.
 */
export class Wal implements AppendJournal {
  /** Why records are not durable at present; undefined when all is well. */
  error: string | undefined;
  /** Records were given up since the disk began to refuse. */
  lostRecords = false;
  readonly totals = { writtenBytes: 0, syncs: 0, failures: 0 };
  private readonly options: WalOptions;
  private readonly index: SeriesIndex;
  private encoder: SegmentEncoder;
  private segment: number;
  /** Bytes of the current segment, those not yet written included. */
  private segmentLength = SEGMENT_HEADER_BYTES;
  private pending: Pending[] = [];
  private pendingBytes = 0;
  private file: { segment: number; handle: WalFile; written: number } | undefined;
  private synced: WalPosition;
  private dirty = false;
  private running: Promise<void> | undefined;
  private scheduled = false;
  private syncWanted = false;
  private waiters: { target: WalPosition; resolve: () => void; reject: (reason: Error) => void }[] = [];
  private cancelTimer: (() => void) | undefined;
  private closed = false;
  /** The failure has been logged. */
  private failing = false;
  /** Records were lost and no checkpoint has made up for them yet. */
  private gapOpen = false;

  constructor(index: SeriesIndex, options: WalOptions) {
    this.options = options;
    this.index = index;
    this.segment = options.firstSegment;
    this.synced = { segment: options.firstSegment, offset: 0 };
    this.encoder = new SegmentEncoder(index);
    this.enqueue(encodeSegmentHeader(this.segment));
    this.armSync();
  }

  get accepting(): boolean {
    return !this.lostRecords && !this.closed;
  }

  /** Where the next record will begin. */
  get position(): WalPosition {
    return { segment: this.segment, offset: this.segmentLength + this.encoder.records.length };
  }

  /** All before it survives a power cut. */
  get durablePosition(): WalPosition {
    return { ...this.synced };
  }

  /** All before it is in the file and can be read. */
  get writtenPosition(): WalPosition {
    return this.file
      ? { segment: this.file.segment, offset: this.file.written }
      : { segment: this.options.firstSegment, offset: 0 };
  }

  prepare(): number {
    if (this.segmentLength + this.encoder.records.length >= this.options.segmentBytes) this.rotate();
    return (this.segment % 65535) + 1;
  }

  declareSeries(refs: Uint32Array): void {
    this.encoder.declareSeries(refs);
    this.schedule();
  }

  knowsLayout(id: number, version: number): boolean {
    return this.encoder.knowsLayout(id, version);
  }

  layout(id: number, version: number, refs: Uint32Array, length: number): void {
    this.encoder.layout(id, version, refs, length);
    this.schedule();
  }

  batch(layoutId: number, timestampMs: number, length: number, body: Uint8Array): void {
    this.encoder.batch(layoutId, timestampMs, length, body);
    this.schedule();
  }

  sample(ref: number, timestampMs: number, value: Uint8Array): void {
    this.encoder.sample(ref, timestampMs, value);
    this.schedule();
  }

  lateSample(ref: number, timestampMs: number, low: number, high: number): void {
    this.encoder.lateSample(ref, timestampMs, low, high);
    this.schedule();
  }

  metadata(metricName: string, metadata: MetricMetadata): void {
    this.encoder.metadata(metricName, metadata);
    this.schedule();
  }

  exemplar(ref: number, exemplar: Exemplar): void {
    this.encoder.exemplar(ref, exemplar);
    this.schedule();
  }

  deletion(refs: Uint32Array, minTimeMs: number, maxTimeMs: number): void {
    this.encoder.deletion(refs, minTimeMs, maxTimeMs);
    this.schedule();
  }

  cut(stage: 'begins' | 'done', timeMs: number): void {
    if (!this.accepting) return;
    this.prepare();
    this.encoder.cut(stage === 'begins' ? CUT_BEGINS : CUT_DONE, timeMs);
    this.schedule();
  }

  /** Begins a new segment; returns its number. What was appended before stays in the old one. */
  rotate(): number {
    this.takeBuffer();
    this.segment++;
    this.encoder = new SegmentEncoder(this.index);
    this.segmentLength = SEGMENT_HEADER_BYTES;
    this.enqueue(encodeSegmentHeader(this.segment));
    return this.segment;
  }

  /** Resolves when all appended so far is durable. Rejects with the disk's error when it refuses; retries go on. */
  flush(): Promise<void> {
    const target = this.takeBuffer();
    if (!isBefore(this.synced, target)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiters.push({ target, resolve, reject });
      this.syncWanted = true;
      this.start();
    });
  }

  /** Flushes as far as the disk allows and closes the file. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.closed = true;
      this.cancelTimer?.();
      await this.running;
      await this.file?.handle.close().catch(() => {});
      this.file = undefined;
    }
  }

  /** Moves the encoder's records to the queue; returns the position behind them. */
  private takeBuffer(): WalPosition {
    this.encoder.close();
    const { records } = this.encoder;
    if (records.length > 0) {
      this.segmentLength += records.length;
      this.enqueue(records.out.view().slice());
      records.out.clear();
    }
    return { segment: this.segment, offset: this.segmentLength };
  }

  private enqueue(bytes: Uint8Array): void {
    this.pending.push({ segment: this.segment, bytes });
    this.pendingBytes += bytes.length;
    if (this.pendingBytes > MAX_PENDING_BYTES) this.giveUp();
  }

  /** Once a turn: all that one turn of the event loop appended goes to the file together. */
  private schedule(): void {
    if (this.encoder.records.length > FLUSH_BYTES) this.takeBuffer();
    if (this.scheduled || this.error !== undefined) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.start();
    });
  }

  private armSync(): void {
    if (this.closed) return;
    const waitMs = this.error === undefined ? Math.max(10, this.options.fsyncIntervalMs) : RETRY_MS;
    this.cancelTimer = this.options.clock.setTimeout(() => {
      this.syncWanted = true;
      this.start();
      this.armSync();
    }, waitMs);
  }

  private start(): void {
    if (this.closed || this.running || !this.hasWork()) return;
    this.running = this.run().finally(() => {
      this.running = undefined;
      // What was appended while the loop ended has had its turn.
      if (this.error === undefined && this.hasRecords()) this.schedule();
    });
  }

  private hasWork(): boolean {
    return this.lostRecords || this.hasRecords() || (this.syncWanted && this.dirty);
  }

  private hasRecords(): boolean {
    const { records, openBytes } = this.encoder;
    return this.pending.length > 0 || records.length > 0 || openBytes > 0;
  }

  /** Writes and syncs until there is nothing to do. Never rejects: failures are kept in `error` and retried by the timer. */
  private async run(): Promise<void> {
    try {
      if (this.lostRecords) await this.restart();
      while (this.hasWork()) {
        this.takeBuffer();
        // Only what is there now: under steady appends a sync would never have its turn.
        for (let left = this.pending.length; left > 0; left--) await this.writeNext();
        if (this.syncWanted) await this.sync();
        if (this.lostRecords) throw new Error('the disk did not keep up: records were given up');
      }
      if (this.failing) this.options.logger.info({ segment: this.segment }, 'the write-ahead log is written again');
      this.failing = false;
      this.error = undefined;
    } catch (error) {
      this.fail(error);
    }
  }

  private async writeNext(): Promise<void> {
    const next = this.pending[0];
    await this.write(next);
    // Unless they were given up in the meantime.
    if (this.pending[0] !== next) return;
    this.pending.shift();
    this.pendingBytes -= next.bytes.length;
  }

  private async sync(): Promise<void> {
    this.syncWanted = false;
    await this.syncFile();
    const { synced } = this;
    this.waiters = this.waiters.filter((waiter) => {
      if (isBefore(synced, waiter.target)) return true;
      waiter.resolve();
      return false;
    });
    if (this.waiters.length > 0) this.syncWanted = true;
    if (!this.gapOpen || this.lostRecords) return;
    this.gapOpen = false;
    this.options.onGapClosed();
  }

  /** Appends one buffer to its segment's file. After a failure the file is cut back to what was whole. */
  private async write({ segment, bytes }: Pending): Promise<void> {
    const { dir, fs } = this.options;
    if (this.file && this.file.segment !== segment) {
      // A segment is durable before its successor begins, so durability is a prefix of the log.
      await this.syncFile();
      await this.file.handle.close();
      this.file = undefined;
    }
    if (!this.file) {
      this.file = { segment, handle: await fs.open(path.join(dir, segmentName(segment))), written: 0 };
      await this.file.handle.truncate(0);
      await fs.syncDir(dir);
    }
    const file = this.file;
    try {
      await file.handle.append(bytes);
    } catch (error) {
      await file.handle.truncate(file.written).catch(() => {});
      throw error;
    }
    file.written += bytes.length;
    this.totals.writtenBytes += bytes.length;
    this.dirty = true;
  }

  private async syncFile(): Promise<void> {
    if (!this.file || !this.dirty) return;
    const { segment, written } = this.file;
    try {
      await this.file.handle.sync();
    } catch (error) {
      this.error ??= messageOf(error);
      // The kernel may have dropped the pages that it could not write: syncing again would say "done" of lost bytes.
      this.giveUp();
      throw error;
    }
    this.totals.syncs++;
    if (this.file.written === written) this.dirty = false;
    this.synced = { segment, offset: written };
  }

  private fail(error: unknown): void {
    this.totals.failures++;
    if (!this.failing) {
      this.failing = true;
      this.options.logger.error(
        { code: 'OBS_WAL_WRITE', cause: messageOf(error) },
        'the write-ahead log cannot be written: new samples are served but would not survive a crash; free disk space or check the disk',
      );
    }
    this.error = messageOf(error);
    this.syncWanted = true;
    this.rejectWaiters();
  }

  private rejectWaiters(): void {
    const { waiters } = this;
    this.waiters = [];
    const reason = this.error ?? 'records of the write-ahead log were given up';
    for (const { reject } of waiters) {
      reject(
        new ObservatoryError('OBS_WAL_WRITE', `the write-ahead log is not durable: ${reason}`, {
          hint: 'free disk space or check the disk',
        }),
      );
    }
  }

  private giveUp(): void {
    if (this.lostRecords) return;
    this.options.logger.error(
      { code: 'OBS_WAL_GAP', pendingBytes: this.pendingBytes },
      'the write-ahead log has been refused for too long: samples from now on are only in memory until the disk accepts again',
    );
    this.lostRecords = true;
    this.gapOpen = true;
    this.pending = [];
    this.pendingBytes = 0;
    this.rejectWaiters();
  }

  /** After records were given up: the next segment stands on its own. */
  private async restart(): Promise<void> {
    await this.file?.handle.close().catch(() => {});
    this.file = undefined;
    this.dirty = false;
    this.encoder = new SegmentEncoder(this.index);
    this.segment++;
    this.segmentLength = SEGMENT_HEADER_BYTES;
    this.pending = [{ segment: this.segment, bytes: encodeSegmentHeader(this.segment) }];
    this.pendingBytes = SEGMENT_HEADER_BYTES;
    // Appends may go on at once: should this attempt fail too, they wait behind the header.
    this.lostRecords = false;
  }
}

export function isBefore(a: WalPosition, b: WalPosition): boolean {
  return a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset);
}
