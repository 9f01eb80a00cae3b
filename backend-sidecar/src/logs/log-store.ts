import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  LOG_LEVELS,
  type LogLine,
  type LogList,
  type LogSources,
  type LogVolume,
  type StoredLogLine,
} from '@observatory/protocol/logs';
import type { Clock } from '../util/clock.ts';
import { messageOf } from '../util/errors.ts';
import { every } from '../util/every.ts';
import type { Logger } from '../util/logger.ts';
import { countLines, type LogCount } from './count.ts';
import type { LogQuery } from './log-filter.ts';
import { decodeLines, encodeRecord, headOf } from './record.ts';
import { scanSegments } from './scan.ts';
import { Segment } from './segment.ts';
import { SourceNames } from './source-names.ts';

export interface LogStoreOptions {
  directory: string;
  clock: Clock;
  logger: Logger;
  /** Lines older than this are dropped, a segment at a time; 0 keeps them for ever. */
  retentionMs: number;
  /** Most bytes on disk; the oldest segments go first. 0 means no limit. */
  retentionBytes: number;
  segmentBytes?: number;
  syncIntervalMs?: number;
}

/** Which record of which buffer of which agent the lines came in. */
export interface LogOrigin {
  agent: string;
  buffer: string;
  seq: number;
}

export interface LogStoreStats {
  lines: number;
  bytes: number;
  segments: number;
  droppedSegments: number;
  cutBytes: number;
}

const SEGMENT_BYTES = 8 << 20;
const RETENTION_CHECK_MS = 60_000;

/**
 * Lines of all agents, in segment files that are only appended to. A record carries the number under which its agent sent it:
 * what is received and up to where it was received reach the disk together, so that after a crash neither a line is lost that
 * was acknowledged nor one stored twice.
 */
export class LogStore {
  private readonly options: Required<LogStoreOptions>;
  private segments: Segment[] = [];
  private nextId = 1;
  private readonly positions = new Map<string, { buffer: string; seq: number }>();
  /** The same, as far as it is on disk. */
  private durable: ReadonlyMap<string, { buffer: string; seq: number }> = new Map();
  /** Segments that are full and not yet on disk. */
  private closing: Promise<void> = Promise.resolve();
  private readonly names = new SourceNames();
  private stored = 0;
  private droppedSegments = 0;
  private cutBytes = 0;
  private dirty = false;
  private syncing: Promise<void> | undefined;
  private readonly cancels: (() => void)[] = [];
  private readonly syncListeners = new Set<() => void>();

  constructor(options: LogStoreOptions) {
    this.options = { segmentBytes: SEGMENT_BYTES, syncIntervalMs: 500, ...options };
  }

