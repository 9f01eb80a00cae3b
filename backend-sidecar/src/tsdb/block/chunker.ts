import { ObservatoryError } from '../../util/errors.ts';
import { encodeValues } from './codec/kernel.ts';

/** A sealed chunk on its way into a block. */
export interface SealedChunk {
  /** Encoded value columns, see docs/format/codec.md. */
  bytes: Uint8Array;
  /** One timestamp a sample, ascending. */
  times: Float64Array;
}

/** Aim and limit of samples in a chunk: 480 is two hours of a 15 s interval. */
const AIM = 512;
const LIMIT = 1024;
/** Chunks start at multiples of this times a power of two, so that series of one target cut at the same places. */
const BASE_WINDOW_MS = 7_200_000;

/**
 * Cuts ascending samples into chunks of at most LIMIT, on boundaries that depend on the clock and not on where the series
 * begins: series with gaps then still share timestamp columns. `columns` are equally long value columns (one for raw data).
 */
export function sealChunks(times: Float64Array, columns: readonly Float64Array[]): SealedChunk[] {
  const count = times.length;
  const chunks: SealedChunk[] = [];
  if (count === 0) return chunks;
  const windowMs = chooseWindow(times[count - 1] - times[0], count);
  let start = 0;
  while (start < count) {
    const windowEnd = (Math.floor(times[start] / windowMs) + 1) * windowMs;
    let end = start + 1;
    while (end < count && end - start < LIMIT && times[end] < windowEnd) {
      if (!(times[end] > times[end - 1])) throw notAscending(times[end - 1], times[end]);
      end++;
    }
    if (end < count && !(times[end] > times[end - 1])) throw notAscending(times[end - 1], times[end]);
    chunks.push({ bytes: encodeColumns(columns, start, end - start), times: times.subarray(start, end) });
    start = end;
  }
  return chunks;
}

function notAscending(beforeMs: number, timeMs: number): ObservatoryError {
  return new ObservatoryError('OBS_BLOCK_ORDER', `sample at ${timeMs} ms follows one at ${beforeMs} ms`, {
    hint: 'Samples handed to a block must ascend in time, one a time; this is a defect of the caller.',
  });
}

function chooseWindow(spanMs: number, count: number): number {
  let windowMs = BASE_WINDOW_MS;
  const samplesPerMs = count / Math.max(1, spanMs);
  while (windowMs * samplesPerMs > AIM && windowMs > 1) windowMs /= 2;
  while (windowMs * samplesPerMs * 2 <= AIM && windowMs < spanMs) windowMs *= 2;
  return windowMs;
}

/** One column is stored as it is; several carry their lengths before them. */
export function encodeColumns(columns: readonly Float64Array[], start: number, count: number): Uint8Array {
  if (columns.length === 1) return encodeValues(columns[0], start, count);
  const encoded = columns.map((column) => encodeValues(column, start, count));
  const bytes = new Uint8Array(encoded.reduce((sum, part) => sum + part.length + 2, 0));
  let at = 0;
  for (const part of encoded) {
    bytes[at++] = part.length & 0xff;
    bytes[at++] = part.length >>> 8;
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
