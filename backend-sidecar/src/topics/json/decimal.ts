/** 10^0 … 10^22: every power of ten that a float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MAX_EXACT_DIGITS = 15;

/**
 * The float64 nearest to the JSON number in bytes[start..end), or NaN when it is none. A mantissa of up to 15 digits and a
 * power of ten up to 22 are both exact, so one division or multiplication rounds once, which is the correct result
 * (Clinger 1990, the fast path of every strtod); anything longer goes through the language's own parser.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === 0x2d;
  if (negative) at++;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let seen = 0;
  for (; at < end; at++, seen++) {
    const digit = bytes[at] - 0x30;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
    if (mantissa > 0) digits++;
  }
  if (at < end && bytes[at] === 0x2e) {
    for (at++; at < end; at++, seen++) {
      const digit = bytes[at] - 0x30;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
      if (mantissa > 0) digits++;
      scale--;
    }
  }
  if (at !== end || digits > MAX_EXACT_DIGITS || scale < -22) return slowDecimal(bytes, start, end);
  if (seen === 0) return NaN;
  const value = scale === 0 ? mantissa : mantissa / POWERS[-scale];
  return negative ? -value : value;
}

const NUMBER = /^-?\d+(\.\d*)?([eE][+-]?\d+)?$/;

/** Exponents, long mantissas, and what Java writes for numbers that are none. */
function slowDecimal(bytes: Uint8Array, start: number, end: number): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  if (NUMBER.test(text)) return Number(text);
  if (/^\+?Inf(inity)?$/.test(text)) return Infinity;
  return /^-Inf(inity)?$/.test(text) ? -Infinity : NaN;
}
