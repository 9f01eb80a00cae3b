// Appending: one call a scrape. The same pass checks order, extends the chunks and writes the body of the WAL record.
import { push } from './chunk';
import {
  FLAG_SAMPLED, FLAG_WAL_BASE, FLAGS, LAST_BITS, LAST_TIME, recordOf, REF, SLOT_MASK, WAL_EPOCH,
} from './series';
import { toTime } from './time';
import { putValue } from './wal-values';

/** u32 each: appended, duplicate, out of order, out of bounds, memory limit, late, unknown ref, bytes of WAL body. */
const RESULT = memory.data(32, 8);
const R_APPENDED: usize = 0;
const R_DUPLICATE: usize = 4;
const R_OUT_OF_ORDER: usize = 8;
const R_OUT_OF_BOUNDS: usize = 12;
const R_MEMORY: usize = 16;
const R_LATE: usize = 20;
const R_UNKNOWN: usize = 24;
const R_WAL_BYTES: usize = 28;

export const OK: i32 = 0;
/** Equal time and bits: nothing to do, and no refusal either. */
export const SAME: i32 = 1;
export const DUPLICATE: i32 = 2;
export const OUT_OF_ORDER: i32 = 3;
export const OUT_OF_BOUNDS: i32 = 4;
export const MEMORY_LIMIT: i32 = 5;
/** Behind the series' last sample but within the out-of-order window: the caller keeps it. */
export const LATE: i32 = 6;
export const UNKNOWN: i32 = 7;

let minValid: i64 = i64.MIN_VALUE;
let lateFrom: i64 = i64.MAX_VALUE;

export function resultAddress(): u32 {
  return <u32>RESULT;
}

/** In-order samples before `minValidTime` are out of bounds; late ones from `lateFromTime` on go to the caller. */
export function setBounds(minValidTime: f64, lateFromTime: f64): void {
  minValid = toTime(minValidTime);
  lateFrom = toTime(lateFromTime);
}

@inline
function check(r: usize, time: i64, bits: u64): i32 {
  if ((load<u8>(r, FLAGS) & FLAG_SAMPLED) != 0) {
    const last = load<i64>(r, LAST_TIME);
    if (time <= last) {
      if (time == last) return bits == load<u64>(r, LAST_BITS) ? SAME : DUPLICATE;
      return time >= lateFrom ? LATE : time < minValid ? OUT_OF_BOUNDS : OUT_OF_ORDER;
    }
  }
  if (time < minValid) return time >= lateFrom ? LATE : OUT_OF_BOUNDS;
  return OK;
}

@inline
function walBase(r: usize): u64 {
  return (load<u8>(r, FLAGS) & FLAG_WAL_BASE) != 0 ? load<u64>(r, LAST_BITS) : 0;
}

/**
 * Appends values[i] (raw bits) to the series refs[i] at one time. `wal` takes, when not 0, a bitmap of present samples, a
 * bitmap of changed values (ceil(n/8) bytes each) and the changed values. Late samples' indices replace refs from its start.
 */
