// Decimal floats, correctly rounded. Two exact ways, in order of their cost: Clinger's (mantissa below 2^53 and a power of
// ten up to 22, both exact doubles, so one rounding) and Eisel-Lemire's (a 64-bit mantissa times a 128-bit power of five;
// D. Lemire, "Number Parsing at a Gigabyte per Second", 2021). Whatever neither decides, and every odd spelling, is left to
// the host, which reads it as JavaScript's Number does.

const SMALLEST_POWER = -60;
const LARGEST_POWER = 60;

/** 5^q for q from -60 to 60: high and low 64 bits of the normalised 128-bit value each; filled by the host. */
const POWERS_OF_FIVE = memory.data(121 * 16, 16);

const POWERS_OF_TEN = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]);

/** Results of parseNumber: the byte behind the number, the value's bits. */
export let numberEnd: usize = 0;
export let numberBits: u64 = 0;
/** Result of parseTimed. */
export let numberTime: f64 = 0;

export function powersOfFive(): usize {
  return POWERS_OF_FIVE;
}

/** A value alone on the rest of its line; false when the host has to read it. */
export function parseUntimed(at: usize): bool {
  return parseNumber(at) && load<u8>(numberEnd) == 10;
}

/** A value and a whole number of milliseconds, to the end of the line; false when the host has to read them. */
export function parseTimed(at: usize): bool {
  if (!parseNumber(at)) return false;
  let p = numberEnd;
  if (load<u8>(p) != 32) return false;
  const isNegative = load<u8>(++p) == 45;
  if (isNegative) p++;
  const from = p;
  let time: i64 = 0;
  for (let d = <u32>load<u8>(p) - 48; d < 10; d = <u32>load<u8>(++p) - 48) time = time * 10 + d;
  if (p == from || p - from > 15 || load<u8>(p) != 10) return false;
  numberTime = <f64>(isNegative ? -time : time);
  numberEnd = p;
  return true;
}

/** Reads a number up to a newline or a blank. */
function parseNumber(at: usize): bool {
  let p = at;
  let c: u32 = load<u8>(p);
  const isSigned = c == 45 || c == 43;
  const sign: u64 = c == 45 ? 0x8000000000000000 : 0;
  if (isSigned) c = load<u8>(++p);
  if (c > 57) return parseWord(p, isSigned, sign);
  let mantissa: u64 = 0;
  let from = p;
  for (let d = c - 48; d < 10; d = <u32>load<u8>(++p) - 48) mantissa = mantissa * 10 + d;
  let digits = p - from;
  let exponent: i32 = 0;
  if (load<u8>(p) == 46) {
    from = ++p;
    for (let d = <u32>load<u8>(p) - 48; d < 10; d = <u32>load<u8>(++p) - 48) mantissa = mantissa * 10 + d;
    digits += p - from;
    exponent = -(<i32>(p - from));
  }
  // 19 digits always fit in 64 bits; leading zeros count, which only sends odd numbers the slow way.
  if (digits == 0 || digits > 19) return false;
  if ((load<u8>(p) | 32) == 101) {
    c = load<u8>(++p);
    const isNegative = c == 45;
    if (isNegative || c == 43) p++;
    from = p;
    let power: i32 = 0;
    for (let d = <u32>load<u8>(p) - 48; d < 10; d = <u32>load<u8>(++p) - 48) power = power * 10 + d;
    if (p == from || p - from > 3) return false;
    exponent += isNegative ? -power : power;
  }
  if (load<u8>(p) != 10 && load<u8>(p) != 32) return false;
  numberEnd = p;
  if (mantissa == 0) {
    numberBits = sign;
    return true;
  }
  if (mantissa <= 1 << 53) {
    if (exponent >= 0 && exponent <= 22) {
      numberBits = reinterpret<u64>(<f64>mantissa * load<f64>(POWERS_OF_TEN + ((<usize>exponent) << 3))) | sign;
      return true;
    }
    if (exponent < 0 && exponent >= -22) {
      numberBits = reinterpret<u64>(<f64>mantissa / load<f64>(POWERS_OF_TEN + ((<usize>-exponent) << 3))) | sign;
      return true;
    }
  }
  if (exponent < SMALLEST_POWER || exponent > LARGEST_POWER) return false;
  numberBits = roundProduct(mantissa, exponent) | sign;
  return true;
}

/** `NaN`, `Inf`, with a sign before the latter; other spellings are the host's. */
function parseWord(p: usize, isSigned: bool, sign: u64): bool {
  if (load<u8>(p + 3) != 10 && load<u8>(p + 3) != 32) return false;
  const word = load<u32>(p) & 0xffffff;
  if (word == 0x4e614e && !isSigned) numberBits = 0x7ff8000000000001;
  else if (word == 0x666e49) numberBits = 0x7ff0000000000000 | sign;
  else return false;
  numberEnd = p + 3;
  return true;
}

/** Eisel-Lemire for exponents within the table, where the result is always a normal double. */
function roundProduct(mantissa: u64, exponent: i32): u64 {
  const zeros = <i32>clz(mantissa);
  const w = mantissa << zeros;
  const entry = POWERS_OF_FIVE + ((<usize>(exponent - SMALLEST_POWER)) << 4);
  multiply(w, load<u64>(entry));
  let high = productHigh;
  let low = productLow;
  if ((high & 0x1ff) == 0x1ff) {
    multiply(w, load<u64>(entry, 8));
    low += productHigh;
    if (productHigh > low) high++;
  }
  const upper = <i32>(high >> 63);
  let result = high >> (upper + 9);
  let power = ((217706 * exponent) >> 16) + 63 + upper - zeros + 1023;
  // Half-way cases can only occur in this narrow range of exponents: round them to even.
  if (low <= 1 && exponent >= -4 && exponent <= 23 && (result & 3) == 1 && result << (upper + 9) == high) result &= ~1;
  result += result & 1;
  result >>= 1;
  if (result >= 1 << 53) {
    result = 1 << 52;
    power++;
  }
  return (result & 0xfffffffffffff) | ((<u64>power) << 52);
}

let productHigh: u64 = 0;
let productLow: u64 = 0;

/** 64 x 64 to 128 bits. */
function multiply(a: u64, b: u64): void {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const lowLow = aLow * bLow;
  const middle = aHigh * bLow + (lowLow >> 32);
  const middle2 = aLow * bHigh + (middle & 0xffffffff);
  productHigh = aHigh * bHigh + (middle >> 32) + (middle2 >> 32);
  productLow = a * b;
}
