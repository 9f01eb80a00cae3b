// Points of a range query as JSON: `[seconds,"value"],` for each, byte for byte as Prometheus writes them. Driven by
// src/http/prometheus/points-json.ts.
import { writeDigits } from './digits';
import { digits, exponent, shortest, usePowers } from './shortest';

/** Texts of times: those of one series' points are nearly always those of the series before. 8 bytes time, 1 length, 31 text. */
const SLOT_BYTES: usize = 40;
const SLOT_MASK: u32 = 4095;
let slots: usize = 0;
/** Room for the digits of one number. */
let scratch: usize = 0;

const NAN: u64 = 0x7ff0000000000000;

/** Bytes that `init` needs behind the powers. */
export function workingBytes(): u32 {
  return (SLOT_MASK + 1) * <u32>SLOT_BYTES + 64;
}

export function init(powersAt: usize, workingAt: usize): void {
  usePowers(powersAt);
  slots = workingAt;
  scratch = workingAt + (SLOT_MASK + 1) * SLOT_BYTES;
  for (let i: usize = 0; i <= SLOT_MASK; i++) store<u64>(slots + i * SLOT_BYTES, NAN | 1);
}

/** Writes points; `first` is the index of the first of them in its series. Returns the end. A point takes at most 72 bytes. */
export function writePoints(times: usize, values: usize, count: u32, first: u32, out: usize): usize {
  let last: u64 = 0;
  let lastAt: usize = 0;
  let lastLength: u32 = 0;
  let p = out;
  for (let i: u32 = 0; i < count; i++) {
    const slot = slots + <usize>((first + i) & SLOT_MASK) * SLOT_BYTES;
    const time = load<u64>(times + (<usize>i << 3));
    if (load<u64>(slot) != time) fillSlot(slot, time);
    v128.store(p, v128.load(slot, 9));
    v128.store(p, v128.load(slot, 24), 15);
    p += load<u8>(slot, 8);
    const bits = load<u64>(values + (<usize>i << 3));
    if (bits == last && lastAt != 0) {
      v128.store(p, v128.load(lastAt));
      v128.store(p, v128.load(lastAt, 16), 16);
    } else {
      last = bits;
      lastLength = writeValue(p, bits);
    }
    lastAt = p;
    p += lastLength;
    store<u32>(p, 0x2c5d22); // "],
    p += 3;
  }
  return p;
}

/** `[seconds,"` of a time in ms, as float64 bits. */
function fillSlot(slot: usize, time: u64): void {
  store<u64>(slot, time);
  const ms = <i64>reinterpret<f64>(time);
  let p = slot + 9;
  store<u8>(p++, 91);
  if (ms < 0) store<u8>(p++, 45);
  const absolute = <u64>(ms < 0 ? -ms : ms);
  const seconds = absolute / 1000;
  const fraction = <u32>(absolute - seconds * 1000);
  p += writeDigits(p, seconds);
  if (fraction != 0) {
    store<u8>(p, 46);
    store<u8>(p, 48 + fraction / 100, 1);
    store<u8>(p, 48 + (fraction / 10) % 10, 2);
    store<u8>(p, 48 + (fraction % 10), 3);
    p += 4;
  }
  store<u16>(p, 0x222c);
  store<u8>(slot, <u8>(p + 2 - slot - 9), 8);
}

/** Writes a number as JavaScript and Prometheus do; returns its length, at most 25. May write beyond it. */
export function writeValue(out: usize, bits: u64): u32 {
  let p = out;
  const positive = bits & 0x7fffffffffffffff;
  if (positive >= NAN) {
    if (positive > NAN) {
      store<u32>(p, 0x4e614e);
      return 3;
    }
    store<u32>(p, bits == positive ? 0x666e492b : 0x666e492d);
    return 4;
  }
  if (bits != positive) store<u8>(p++, 45);
  if (positive == 0) {
    store<u8>(p, 48);
    return <u32>(p + 1 - out);
  }
  shortest(positive);
  let n = digits;
  let e = exponent;
  if (e == 0) return <u32>(p + writeDigits(p, n) - out);
  while (n % 100000000 == 0) {
    n /= 100000000;
    e += 8;
  }
  while (n % 10 == 0) {
    n /= 10;
    e++;
  }
  const length = <i32>writeDigits(scratch, n);
  const point = length + e;
  if (point > 0 && point <= 21) return <u32>(p + writePlain(p, length, point) - out);
  if (point > -6 && point <= 0) {
    store<u64>(p, 0x3030303030302e30); // 0.000000
    p += 2 - point;
    copyDigits(p, scratch);
    return <u32>(p + length - out);
  }
  return <u32>(writeExponent(p, length, point - 1) - out);
}

/** Digits with the point behind `point` of them; returns the length. */
@inline
function writePlain(p: usize, length: i32, point: i32): i32 {
  copyDigits(p, scratch);
  if (point < length) {
    copyDigits(p + point + 1, scratch + point);
    store<u8>(p + point, 46);
    return length + 1;
  }
  for (let i = length; i < point; i++) store<u8>(p + i, 48);
  return point;
}

@inline
function copyDigits(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  store<u64>(to, load<u64>(from, 16), 16);
}

/** `d.ddde+21`; returns the end. */
function writeExponent(at: usize, length: i32, e: i32): usize {
  let p = at;
  copyDigits(p + 1, scratch);
  store<u8>(p++, load<u8>(scratch));
  if (length > 1) {
    store<u8>(p, 46);
    p += length;
  }
  store<u8>(p++, 101);
  store<u8>(p++, e < 0 ? 45 : 43);
  return p + writeDigits(p, <u64>(e < 0 ? -e : e));
}
