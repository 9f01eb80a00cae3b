/**
 * Prometheus' staleness marker: a NaN with these exact bits, distinct from a NaN that was measured. JavaScript numbers do
 * not promise to keep NaN payloads, so test and write the marker through a Uint32Array view of the same buffer.
 * Source: prometheus/model/value (StaleNaN, NormalNaN).
 */
export const STALE_NAN_HIGH = 0x7ff00000;
export const STALE_NAN_LOW = 0x00000002;
export const NORMAL_NAN_HIGH = 0x7ff80000;
export const NORMAL_NAN_LOW = 0x00000001;

/** Little-endian only, as every platform we ship for. Index counts float64 elements. */
export function isStaleAt(words: Uint32Array, index: number): boolean {
  return words[2 * index + 1] === STALE_NAN_HIGH && words[2 * index] === STALE_NAN_LOW;
}

export function setStaleAt(words: Uint32Array, index: number): void {
  words[2 * index] = STALE_NAN_LOW;
  words[2 * index + 1] = STALE_NAN_HIGH;
}
