// Integer sequences: predict (none, previous, line through the two previous), subtract a bias, then pack what remains
// either in equal widths (frame of reference) or in Rice codes with an escape, whichever is smaller. Rice codes are within
// a few hundredths of a bit of the optimum for the two-sided geometric noise that counters and gauges show
// (R. F. Rice, "Some practical universal noiseless coding techniques", JPL 1979).
import {
  alignRead,
  alignWrite,
  getBits,
  getShort,
  getVarint,
  peek,
  putBits,
  putShort,
  putVarint,
  skipBits,
  unzigzag,
  varintBytes,
  zigzag,
} from './bits';
import { DIFFS } from './layout';

/** A quotient this long announces a plain 64-bit residual. */
const ESCAPE: u32 = 24;
const MAX_RICE: u32 = 56;

/** Result of the last `planResiduals`. */
let planRice: bool = false;
let planWidth: u32 = 0;
let planBias: i64 = 0;
let planBits: u64 = 0;

/** Result of the last `planInts`. */
export let bestOrder: u32 = 0;
/** Bytes that `putInts` would write with `bestOrder`. */
export let bestBytes: u64 = 0;

/** Writes differences of the given order of `count` i64 at `source` to DIFFS; returns how many there are. */
function difference(source: usize, count: i32, order: u32): i32 {
  if (order == 0) {
    memory.copy(DIFFS, source, (<usize>count) << 3);
    return count;
  }
  const n = count - <i32>order;
  if (n <= 0) return 0;
  if (order == 1) {
    for (let i = 0; i < n; i++) {
      const at = source + ((<usize>i) << 3);
      store<i64>(DIFFS + ((<usize>i) << 3), load<i64>(at, 8) - load<i64>(at));
    }
  } else {
    for (let i = 0; i < n; i++) {
      const at = source + ((<usize>i) << 3);
      store<i64>(DIFFS + ((<usize>i) << 3), load<i64>(at, 16) - 2 * load<i64>(at, 8) + load<i64>(at));
    }
  }
  return n;
}

function riceBits(count: i32, bias: i64, k: u32): u64 {
  let bits: u64 = <u64>count * (k + 1);
  for (let i = 0; i < count; i++) {
    const q = zigzag(load<i64>(DIFFS + ((<usize>i) << 3)) - bias) >> k;
    bits += q < ESCAPE ? q : ESCAPE + 64 - k;
  }
  return bits;
}

/** Chooses mode, width and bias for the `count` differences in DIFFS. */
function planResiduals(count: i32): void {
  planRice = false;
  planWidth = 0;
  planBias = 0;
  planBits = 0;
  if (count <= 0) return;
  let min = load<i64>(DIFFS);
  let max = min;
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const value = load<i64>(DIFFS + ((<usize>i) << 3));
    if (value < min) min = value;
    if (value > max) max = value;
    sum += <f64>value;
  }
  planBias = min;
  planWidth = 64 - <u32>clz(<u64>max - <u64>min);
  planBits = <u64>count * planWidth + 8 * varintBytes(zigzag(min));
  if (planWidth <= 1) return;
  // Outliers drag the mean, so zero is tried as well: the better of the two biases wins.
  const mean = <i64>nearest(sum / <f64>count);
  tryRice(count, mean);
  if (mean != 0) tryRice(count, 0);
}

function tryRice(count: i32, bias: i64): void {
  // The mean of small residuals only: escapes cost the same whatever k is.
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += <f64>zigzag(load<i64>(DIFFS + ((<usize>i) << 3)) - bias);
  let k: u32 = 0;
  const mean = (sum / <f64>count) * 0.6931;
  if (mean > 1) k = 63 - <u32>clz(<u64>mean);
  if (k > MAX_RICE) k = MAX_RICE;
  const head: u64 = 8 * varintBytes(zigzag(bias));
  let best = riceBits(count, bias, k);
  // Walk downhill from the estimate: the cost is convex in k but for escapes.
  while (k > 0) {
    const bits = riceBits(count, bias, k - 1);
    if (bits > best) break;
    best = bits;
    k--;
  }
  while (k < MAX_RICE) {
    const bits = riceBits(count, bias, k + 1);
    if (bits >= best) break;
    best = bits;
    k++;
  }
  if (best + head < planBits) {
    planRice = true;
    planWidth = k;
    planBias = bias;
    planBits = best + head;
  }
}

function headBytes(source: usize, order: u32): u64 {
  let bytes: u64 = 1;
  if (order >= 1) bytes += varintBytes(zigzag(load<i64>(source)));
  if (order >= 2) bytes += varintBytes(zigzag(load<i64>(source, 8) - load<i64>(source)));
  return bytes;
}

