// Codecs of sealed chunks (docs/format/codec.md). Works on bits: no NaN payload, sign of zero or infinity is ever lost.
import {
  alignRead,
  getBits,
  getShort,
  getVarint,
  putBits,
  putShort,
  putVarint,
  readAt,
  readEnd,
  unzigzag,
  writeAt,
  writtenEnd,
  zigzag,
} from './bits';
import { bestBytes, bestOrder, getInts, planInts, putInts } from './ints';
import { INPUT, INTS, MAX_VALUES, OUTPUT, OUTPUT_B, RUN_LENGTHS, RUN_VALUES, VALUES } from './layout';
import { commonPower, countMisfits, divisorOf, findDivisor, isMisfit, misfitCount, toInts } from './scale';
import { specialBits, specialCode } from './special';
import { getXor, putXor } from './xor';

export { crc32c } from './crc32c';

const CONSTANT: u32 = 0;
const INTEGER: u32 = 1;
const XOR: u32 = 2;
const RUNS: u32 = 4;
const PATCHED: u32 = 8;
const ORDER_SHIFT: u32 = 4;
const DIVIDED: u32 = 64;
/** Constant codes 1..7 are special.ts's; 0 is eight plain bytes. */
const CONSTANT_INTEGER: u32 = 8;

/** Collapses equal neighbours of VALUES into RUN_VALUES and RUN_LENGTHS; returns the number of runs. */
function collapse(count: i32): i32 {
  let runs = 0;
  let start = 0;
  while (start < count) {
    const bits = load<u64>(VALUES + ((<usize>start) << 3));
    let end = start + 1;
    while (end < count && load<u64>(VALUES + ((<usize>end) << 3)) == bits) end++;
    store<u64>(RUN_VALUES + ((<usize>runs) << 3), bits);
    store<i64>(RUN_LENGTHS + ((<usize>runs) << 3), end - start);
    runs++;
    start = end;
  }
  return runs;
}

/** Encodes VALUES[0..count) to OUTPUT; returns the length in bytes. */
export function encodeValues(count: i32): i32 {
  if (count <= 0 || count > MAX_VALUES) return 0;
  const runs = collapse(count);
  if (runs == 1) return encodeConstant();
  let best = OUTPUT;
  let bestLength = encodeSequence(OUTPUT, VALUES, count, 0);
  // Runs pay when values repeat at all often; a trial is cheap against reading a longer chunk for years.
  if (runs < count - (count >> 3)) {
    const length = encodeSequence(OUTPUT_B, RUN_VALUES, runs, count);
    if (length < bestLength) {
      best = OUTPUT_B;
      bestLength = length;
    }
  }
  if (best != OUTPUT) memory.copy(OUTPUT, best, bestLength);
  return bestLength;
}

function encodeConstant(): i32 {
  memory.fill(OUTPUT, 0, 32);
  writeAt(OUTPUT);
  const bits = load<u64>(VALUES);
  const special = specialCode(bits);
  if (special != 0) {
    putShort(CONSTANT | (special << ORDER_SHIFT), 8);
  } else {
    const value = reinterpret<f64>(bits);
    if (floor(value) == value && abs(value) < 281474976710656) {
      putShort(CONSTANT | (CONSTANT_INTEGER << ORDER_SHIFT), 8);
      putVarint(zigzag(<i64>value));
    } else {
      putShort(CONSTANT, 8);
      putBits(bits, 64);
    }
  }
  return <i32>(writtenEnd() - OUTPUT);
}

/** One encoding of `count` values at `source`; with `total` > 0 they are the values of the collapsed runs. */
function encodeSequence(out: usize, source: usize, count: i32, total: i32): i32 {
  // Ten bytes a value is more than any codec writes.
  memory.fill(out, 0, <usize>count * 10 + (total > 0 ? <usize>count * 3 : 0) + 256);
  writeAt(out);
  const flags: u32 = total > 0 ? RUNS : 0;
  let divisor = findDivisor(source, count);
  if (divisor >= 0 && toInts(source, count, divisor)) {
    const power = divisor == 0 ? commonPower(count) : 0;
    if (power != 0) {
      divisor = power;
      toInts(source, count, power);
      countMisfits(source, count, power);
    }
    planInts(INTS, count, 2);
    const order = bestOrder;
    if (bestBytes + <u64>misfitCount * 8 < <u64>count * 6) {
      putInteger(flags, source, count, divisor, order);
      return <i32>(writtenEnd() - out);
    }
    // Long mantissas: the integers may be no better than XOR.
    putInteger(flags, source, count, divisor, order);
    const length = <i32>(writtenEnd() - out);
    const xorLength = xorBytes(source, count);
    if (length <= xorLength) return length;
    memory.fill(out, 0, <usize>length + 8);
    writeAt(out);
  }
  putShort(XOR | flags, 8);
  if (flags != 0) putRuns(count);
  putXor(source, count);
  return <i32>(writtenEnd() - out);
}

/** Size of the XOR coding without writing it. */
function xorBytes(source: usize, count: i32): i32 {
  let bits: u64 = 64;
  let previous = load<u64>(source);
  let leading: u32 = 65;
  let meaningful: u32 = 0;
  for (let i = 1; i < count; i++) {
    const value = load<u64>(source + ((<usize>i) << 3));
    const diff = value ^ previous;
    previous = value;
    if (diff == 0) {
      bits += 1;
      continue;
    }
    let lead = <u32>clz(diff);
    if (lead > 31) lead = 31;
    const trail = <u32>ctz(diff);
    if (leading <= lead && <u32>64 <= trail + leading + meaningful) {
      bits += 2 + meaningful;
    } else {
      leading = lead;
      meaningful = 64 - lead - trail;
      bits += 13 + meaningful;
    }
  }
  return 1 + <i32>((bits + 7) >> 3);
}

