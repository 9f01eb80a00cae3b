import { closeSync, fdatasync, openSync, readFileSync, truncateSync, unlinkSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { decodeHead, SEGMENT_MAGIC, type RecordHead } from './record.ts';

/** A record of a segment: where it lies and what is known of it. */
export interface IndexedRecord extends RecordHead {
  offset: number;
}

/** One file of records. Written by appending only; what follows the last sound record is cut when it is opened again. */
export class Segment {
  readonly file: string;
  readonly records: IndexedRecord[] = [];
  bytes: number;
  minTimeMs = Number.POSITIVE_INFINITY;
  maxTimeMs = 0;
  /** Bytes of a torn tail that were cut. */
  cutBytes = 0;
  private fd: number | undefined;

  private constructor(file: string, bytes: number) {
    this.file = file;
    this.bytes = bytes;
  }

  static create(file: string): Segment {
    const segment = new Segment(file, SEGMENT_MAGIC.length);
    // wx: a name is never used twice, so nothing that was acknowledged can be overwritten.
    segment.fd = openSync(file, 'wx', 0o600);
    writeSync(segment.fd, SEGMENT_MAGIC);
    return segment;
  }

  /** Reads heads and checksums; lines stay on disk. */
  static open(file: string): Segment {
    const bytes = readFileSync(file);
    const segment = new Segment(file, SEGMENT_MAGIC.length);
    if (!bytes.subarray(0, SEGMENT_MAGIC.length).equals(SEGMENT_MAGIC)) {
      segment.bytes = 0;
    } else {
      for (let at = SEGMENT_MAGIC.length; ;) {
        const found = decodeHead(bytes, at);
        if (!found) break;
        segment.index(found.head, at);
        at = segment.bytes = found.end;
      }
    }
    segment.cutBytes = bytes.length - segment.bytes;
    if (segment.cutBytes > 0) truncateSync(file, segment.bytes);
    return segment;
  }

  /**
   * Appends an encoded record. Synchronous on purpose: the write only reaches the page cache (some 20 µs for 50 kB), and
   * what was written before the call returned is there for a query that follows.
   */
  append(head: RecordHead, encoded: Buffer): void {
    this.fd ??= openSync(this.file, 'a', 0o600);
    let written = 0;
    while (written < encoded.length) written += writeSync(this.fd, encoded, written);
    this.index(head, this.bytes);
    this.bytes += encoded.length;
  }

  sync(): Promise<void> {
    const { fd } = this;
    if (fd === undefined) return Promise.resolve();
    return new Promise((resolve, reject) => fdatasync(fd, (error) => (error ? reject(error) : resolve())));
  }

  read(): Promise<Buffer> {
    return readFile(this.file);
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  remove(): void {
    this.close();
    unlinkSync(this.file);
  }

  private index(head: RecordHead, offset: number): void {
    this.records.push({ ...head, offset });
    if (head.lines === 0) return;
    this.minTimeMs = Math.min(this.minTimeMs, head.minTimeMs);
    this.maxTimeMs = Math.max(this.maxTimeMs, head.maxTimeMs);
  }
}
