// The shortest decimal that reads back as the same float64, the nearest one when there are several: what JavaScript's String
// and Go's strconv print. R. Giulietti, "The Schubfach way to render doubles" (2021), with one 128-bit product instead of
// three: the bounds of the rounding interval lie a shifted power of ten on either side of it.

/** 10^e for e from -292 to 324, normalised to 128 bits and rounded up: low word, high word. Filled by the host. */
let powers: usize = 0;
const SMALLEST_POWER: i32 = -292;

/** Results: value = `digits` x 10^`exponent`. */
export let digits: u64 = 0;
export let exponent: i32 = 0;

export function usePowers(at: usize): void {
  powers = at;
}

/** Low word of a 128-bit product; the high one is left in `productHigh`. */
let productHigh: u64 = 0;

@inline
function multiply(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >> 32);
  const other = aLow * bHigh + (middle & 0xffffffff);
  productHigh = aHigh * bHigh + (middle >> 32) + (other >> 32);
  return (other << 32) | (low & 0xffffffff);
}

/** The upper word with everything below it as a sticky lowest bit. */
@inline
function toOdd(high: u64, middle: u64): u64 {
  return high | u64(middle > 1);
}

/** Sets the results for the bits of a finite, positive, non-zero float64. */
export function shortest(bits: u64): void {
  const fraction = bits & 0xfffffffffffff;
  const biased = <i32>(bits >> 52);
  let c = fraction;
  let q: i32 = -1074;
  if (biased != 0) {
    c |= 0x10000000000000;
    q = biased - 1075;
    if (q <= 0 && q > -53 && (c & ((<u64>1 << -q) - 1)) == 0) {
      digits = c >> -q;
      exponent = 0;
      return;
    }
  }
  const isCloser = fraction == 0 && biased > 1;
  const k = (q * 1262611 - (isCloser ? 524031 : 0)) >> 22;
  const h = q + ((-k * 1741647) >> 19) + 1;
  const entry = powers + ((-k - SMALLEST_POWER) << 4);
  const gLow = load<u64>(entry);
  const gHigh = load<u64>(entry, 8);

  // The product of the power of ten and 4c in three words.
  const scaled = (c << 2) << h;
  const p0 = multiply(gLow, scaled);
  let p1 = productHigh;
  const upperLow = multiply(gHigh, scaled);
  p1 += upperLow;
  const p2 = productHigh + u64(p1 < upperLow);
  const value = toOdd(p2, p1);

  // Half a unit in the last place above, and half or a quarter below.
  const up = <u64>(h + 1);
  const a0 = gLow << up;
  const a1 = (gHigh << up) | (gLow >> (64 - up));
  const a2 = gHigh >> (64 - up);
  const r0 = p0 + a0;
  let r1 = p1 + a1;
  let carry = u64(r1 < a1);
  const c0 = u64(r0 < a0);
  r1 += c0;
  carry += u64(r1 < c0);
  const above = toOdd(p2 + a2 + carry, r1);

  const down = isCloser ? <u64>h : up;
  const s0 = gLow << down;
  const s1 = (gHigh << down) | (down == 0 ? 0 : gLow >> (64 - down));
  const s2 = down == 0 ? 0 : gHigh >> (64 - down);
  const b0 = u64(p0 < s0);
  const l1 = p1 - s1;
  const borrow = u64(p1 < s1) + u64(l1 < b0);
  const below = toOdd(p2 - s2 - borrow, l1 - b0);

  const isOdd = c & 1;
  const lower = below + isOdd;
  const upper = above - isOdd;
  const s = value >> 2;
  if (s >= 10) {
    const tens = s / 10;
    const downInside = lower <= 40 * tens;
    const upInside = 40 * tens + 40 <= upper;
    if (downInside != upInside) {
      digits = tens + u64(upInside);
      exponent = k + 1;
      return;
    }
  }
  const downInside = lower <= s << 2;
  const upInside = (s << 2) + 4 <= upper;
  exponent = k;
  if (downInside != upInside) {
    digits = s + u64(upInside);
    return;
  }
  const middle = (s << 2) + 2;
  digits = s + u64(value > middle || (value == middle && (s & 1) != 0));
}
