import { crc32c } from '../../util/crc32c.ts';
import { MAX_RECORD_BYTES, RECORD_HEADER_BYTES, SEGMENT_HEADER_BYTES } from './format.ts';
import { checkSegmentHeader } from './segment-header.ts';

export interface SegmentEnd {
  /** Bytes from the start of the segment that hold whole, good records. */
  goodBytes: number;
  /** Why the scan ended before the end of the file; undefined when it did not. */
  problem: string | undefined;
}

/**
 * Hands the records of a segment to `take` in order, up to the first one that is damaged: cut short, with a false checksum, or
 * refused by `take` with an error. `offset` is where each record begins.
 */
export function scanSegment(
  bytes: Uint8Array,
  segment: number,
  take: (type: number, payload: Uint8Array, offset: number) => void,
): SegmentEnd {
  const headerProblem = checkSegmentHeader(bytes, segment);
  if (headerProblem) return { goodBytes: 0, problem: headerProblem };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = SEGMENT_HEADER_BYTES;
  while (at < bytes.length) {
    const body = at + RECORD_HEADER_BYTES;
    if (body > bytes.length) return { goodBytes: at, problem: 'the last record is cut short' };
    const length = view.getUint32(at, true);
    if (length === 0 || length > MAX_RECORD_BYTES) return { goodBytes: at, problem: `a record claims ${length} bytes` };
    if (body + length > bytes.length) return { goodBytes: at, problem: 'the last record is cut short' };
    if (view.getUint32(at + 4, true) !== crc32c(bytes, body, body + length))
      return { goodBytes: at, problem: 'a record fails its checksum' };
    try {
      take(bytes[body], bytes.subarray(body + 1, body + length), at);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { goodBytes: at, problem: error.message };
    }
    at = body + length;
  }
  return { goodBytes: at, problem: undefined };
}
