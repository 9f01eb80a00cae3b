import path from 'node:path';
import { messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { segmentName, segmentOf } from './format.ts';
import { SegmentDecoder } from './segment-decoder.ts';
import type { WalVisitor } from './segment-decoder.ts';
import { scanSegment } from './segment-scan.ts';
import type { WalFs } from './wal-fs.ts';

/** What was cut from the log on opening. */
export interface WalCut {
  file: string;
  /** Bytes kept at the start of the file. */
  keptBytes: number;
  cutBytes: number;
  reason: string;
  /** Where the cut bytes were put; undefined for a torn last record, which was never acknowledged. */
  setAside: string | undefined;
}

/** Numbers of the segments in a directory, ascending. */
export async function listSegments(fs: WalFs, dir: string): Promise<number[]> {
  const numbers = (await fs.list(dir)).map(segmentOf).filter((number) => number !== undefined);
  return numbers.sort((a, b) => a - b);
}

/**
 * Replays the segments from `first` on, each into a visitor of its own; damaged ends are cut off and reported. Segments stand on
 * their own, so damage in one does not touch those behind it.
 */
export async function replaySegments(
  fs: WalFs,
  dir: string,
  segments: readonly number[],
  visitorOf: () => WalVisitor,
  logger: Logger,
): Promise<WalCut[]> {
  const cuts: WalCut[] = [];
  for (const segment of segments) {
    const file = path.join(dir, segmentName(segment));
    const bytes = await fs.read(file);
    const decoder = new SegmentDecoder(visitorOf());
    const end = scanSegment(bytes, segment, (type, payload) => decoder.record(type, payload));
    if (end.problem === undefined) continue;
    const last = segment === segments[segments.length - 1];
    const cut = await cutSegment(fs, file, bytes, end.goodBytes, end.problem, last);
    cuts.push(cut);
    logger.warn(
      { code: 'OBS_WAL_CUT', ...cut },
      'the write-ahead log was damaged and has been cut at its last good record',
    );
  }
  return cuts;
}

async function cutSegment(
  fs: WalFs,
  file: string,
  bytes: Uint8Array,
  goodBytes: number,
  reason: string,
  last: boolean,
): Promise<WalCut> {
  const cutBytes = bytes.length - goodBytes;
  const torn = last && reason.endsWith('cut short');
  let setAside: string | undefined;
  try {
    if (!torn && cutBytes > 0) {
      setAside = `${file}.corrupt`;
      const copy = await fs.open(setAside);
      await copy.truncate(0);
      await copy.append(bytes.subarray(goodBytes));
      await copy.close();
    }
    if (goodBytes === 0) await fs.remove(file);
    else await fs.truncate(file, goodBytes);
  } catch (error) {
    // A full or read-only disk must not keep the store from opening: the next open cuts again.
    return {
      file,
      keptBytes: goodBytes,
      cutBytes,
      reason: `${reason}; it could not be cut: ${messageOf(error)}`,
      setAside: undefined,
    };
  }
  return { file, keptBytes: goodBytes, cutBytes, reason, setAside };
}
