/**
 * HdrHistogram's interval logs, as pulsar-perf writes them: decoding of the V2 format (compressed, ZigZag LEB128 counts) and the
 * percentiles of one or several. Bounds and iteration as HdrHistogram defines them.
 */
import { inflateSync } from 'node:zlib';

const COMPRESSED_COOKIE = 0x1c849304;
const COOKIE = 0x1c849303;
const HEADER_BYTES = 40;

/** Counts by the highest value that is told from its neighbours: `[value, count]`, ascending. */
export type Histogram = readonly (readonly [value: number, count: number])[];

export interface HistogramInterval {
  startMs: number;
  lengthMs: number;
  histogram: Histogram;
}

/** The intervals of a log, in the order of the file. @throws Error for an encoding that is not V2 */
export function readHistogramLog(text: string): HistogramInterval[] {
  const intervals: HistogramInterval[] = [];
  for (const line of text.split('\n')) {
    const match = /^(?:Tag=[^,]*,)?([\d.]+),([\d.]+),[\d.]+,([A-Za-z0-9+/=]+)\s*$/.exec(line);
    if (!match) continue;
    intervals.push({
      startMs: Number(match[1]) * 1000,
      lengthMs: Number(match[2]) * 1000,
      histogram: decodeHistogram(Buffer.from(match[3], 'base64')),
    });
  }
  return intervals;
}

/** @throws Error for an encoding that is not V2 */
export function decodeHistogram(bytes: Buffer): Histogram {
  const cookie = withoutWordSize(bytes.readInt32BE(0));
  if (cookie === COMPRESSED_COOKIE) return decodeHistogram(inflateSync(bytes.subarray(8, 8 + bytes.readInt32BE(4))));
  if (cookie !== COOKIE) throw new Error(`no HdrHistogram of version 2: cookie 0x${cookie.toString(16)}`);
  const payload = bytes.subarray(HEADER_BYTES, HEADER_BYTES + bytes.readInt32BE(4));
  const valueAt = valueOfIndex(bytes.readInt32BE(12), Number(bytes.readBigInt64BE(16)));
  const found: [number, number][] = [];
  let index = 0;
  for (let at = 0; at < payload.length;) {
    const { value, next } = zigZag(payload, at);
    at = next;
    // A negative number is a run of empty buckets.
    if (value < 0) index -= value;
    else {
      if (value > 0) found.push([valueAt(index), value]);
      index++;
    }
  }
  return found;
}

const withoutWordSize = (cookie: number): number => cookie & ~0xf0;

/** Highest value of a bucket, by its index. @param digits significant ones */
function valueOfIndex(digits: number, lowest: number): (index: number) => number {
  const magnitude = Math.ceil(Math.log2(2 * 10 ** digits));
  const halfMagnitude = Math.max(magnitude, 1) - 1;
  const half = 2 ** halfMagnitude;
  const unit = Math.floor(Math.log2(Math.max(1, lowest)));
  return (index) => {
    const bucket = Math.floor(index / half) - 1;
    const width = 2 ** (Math.max(bucket, 0) + unit);
    const sub = (index % half) + (bucket < 0 ? 0 : half);
    return sub * width + width - 1;
  };
}

/** One number of the ZigZag LEB128 encoding, of at most nine bytes. */
function zigZag(bytes: Buffer, at: number): { value: number; next: number } {
  let raw = 0n;
  for (let shift = 0n, i = 0; ; i++, shift += 7n) {
    const byte = bytes[at++];
    // The ninth byte is whole: there is no flag in it.
    raw |= BigInt(i === 8 ? byte : byte & 0x7f) << shift;
    if (i === 8 || byte < 0x80) break;
  }
  return { value: Number((raw >> 1n) ^ -(raw & 1n)), next: at };
}

export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const counts = new Map<number, number>();
  for (const histogram of histograms)
    for (const [value, count] of histogram) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts].sort(([a], [b]) => a - b);
}

export const totalCount = (histogram: Histogram): number => histogram.reduce((sum, [, count]) => sum + count, 0);

export const meanOf = (histogram: Histogram): number =>
  histogram.length === 0
    ? 0
    : histogram.reduce((sum, [value, count]) => sum + value * count, 0) / totalCount(histogram);

/** Rounded to the nearest count, as HdrHistogram 2.1 does. @param percentile 0 to 100; 0 for an empty histogram */
export function valueAtPercentile(histogram: Histogram, percentile: number): number {
  const wanted = Math.max(1, Math.floor((percentile / 100) * totalCount(histogram) + 0.5));
  let seen = 0;
  for (const [value, count] of histogram) {
    seen += count;
    if (seen >= wanted) return value;
  }
  return histogram.at(-1)?.[0] ?? 0;
}

/** Percentile -> value, finer the nearer to 100: `ticks` of them for each half of what is left, and 100 itself. */
export function quantiles(histogram: Histogram, ticks: number): [percentile: number, value: number][] {
  const total = totalCount(histogram);
  const found: [number, number][] = [];
  let seen = 0;
  let level = 0;
  for (const [value, count] of histogram) {
    seen += count;
    const reached = (100 * seen) / total;
    while (level <= reached && level < 100) {
      found.push([level, value]);
      if (seen >= total && level > 100 - 100 / total) break;
      level += 100 / (ticks * 2 ** (Math.floor(Math.log2(100 / (100 - level))) + 1));
    }
  }
  const last = histogram.at(-1);
  if (last) found.push([100, last[0]]);
  return found;
}
