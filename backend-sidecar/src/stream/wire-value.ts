/** A float64 as JSON text (protocol/stream.ts, WireValue). Null stands for "no value": see the caller's staleness test. */
export function wireNumber(value: number): string {
  if (Number.isFinite(value)) return `${value}`;
  return value !== value ? '"NaN"' : value > 0 ? '"+Inf"' : '"-Inf"';
}
