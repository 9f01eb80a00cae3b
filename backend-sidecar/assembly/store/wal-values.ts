// A value in a WAL record: one tag byte and 0 to 8 more, relative to the series' previous value in the segment. docs/format/wal.md.

/** Tags up to 56 are `leading zero bytes * 8 + (bytes - 1)` of the XOR. */
const TAG_STALE: u8 = 57;
const STALE_BITS: u64 = 0x7ff0000000000002;
const TAG_DELTA_16: u8 = 61;
const TAG_DELTA_24: u8 = 62;
const TAG_DELTA_32: u8 = 63;
const TAG_SMALL_DELTA: i64 = 160; // tags 64..255: delta = tag - 160
const EXACT: f64 = 9007199254740992; // 2^53
const SIGN_BIT: u64 = 1 << 63;

/** Writes the change from `base` to `bits` (different) at `out`; returns the address behind it. */
@inline
export function putValue(out: usize, base: u64, bits: u64): usize {
  const from = reinterpret<f64>(base);
  const to = reinterpret<f64>(bits);
  // Whole numbers (most counters and sizes) as differences. NaN fails the comparisons; -0 keeps its sign only as a XOR.
  if (abs(from) < EXACT && abs(to) < EXACT && trunc(to) == to && trunc(from) == from && base != SIGN_BIT && bits != SIGN_BIT) {
    const delta = <i64>to - <i64>from;
    if (delta >= -96 && delta < 96) {
      store<u8>(out, <u8>(delta + TAG_SMALL_DELTA));
      return out + 1;
    }
    if (delta >= -32768 && delta < 32768) {
      store<u8>(out, TAG_DELTA_16);
      store<u16>(out, <u16>delta, 1);
      return out + 3;
    }
    if (delta >= -8388608 && delta < 8388608) {
      store<u8>(out, TAG_DELTA_24);
      store<u32>(out, <u32>delta, 1);
      return out + 4;
    }
    if (delta >= -2147483648 && delta < 2147483648) {
      store<u8>(out, TAG_DELTA_32);
      store<u32>(out, <u32>delta, 1);
      return out + 5;
    }
  }
  if (bits == STALE_BITS) {
    store<u8>(out, TAG_STALE);
    return out + 1;
  }
  const xor = bits ^ base;
  const leading = <u32>clz(xor) >> 3;
  const trailing = <u32>ctz(xor) >> 3;
  const bytes = 8 - leading - trailing;
  store<u8>(out, <u8>((leading << 3) | (bytes - 1)));
  store<u64>(out, xor >> (trailing << 3), 1);
  return out + 1 + bytes;
}
