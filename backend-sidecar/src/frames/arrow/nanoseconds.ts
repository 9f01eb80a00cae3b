/**
 * Milliseconds to int64 nanoseconds, little-endian, without a BigInt a row. A time is split into q * 2^16 + r, so that
 * neither q * 10^6 nor r * 10^6 leaves the integers that a float64 holds exactly; their sum is then put together from two
 * 32-bit halves.
 */
export function writeNanoseconds(timesMs: Float64Array, length: number, out: DataView, at: number): void {
  for (let i = 0; i < length; i++) {
    const ms = timesMs[i];
    const q = Math.floor(ms / 0x10000);
    const high = q * 1e6;
    const highWord = Math.floor(high / 0x10000);
    const low = (high - highWord * 0x10000) * 0x10000 + (ms - q * 0x10000) * 1e6;
    out.setUint32(at + 8 * i, low % 0x1_0000_0000, true);
    out.setInt32(at + 8 * i + 4, highWord + Math.floor(low / 0x1_0000_0000), true);
  }
}
