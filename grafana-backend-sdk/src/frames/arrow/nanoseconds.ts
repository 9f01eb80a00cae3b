const TWO_11 = 2 ** 11;
const TWO_21 = 2 ** 21;
const TWO_32 = 2 ** 32;

/**
 * Milliseconds and the nanoseconds beside them as one int64, low word first at `words[at]`, without a BigInt a row.
 * With ms = a * 2^21 + b, neither a * 10^6 nor b * 10^6 leaves the integers that a float64 holds exactly, and shifting the
 * first by 21 bits splits it between the two words. Storing a number in a word takes it modulo 2^32, negative ones too.
 */
export function writeNanoseconds(ms: number, nanos: number, words: Uint32Array, at: number): void {
  const a = Math.floor(ms / TWO_21);
  const upper = a * 1e6;
  const high = Math.floor(upper / TWO_11);
  const low = (upper - high * TWO_11) * TWO_21 + (ms - a * TWO_21) * 1e6 + nanos;
  words[at] = low;
  words[at + 1] = high + Math.floor(low / TWO_32);
}
