import path from 'node:path';
import { crc32c } from '../../util/crc32c.ts';
import { messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { MAX_RECORD_BYTES, RECORD_HEADER_BYTES, SEGMENT_HEADER_BYTES, segmentName } from './format.ts';
import { ReadColumns } from './read-columns.ts';
import { listSegments } from './replay.ts';
import { SegmentDecoder } from './segment-decoder.ts';
import { checkSegmentHeader } from './segment-header.ts';
import type { WalFs } from './wal-fs.ts';
import type { WalRead, WalReader } from './wal-reader.ts';
import type { Wal, WalPosition } from './wal.ts';

export interface TailingWalReaderOptions {
  fs: WalFs;
  dir: string;
  wal: Wal;
  logger: Logger;
  start: WalPosition;
  commit(position: WalPosition): Promise<void>;
  onClose(): void;
}

const READ_BYTES = 1 << 20;
const DEFAULT_SAMPLES = 10_000;

/** Reads segment files behind the writer. A segment is decoded from its beginning, what lies before the start is not handed out. */
export class TailingWalReader implements WalReader {
  missedSegments = 0;
  private readonly options: TailingWalReaderOptions;
  private readonly columns = new ReadColumns();
  private segment: number;
  /** Behind the last record decoded. */
  private offset = 0;
  /** Records before it are decoded only for their state. */
  private deliverFrom: number;
  private decoder: SegmentDecoder;
  /** File bytes from `offset` on. */
  private buffer: Uint8Array = new Uint8Array(0);
  private damaged = false;
  private closed = false;

  constructor(options: TailingWalReaderOptions) {
    this.options = options;
    this.segment = options.start.segment;
    this.deliverFrom = options.start.offset;
    this.decoder = new SegmentDecoder(this.columns);
  }

  get position(): WalPosition {
    return { segment: this.segment, offset: Math.max(this.offset, this.deliverFrom) };
  }

  async backlogBytes(): Promise<number> {
    const { fs, dir } = this.options;
    let bytes = 0;
    for (const segment of await listSegments(fs, dir)) {
      if (segment < this.segment) continue;
      const end = await this.endOf(segment);
      bytes += Math.max(0, end - (segment === this.segment ? this.position.offset : 0));
    }
    return bytes;
  }

  async read(maxSamples = DEFAULT_SAMPLES): Promise<WalRead | undefined> {
    this.columns.clear();
    while (!this.closed && this.columns.length < maxSamples) {
      if (this.takeRecord()) continue;
      if (await this.fill()) continue;
      // Handles are valid within one segment only: what there is goes out first.
      if (!this.columns.isEmpty || !(await this.nextSegment())) break;
    }
    return this.columns.isEmpty ? undefined : this.columns.asRead(this.position);
  }

  commit(position: WalPosition): Promise<void> {
    return this.options.commit(position);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.options.onClose();
  }

  /** Decodes the buffer's first record when it is whole. */
  private takeRecord(): boolean {
    const { buffer } = this;
    if (this.offset === 0) {
      if (buffer.length < SEGMENT_HEADER_BYTES) return false;
      const problem = checkSegmentHeader(buffer, this.segment);
      if (problem) return this.giveUpSegment(problem);
      this.advance(SEGMENT_HEADER_BYTES);
      return true;
    }
    if (buffer.length < RECORD_HEADER_BYTES) return false;
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    const length = view.getUint32(0, true);
    if (length === 0 || length > MAX_RECORD_BYTES) return this.giveUpSegment(`a record claims ${length} bytes`);
    const end = RECORD_HEADER_BYTES + length;
    if (buffer.length < end) return false;
    if (view.getUint32(4, true) !== crc32c(buffer, RECORD_HEADER_BYTES, end))
      return this.giveUpSegment('a record fails its checksum');
    this.columns.delivering = this.offset >= this.deliverFrom;
    try {
      this.decoder.record(buffer[RECORD_HEADER_BYTES], buffer.subarray(RECORD_HEADER_BYTES + 1, end));
    } catch (error) {
      return this.giveUpSegment(messageOf(error));
    }
    this.advance(end);
    return true;
  }

  private advance(bytes: number): void {
    this.buffer = this.buffer.subarray(bytes);
    this.offset += bytes;
  }

  /** The rest of a damaged segment cannot be decoded; reading goes on with the next one. */
  private giveUpSegment(reason: string): false {
    const { logger } = this.options;
    logger.warn(
      { code: 'OBS_WAL_READ', segment: this.segment, offset: this.offset, reason },
      'the rest of a WAL segment cannot be read for remote_write',
    );
    this.damaged = true;
    return false;
  }

  /** Reads more of the segment's file; false at its end. */
  private async fill(): Promise<boolean> {
    if (this.damaged) return false;
    const from = this.offset + this.buffer.length;
    const end = await this.endOf(this.segment);
    if (from >= end) return false;
    const { fs, dir } = this.options;
    const pending =
      this.buffer.length >= RECORD_HEADER_BYTES
        ? new DataView(this.buffer.buffer, this.buffer.byteOffset).getUint32(0, true)
        : 0;
    const wanted = Math.min(end - from, Math.max(READ_BYTES, pending <= MAX_RECORD_BYTES ? pending : 0));
    const more = await fs
      .readRange(path.join(dir, segmentName(this.segment)), from, wanted)
      .catch(() => new Uint8Array(0));
    if (more.length === 0) return false;
    const joined = new Uint8Array(this.buffer.length + more.length);
    joined.set(this.buffer);
    joined.set(more, this.buffer.length);
    this.buffer = joined;
    return true;
  }

  /** How far a segment's file may be read: the writer may be in the midst of a record behind it. */
  private async endOf(segment: number): Promise<number> {
    const { fs, dir, wal } = this.options;
    const written = wal.writtenPosition;
    if (segment > written.segment) return 0;
    if (segment === written.segment) return written.offset;
    return fs.size(path.join(dir, segmentName(segment))).catch(() => 0);
  }

  private async nextSegment(): Promise<boolean> {
    const { fs, dir, wal } = this.options;
    if (this.segment >= wal.writtenPosition.segment) return false;
    const next = (await listSegments(fs, dir)).find((segment) => segment > this.segment);
    if (next === undefined || next > wal.writtenPosition.segment) return false;
    // Numbers are given out without gaps, unless a segment was deleted before its time.
    this.missedSegments += next - this.segment - (this.offset === 0 && !this.damaged ? 0 : 1);
    this.segment = next;
    this.offset = 0;
    this.deliverFrom = 0;
    this.damaged = false;
    this.buffer = new Uint8Array(0);
    this.columns.forgetSeries();
    this.decoder = new SegmentDecoder(this.columns);
    return true;
  }
}
