import path from 'node:path';
import { crc32c } from '../../util/crc32c.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import { ByteReader } from '../block/byte-reader.ts';
import { slotOf } from '../index/series-record.ts';
import { DictionaryDecoder } from '../wal/dictionary-decoder.ts';
import { FAR_MS, MAX_RECORD_BYTES, RECORD_HEADER_BYTES, SEGMENT_HEADER_BYTES } from '../wal/format.ts';
import { readExemplar, readMetadata } from '../wal/plain-records.ts';
import { checkSegmentHeader } from '../wal/segment-header.ts';
import type { WalFs } from '../wal/wal-fs.ts';
import {
  CHUNK_HEADER_BYTES,
  CHUNK_LENGTH,
  checkpointName,
  checkpointOf,
  END,
  EXEMPLAR,
  MAGIC,
  METADATA,
  SERIES,
  STATE,
} from './format.ts';
import type { CheckpointSource } from './write-checkpoint.ts';

export interface LoadedCheckpoint {
  /** Replay begins with this segment; 0 when there was no checkpoint. */
  segment: number;
  samples: number;
  /** What was damaged, in words. */
  problems: string[];
}

/** Loads the newest readable checkpoint of a directory into an empty head. */
export async function loadCheckpoint(target: CheckpointSource, fs: WalFs, dir: string): Promise<LoadedCheckpoint> {
  const names = await fs.list(dir);
  for (const name of names)
    if (name.startsWith('checkpoint.') && name.endsWith('.tmp')) await fs.remove(path.join(dir, name));
  const segments = names.map(checkpointOf).filter((segment) => segment !== undefined);
  segments.sort((a, b) => b - a);
  const problems: string[] = [];
  for (const segment of segments) {
    const file = path.join(dir, checkpointName(segment));
    try {
      const bytes = await fs.read(file);
      const headerProblem = checkSegmentHeader(bytes, segment, MAGIC);
      if (headerProblem) {
        problems.push(`${file}: ${headerProblem}`);
        continue;
      }
      const loader = new CheckpointLoader(target);
      problems.push(...loader.load(bytes).map((problem) => `${file}: ${problem}`));
      return { segment, samples: loader.samples, problems };
    } catch (error) {
      problems.push(`${file}: ${messageOf(error)}`);
    }
  }
  return { segment: 0, samples: 0, problems };
}

class CheckpointLoader {
  samples = 0;
  private readonly target: CheckpointSource;
  private readonly refs = new Map<number, number>();
  private oldest = Infinity;
  private oldestChunk = Infinity;
  private newest = -Infinity;
  private cutTime = -Infinity;
  private ended = false;
  private skipped = 0;

  constructor(target: CheckpointSource) {
    this.target = target;
  }

  /** Returns what was damaged. */
  load(bytes: Uint8Array): string[] {
    const problems: string[] = [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = SEGMENT_HEADER_BYTES;
    while (at < bytes.length) {
      const body = at + RECORD_HEADER_BYTES;
      const length = body <= bytes.length ? view.getUint32(at, true) : 0;
      if (length === 0 || length > MAX_RECORD_BYTES || body + length > bytes.length) {
        problems.push(`cut short or damaged at byte ${at}: the rest is lost`);
        break;
      }
      if (view.getUint32(at + 4, true) === crc32c(bytes, body, body + length)) {
        this.record(bytes[body], new ByteReader(bytes.subarray(body + 1, body + length)));
      } else {
        problems.push(`the record at byte ${at} fails its checksum: its series are lost`);
      }
      at = body + length;
    }
    if (!this.ended && problems.length === 0) problems.push('it has no end');
    if (this.skipped > 0)
      problems.push(`${this.skipped} series were left out: a ceiling is lower than when it was written`);
    this.applyTimes();
    return problems;
  }

  private record(type: number, reader: ByteReader): void {
    const { metadata, exemplars } = this.target;
    if (type === STATE) {
      const time = reader.signed();
      this.cutTime = time <= -FAR_MS ? -Infinity : time;
    } else if (type === SERIES) {
      const dictionary = new DictionaryDecoder();
      const count = reader.varint();
      for (let i = 0; i < count; i++) this.series(dictionary, reader);
    } else if (type === METADATA) {
      readMetadata(reader, (name, entry) => metadata.set(name, entry));
    } else if (type === EXEMPLAR) {
      const { ref, exemplar } = readExemplar(reader);
      const own = this.refs.get(ref);
      if (own !== undefined) exemplars.add(own, exemplar);
    } else if (type === END) {
      this.ended = true;
    }
  }

  private series(dictionary: DictionaryDecoder, reader: ByteReader): void {
    const { head } = this.target;
    const { ref, labels } = dictionary.declaration(reader);
    const lastTime = reader.signed();
    const low = reader.u32();
    const high = reader.u32();
    let own = 0;
    try {
      own = head.seriesRef(labels);
      this.refs.set(ref, own);
    } catch (error) {
      if (!(error instanceof ObservatoryError)) throw error;
      this.skipped++;
    }
    const chunks = reader.varint();
    for (let i = 0; i < chunks; i++) {
      const header = reader.raw(CHUNK_HEADER_BYTES);
      const bits = reader.raw(header[CHUNK_LENGTH] | (header[CHUNK_LENGTH + 1] << 8));
      if (own !== 0) this.chunk(slotOf(own), header, bits);
    }
    if (own !== 0 && lastTime > -FAR_MS) head.kernel.call.restoreLast(slotOf(own), lastTime, low, high);
    const late = reader.varint();
    for (let i = 0; i < late; i++) {
      const time = reader.signed();
      const lateLow = reader.u32();
      const lateHigh = reader.u32();
      if (own === 0) continue;
      head.late.add(slotOf(own), time, lateLow, lateHigh);
      head.setLateFlag(slotOf(own), true);
      this.samples++;
      this.oldest = Math.min(this.oldest, time);
      this.newest = Math.max(this.newest, time);
    }
  }

  private chunk(slot: number, header: Uint8Array, bits: Uint8Array): void {
    const { kernel } = this.target.head;
    const at = kernel.scratch(CHUNK_HEADER_BYTES + bits.length);
    kernel.u8.set(header, at);
    kernel.u8.set(bits, at + CHUNK_HEADER_BYTES);
    if (kernel.call.adoptChunk(slot, at) === 0) return;
    const view = new DataView(header.buffer, header.byteOffset, header.length);
    const first = Number(view.getBigInt64(0, true));
    this.oldest = Math.min(this.oldest, first);
    this.oldestChunk = Math.min(this.oldestChunk, first);
    this.newest = Math.max(this.newest, first + view.getUint32(12, true));
    this.samples += header[16];
  }

  private applyTimes(): void {
    const { head } = this.target;
    head.cutTimeMs = this.cutTime;
    head.setMinValidTime(this.cutTime);
    if (this.oldest > this.newest) return;
    head.oldestInOrderMs = Math.max(this.oldestChunk, this.cutTime);
    head.setTimeRange(this.oldest, this.newest);
  }
}
