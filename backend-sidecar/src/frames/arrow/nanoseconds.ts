const WORD = 0x1_0000_0000;
const HALF_WORD = 0x1_0000;

/**
 * Milliseconds to int64 nanoseconds, low word first, without a BigInt a row. A time is split into q * 2^16 + r, so that
 * neither q * 10^6 nor r * 10^6 leaves the integers that a float64 holds exactly; their sum is then put together from two
 * 32-bit words. Storing a number in a word takes it modulo 2^32, negative ones too.
 */
export function writeNanoseconds(timesMs: Float64Array, length: number, words: Uint32Array): void {
  for (let i = 0; i < length; i++) {
    const ms = timesMs[i];
    const q = Math.floor(ms / HALF_WORD);
    const upper = q * 1e6;
    const highWord = Math.floor(upper / HALF_WORD);
    const low = (upper - highWord * HALF_WORD) * HALF_WORD + (ms - q * HALF_WORD) * 1e6;
    words[2 * i] = low;
    words[2 * i + 1] = highWord + Math.floor(low / WORD);
  }
}