function putRuns(runs: i32): void {
  putVarint(runs);
  putInts(RUN_LENGTHS, runs, 0);
}

function putInteger(flags: u32, source: usize, count: i32, divisorCode: u32, order: u32): void {
  if (misfitCount > 0) flags |= PATCHED;
  if (divisorCode != 0) flags |= DIVIDED;
  putShort(INTEGER | flags | (order << ORDER_SHIFT), 8);
  if (divisorCode != 0) putShort(divisorCode, 8);
  if ((flags & RUNS) != 0) putRuns(count);
  putInts(INTS, count, order);
  if (misfitCount == 0) return;
  const divisor = divisorOf(divisorCode);
  putVarint(misfitCount);
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (!isMisfit(source, i, divisor)) continue;
    putVarint(i - next);
    next = i + 1;
    const bits = load<u64>(source + ((<usize>i) << 3));
    const special = specialCode(bits);
    putShort(special, 8);
    if (special == 0) putBits(bits, 64);
  }
}

/** Decodes `count` values from INPUT (`length` bytes) to VALUES. Returns the bytes read, or -1 when they make no sense. */
export function decodeValues(count: i32, length: i32): i32 {
  if (count <= 0 || count > MAX_VALUES || length <= 0) return -1;
  readAt(INPUT);
  const head = <u32>getShort(8);
  const kind = head & 3;
  if (kind == CONSTANT) {
    const code = head >> ORDER_SHIFT;
    let bits: u64;
    if (code == 0) bits = getBits(64);
    else if (code == CONSTANT_INTEGER) bits = reinterpret<u64>(<f64>unzigzag(getVarint()));
    else bits = specialBits(code);
    for (let i = 0; i < count; i++) store<u64>(VALUES + ((<usize>i) << 3), bits);
    return <i32>(readEnd() - INPUT);
  }
  const divisorCode = (head & DIVIDED) != 0 ? <u32>getShort(8) : 0;
  const collapsed = (head & RUNS) != 0;
  let n = count;
  let target = VALUES;
  if (collapsed) {
    n = <i32>getVarint();
    if (n <= 0 || n > count) return -1;
    getInts(RUN_LENGTHS, n, 0);
    target = RUN_VALUES;
  }
  if (kind == INTEGER) {
    getInts(target, n, (head >> ORDER_SHIFT) & 3);
    toValues(target, n, divisorOf(divisorCode));
    if ((head & PATCHED) != 0 && !patch(target, n)) return -1;
  } else if (kind == XOR) {
    getXor(target, n);
  } else {
    return -1;
  }
  alignRead();
  if (collapsed && !expand(n, count)) return -1;
  return <i32>(readEnd() - INPUT);
}

/** Turns i64 into float64 in place. */
function toValues(target: usize, count: i32, divisor: f64): void {
  const end = target + ((<usize>count) << 3);
  if (divisor == 1) {
    for (let at = target; at < end; at += 8) store<f64>(at, <f64>load<i64>(at));
  } else {
    for (let at = target; at < end; at += 8) store<f64>(at, <f64>load<i64>(at) / divisor);
  }
}

function patch(target: usize, count: i32): bool {
  const patches = <i32>getVarint();
  let index = 0;
  for (let i = 0; i < patches; i++) {
    index += <i32>getVarint();
    if (index < 0 || index >= count) return false;
    const code = <u32>getShort(8);
    store<u64>(target + ((<usize>index) << 3), code == 0 ? getBits(64) : specialBits(code));
    index++;
  }
  return true;
}

/** Repeats RUN_VALUES by RUN_LENGTHS into VALUES. */
function expand(runs: i32, count: i32): bool {
  let at = VALUES;
  const end = VALUES + ((<usize>count) << 3);
  for (let i = 0; i < runs; i++) {
    const bits = load<u64>(RUN_VALUES + ((<usize>i) << 3));
    const length = load<i64>(RUN_LENGTHS + ((<usize>i) << 3));
    if (length <= 0 || length > <i64>count) return false;
    const stop = at + ((<usize>length) << 3);
    if (stop > end) return false;
    for (; at < stop; at += 8) store<u64>(at, bits);
  }
  return at == end;
}

/** Encodes the integers that VALUES holds as float64 (timestamps in ms) to OUTPUT; returns the length. */
export function encodeTimes(count: i32): i32 {
  if (count <= 0 || count > MAX_VALUES) return 0;
  for (let i = 0; i < count; i++) {
    store<i64>(INTS + ((<usize>i) << 3), <i64>load<f64>(VALUES + ((<usize>i) << 3)));
  }
  planInts(INTS, count, 2);
  const order = bestOrder;
  memory.fill(OUTPUT, 0, <usize>count * 12 + 256);
  writeAt(OUTPUT);
  putShort(order, 8);
  putInts(INTS, count, order);
  return <i32>(writtenEnd() - OUTPUT);
}

/** Decodes what encodeTimes wrote from INPUT to VALUES as float64. Returns the bytes read, or -1. */
export function decodeTimes(count: i32, length: i32): i32 {
  if (count <= 0 || count > MAX_VALUES || length <= 0) return -1;
  readAt(INPUT);
  const order = <u32>getShort(8);
  if (order > 2) return -1;
  getInts(VALUES, count, order);
  toValues(VALUES, count, 1);
  return <i32>(readEnd() - INPUT);
}
