import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { WalPosition } from '../wal-feed.ts';

/** How far each shard is beyond the position that the log knows. */
export interface Progress {
  /** The log's committed position that the counts start from. */
  base: WalPosition;
  /** What the samples' order and shards depend on besides the log: counts are void when it changed. */
  fingerprint: string;
  /** Samples delivered since `base`, by shard. */
  delivered: readonly number[];
  /** Samples of the request under way, by shard: the receiver may have them already. */
  inFlight: readonly number[];
}

const RECORD_BYTES = 4096;

/**
 * A few numbers that survive the process (not a power cut, after which some samples are sent twice). With them a restart
 * repeats at most the very requests that were under way: receivers that refuse a whole request because it holds one
 * sample twice, as Prometheus does, then lose nothing new with it. One write in place, too small to be torn in practice; a
 * record that does not read back is ignored.
 */
export class ProgressFile {
  private readonly file: string;
  private descriptor: number | undefined;

  constructor(file: string) {
    this.file = file;
  }

  read(): Progress | undefined {
    try {
      const value = JSON.parse(readFileSync(this.file, 'utf8')) as Partial<Progress>;
      const counts = [...(value.delivered ?? []), ...(value.inFlight ?? [])];
      const isSound =
        value.base !== undefined &&
        value.delivered?.length === value.inFlight?.length &&
        counts.every((count) => Number.isSafeInteger(count) && count >= 0);
      return isSound ? (value as Progress) : undefined;
    } catch {
      return undefined;
    }
  }

  /** @throws when the disk refuses: callers go on without, since only repetitions are at stake. */
  write(progress: Progress): void {
    if (this.descriptor === undefined) {
      mkdirSync(path.dirname(this.file), { recursive: true });
      this.descriptor = openSync(this.file, 'w');
    }
    writeSync(this.descriptor, JSON.stringify(progress).padEnd(RECORD_BYTES), 0);
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}