/** Finds the cheapest predictor order of `count` i64 at `source`, at most `maxOrder`. */
export function planInts(source: usize, count: i32, maxOrder: u32): void {
  bestBytes = u64.MAX_VALUE;
  bestOrder = 0;
  for (let order: u32 = 0; order <= maxOrder && <i32>order < count; order++) {
    planResiduals(difference(source, count, order));
    const bytes = headBytes(source, order) + ((planBits + 7) >> 3);
    if (bytes < bestBytes) {
      bestBytes = bytes;
      bestOrder = order;
    }
  }
}

/**
 * Writes `count` i64 from `source`: the first values of the predictor, a byte (bit 7 Rice, bits 0-6 width), the bias,
 * the residuals. Starts and ends on a whole byte.
 */
export function putInts(source: usize, count: i32, order: u32): void {
  const n = difference(source, count, order);
  planResiduals(n);
  if (order >= 1) putVarint(zigzag(load<i64>(source)));
  if (order >= 2) putVarint(zigzag(load<i64>(source, 8) - load<i64>(source)));
  putShort((planRice ? 0x80 : 0) | planWidth, 8);
  putVarint(zigzag(planBias));
  if (planRice) {
    for (let i = 0; i < n; i++) {
      const z = zigzag(load<i64>(DIFFS + ((<usize>i) << 3)) - planBias);
      const q = z >> planWidth;
      if (q < ESCAPE) {
        putShort((<u64>1) << q, <u32>q + 1);
        putShort(z & (((<u64>1) << planWidth) - 1), planWidth);
      } else {
        putShort((<u64>1) << ESCAPE, ESCAPE + 1);
        putBits(z, 64);
      }
    }
  } else if (planWidth > 0) {
    for (let i = 0; i < n; i++) {
      putBits(<u64>load<i64>(DIFFS + ((<usize>i) << 3)) - <u64>planBias, planWidth);
    }
  }
  alignWrite();
}

/** Reads `count` i64 to `target`. */
export function getInts(target: usize, count: i32, order: u32): void {
  let previous: i64 = 0;
  let slope: i64 = 0;
  let at = target;
  const end = target + ((<usize>count) << 3);
  if (order >= 1) {
    previous = unzigzag(getVarint());
    store<i64>(at, previous);
    at += 8;
  }
  if (order >= 2 && at < end) {
    slope = unzigzag(getVarint());
    previous += slope;
    store<i64>(at, previous);
    at += 8;
  }
  const mode = <u32>getShort(8);
  const width = mode & 0x7f;
  const bias = unzigzag(getVarint());
  const first = at;
  if ((mode & 0x80) != 0) readRice(at, end, width, bias);
  else readPacked(at, end, width, bias);
  alignRead();
  if (order == 1) {
    for (at = first; at < end; at += 8) {
      previous += load<i64>(at);
      store<i64>(at, previous);
    }
  } else if (order == 2) {
    for (at = first; at < end; at += 8) {
      slope += load<i64>(at);
      previous += slope;
      store<i64>(at, previous);
    }
  }
}

function readRice(at: usize, end: usize, k: u32, bias: i64): void {
  const mask = ((<u64>1) << k) - 1;
  if (k <= 32) {
    // Quotient, stop bit and remainder fit one 57-bit window: a single load a value.
    for (; at < end; at += 8) {
      const window = peek();
      const q = ctz(window);
      if (q < ESCAPE) {
        const z = (q << k) | ((window >> (q + 1)) & mask);
        skipBits(q + 1 + k);
        store<i64>(at, unzigzag(z) + bias);
      } else {
        skipBits(ESCAPE + 1);
        store<i64>(at, unzigzag(getBits(64)) + bias);
      }
    }
    return;
  }
  for (; at < end; at += 8) {
    const q = ctz(peek());
    if (q < ESCAPE) {
      skipBits(q + 1);
      store<i64>(at, unzigzag((q << k) | getShort(k)) + bias);
    } else {
      skipBits(ESCAPE + 1);
      store<i64>(at, unzigzag(getBits(64)) + bias);
    }
  }
}

function readPacked(at: usize, end: usize, width: u32, bias: i64): void {
  if (width == 0) {
    for (; at < end; at += 8) store<i64>(at, bias);
  } else if (width <= 56) {
    const mask = ((<u64>1) << width) - 1;
    for (; at < end; at += 8) {
      store<i64>(at, <i64>(peek() & mask) + bias);
      skipBits(width);
    }
  } else {
    for (; at < end; at += 8) store<i64>(at, <i64>getBits(width) + bias);
  }
}