  /** Reads what is on disk; cuts a torn tail. Throws what the file system says. */
  start(): void {
    const { directory, logger, clock } = this.options;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(directory)
      .filter((each) => /^\d{12}\.log$/.test(each))
      .sort()) {
      const segment = Segment.open(path.join(directory, name));
      this.segments.push(segment);
      this.cutBytes += segment.cutBytes;
      for (const { agent, buffer, seq, firstId, lines } of segment.records) {
        this.positions.set(agent, { buffer, seq });
        this.nextId = Math.max(this.nextId, firstId + lines);
        if (lines > 0) this.names.addNode(agent);
      }
    }
    if (this.cutBytes > 0) logger.warn({ bytes: this.cutBytes }, 'logs: a torn tail was cut');
    this.durable = new Map(this.positions);
    void this.learnNames();
    this.cancels.push(every(clock, this.options.syncIntervalMs, () => void this.sync()));
    this.cancels.push(every(clock, RETENTION_CHECK_MS, () => this.retain()));
  }

  async stop(): Promise<void> {
    for (const cancel of this.cancels) cancel();
    await this.sync();
    for (const segment of this.segments) segment.close();
  }

  /** Number of the newest record that was received of a buffer; 0 when none was. */
  receivedOf(agent: string, buffer: string): number {
    const position = this.positions.get(agent);
    return position?.buffer === buffer ? position.seq : 0;
  }

  /** The newest record of a buffer that no crash can take away; 0 when there is none. What may be acknowledged. */
  durableOf(agent: string, buffer: string): number {
    const position = this.durable.get(agent);
    return position?.buffer === buffer ? position.seq : 0;
  }

  /** Stores a record with its lines, which may be none. @returns the lines with their ids. */
  append(origin: LogOrigin, lines: readonly LogLine[]): StoredLogLine[] {
    const head = headOf(origin, this.nextId, lines);
    this.writable().append(head, encodeRecord(head, lines));
    this.nextId += lines.length;
    this.stored += lines.length;
    this.positions.set(origin.agent, { buffer: origin.buffer, seq: origin.seq });
    this.dirty = true;
    if (lines.length > 0) this.names.addNode(origin.agent);
    return lines.map((line, index) => {
      this.names.add(line);
      return { ...line, id: String(head.firstId + index), node: origin.agent };
    });
  }

  /** Called whenever all that had been appended is on disk. */
  onSync(listener: () => void): () => void {
    this.syncListeners.add(listener);
    return () => this.syncListeners.delete(listener);
  }

  /** Forces what was appended to disk; one at a time. */
  async sync(): Promise<void> {
    while (this.syncing) await this.syncing;
    if (!this.dirty) return;
    this.syncing = this.syncNow();
    await this.syncing;
    this.syncing = undefined;
  }

  private async syncNow(): Promise<void> {
    this.dirty = false;
    const reached = new Map(this.positions);
    try {
      await this.closing;
      await this.segments.at(-1)?.sync();
      this.durable = reached;
    } catch (error) {
      this.dirty = true;
      this.options.logger.error({ error: messageOf(error) }, 'logs cannot be forced to disk: nothing is acknowledged');
      return;
    }
    for (const listener of this.syncListeners) listener();
  }

  query(query: LogQuery, signal?: AbortSignal): Promise<LogList> {
    return scanSegments(this.segments, query, signal);
  }

  count(query: LogCount, signal?: AbortSignal): Promise<LogVolume> {
    return countLines(this.segments, query, signal);
  }

  sources(): LogSources {
    return { ...this.names.list(), levels: [...LOG_LEVELS] };
  }

  stats(): LogStoreStats {
    return {
      lines: this.stored,
      bytes: this.segments.reduce((sum, { bytes }) => sum + bytes, 0),
      segments: this.segments.length,
      droppedSegments: this.droppedSegments,
      cutBytes: this.cutBytes,
    };
  }

  /** Drops the oldest segments beyond age and size; the one that is written to stays. */
  retain(): void {
    const { retentionMs, retentionBytes, clock } = this.options;
    const oldestMs = retentionMs > 0 ? clock.now() - retentionMs : Number.NEGATIVE_INFINITY;
    let bytes = this.stats().bytes;
    while (this.segments.length > 1) {
      const [first] = this.segments;
      const tooOld = first.maxTimeMs < oldestMs;
      if (!tooOld && (retentionBytes === 0 || bytes <= retentionBytes)) return;
      bytes -= first.bytes;
      this.segments.shift();
      this.droppedSegments++;
      first.remove();
    }
  }

  private writable(): Segment {
    const current = this.segments.at(-1);
    if (current && current.bytes < this.options.segmentBytes && current.bytes > 0) return current;
    const number = current ? Number(path.basename(current.file, '.log')) + 1 : 1;
    const made = Segment.create(path.join(this.options.directory, `${String(number).padStart(12, '0')}.log`));
    if (current) {
      // Its tail has to be on disk before anything later is acknowledged.
      void current
        .sync()
        .catch(() => undefined)
        .finally(() => current.close());
    }
    this.segments.push(made);
    // The places of all agents stand in every segment, so that retention never forgets one.
    for (const [agent, { buffer, seq }] of this.positions) {
      const head = headOf({ agent, buffer, seq }, this.nextId, []);
      made.append(head, encodeRecord(head, []));
    }
    this.retain();
    return made;
  }

  private async learnNames(): Promise<void> {
    const segment = this.segments.at(-1);
    if (!segment) return;
    try {
      const bytes = await segment.read();
      for (const { offset } of segment.records.slice(-200))
        for (const line of decodeLines(bytes, offset)) this.names.add(line);
    } catch {
      // Only suggestions for filters.
    }
  }
}
