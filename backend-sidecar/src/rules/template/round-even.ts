/**
 * Decimal digits rounded as Go rounds: a value that lies exactly between two goes to the even digit, where JavaScript's
 * toFixed and toExponential take the larger. Whether it lies there is seen in its exact expansion.
 */

/** Most digits that JavaScript writes; a float64 of interest has fewer. */
const MAX_DIGITS = 100;
const TIE = /^50*$/;

/** `%.Nf` of a finite number. */
export function fixed(value: number, digits: number): string {
  const count = Math.min(digits, MAX_DIGITS);
  // toFixed gives up at 1e21; such numbers are whole.
  if (Math.abs(value) >= 1e21) return BigInt(value).toString() + (count > 0 ? `.${'0'.repeat(count)}` : '');
  return toEven(value.toFixed(count), value.toFixed(MAX_DIGITS), count);
}

/** `d.ddde+X` with N digits behind the point, of a finite number. */
export function exponential(value: number, digits: number): string {
  const count = Math.min(digits, MAX_DIGITS);
  const [mantissa] = value.toExponential(count).split('e');
  const [exact, exponent] = value.toExponential(MAX_DIGITS).split('e');
  const even = toEven(mantissa, exact, count);
  // Rounding up may have reached the next power of ten; then it was no tie, or the tie went up.
  return even === mantissa ? value.toExponential(count) : `${even}e${exponent}`;
}

/** `rounded` is right unless `exact` lies in the middle and the digit before it is even. */
function toEven(rounded: string, exact: string, digits: number): string {
  const cut = exact.indexOf('.') + 1 + digits;
  if (!TIE.test(exact.slice(cut))) return rounded;
  const truncated = exact.slice(0, cut).replace(/\.$/, '');
  return Number(truncated.slice(-1)) % 2 === 0 ? truncated : rounded;
}
