// Values without a decimal form, and the commonest constants, by a code of their own.
const ZERO: u64 = 0;
const NEGATIVE_ZERO: u64 = 0x8000000000000000;
const INFINITY: u64 = 0x7ff0000000000000;
const NEGATIVE_INFINITY: u64 = 0xfff0000000000000;
const STALE: u64 = 0x7ff0000000000002;
const NORMAL_NAN: u64 = 0x7ff8000000000001;
const QUIET_NAN: u64 = 0x7ff8000000000000;

/** 0 when the bits have no code. */
export function specialCode(bits: u64): u32 {
  if (bits == ZERO) return 1;
  if (bits == STALE) return 2;
  if (bits == NORMAL_NAN) return 3;
  if (bits == INFINITY) return 4;
  if (bits == NEGATIVE_INFINITY) return 5;
  if (bits == NEGATIVE_ZERO) return 6;
  if (bits == QUIET_NAN) return 7;
  return 0;
}

export function specialBits(code: u32): u64 {
  switch (code) {
    case 2:
      return STALE;
    case 3:
      return NORMAL_NAN;
    case 4:
      return INFINITY;
    case 5:
      return NEGATIVE_INFINITY;
    case 6:
      return NEGATIVE_ZERO;
    case 7:
      return QUIET_NAN;
    default:
      return ZERO;
  }
}