export function appendBatch(refs: usize, values: usize, n: u32, timeMs: f64, window: u32, wal: usize): void {
  const time = <i64>timeMs;
  let appended: u32 = 0;
  let same: u32 = 0;
  let duplicate: u32 = 0;
  let outOfOrder: u32 = 0;
  let outOfBounds: u32 = 0;
  let memoryLimit: u32 = 0;
  let late: u32 = 0;
  let unknown: u32 = 0;
  const mapBytes = (n + 7) >> 3;
  if (wal != 0) memory.fill(wal, 0, mapBytes << 1);
  let out = wal + (mapBytes << 1);
  for (let i: u32 = 0; i < n; i++) {
    const ref = load<u32>(refs + (i << 2));
    const r = recordOf(ref & SLOT_MASK);
    if (load<u32>(r, REF) != ref || ref == 0) {
      unknown++;
      continue;
    }
    const bits = load<u64>(values + (i << 3));
    const verdict = check(r, time, bits);
    if (verdict == OK) {
      const base = walBase(r);
      if (!push(r, time, bits, <u16>window)) {
        memoryLimit++;
        continue;
      }
      appended++;
      if (wal != 0) {
        const byte = wal + (i >> 3);
        const bit = <u8>1 << <u8>(i & 7);
        store<u8>(byte, load<u8>(byte) | bit);
        store<u8>(r, load<u8>(r, FLAGS) | FLAG_WAL_BASE, FLAGS);
        if (bits != base) {
          store<u8>(byte + mapBytes, load<u8>(byte + mapBytes) | bit);
          out = putValue(out, base, bits);
        }
      }
    } else if (verdict == SAME) {
      same++;
    } else if (verdict == LATE) {
      store<u32>(refs + (late << 2), i);
      late++;
    } else if (verdict == DUPLICATE) {
      duplicate++;
    } else if (verdict == OUT_OF_ORDER) {
      outOfOrder++;
    } else {
      outOfBounds++;
    }
  }
  store<u32>(RESULT, appended + same, R_APPENDED);
  store<u32>(RESULT, duplicate, R_DUPLICATE);
  store<u32>(RESULT, outOfOrder, R_OUT_OF_ORDER);
  store<u32>(RESULT, outOfBounds, R_OUT_OF_BOUNDS);
  store<u32>(RESULT, memoryLimit, R_MEMORY);
  store<u32>(RESULT, late, R_LATE);
  store<u32>(RESULT, unknown, R_UNKNOWN);
  store<u32>(RESULT, <u32>(out - wal), R_WAL_BYTES);
}

/**
 * Appends one sample given by its bits; returns a verdict. On OK and with `wal` not 0 the value's WAL form (1..9 bytes) is
 * there and its length in the result; a value equal to its base has length 0.
 */
export function appendOne(ref: u32, timeMs: f64, low: u32, high: u32, window: u32, wal: usize): i32 {
  const r = recordOf(ref & SLOT_MASK);
  if (load<u32>(r, REF) != ref || ref == 0) return UNKNOWN;
  const time = <i64>timeMs;
  const bits = (<u64>high << 32) | <u64>low;
  const verdict = check(r, time, bits);
  if (verdict != OK) return verdict;
  const base = walBase(r);
  if (!push(r, time, bits, <u16>window)) return MEMORY_LIMIT;
  if (wal != 0) {
    store<u8>(r, load<u8>(r, FLAGS) | FLAG_WAL_BASE, FLAGS);
    const end = bits == base ? wal : putValue(wal, base, bits);
    store<u32>(RESULT, <u32>(end - wal), R_WAL_BYTES);
  }
  return OK;
}

/** Marks live series among refs that the WAL segment `epoch` has not declared, writes them to `out`; returns how many. */
export function collectUndeclared(refs: usize, n: u32, epoch: u32, out: usize): u32 {
  let found: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const ref = load<u32>(refs + (i << 2));
    const r = recordOf(ref & SLOT_MASK);
    if (load<u32>(r, REF) != ref || ref == 0 || load<u16>(r, WAL_EPOCH) == <u16>epoch) continue;
    store<u16>(r, epoch, WAL_EPOCH);
    store<u8>(r, load<u8>(r, FLAGS) & ~FLAG_WAL_BASE, FLAGS);
    store<u32>(out + (found << 2), ref);
    found++;
  }
  return found;
}

/** True when the series of a live ref still has to be declared in the segment `epoch`; marks it. */
export function needsDeclaration(ref: u32, epoch: u32): bool {
  const r = recordOf(ref & SLOT_MASK);
  if (load<u32>(r, REF) != ref || ref == 0 || load<u16>(r, WAL_EPOCH) == <u16>epoch) return false;
  store<u16>(r, epoch, WAL_EPOCH);
  store<u8>(r, load<u8>(r, FLAGS) & ~FLAG_WAL_BASE, FLAGS);
  return true;
}
