/**
 * Values at even steps as means over longer steps, from the first one on; NaN where a step has none. A step that is no multiple of
 * the old one takes each old value into the step in which it begins.
 */
export function resample(values: ArrayLike<number>, stepMs: number, toStepMs: number): Float64Array {
  if (toStepMs <= stepMs) return Float64Array.from(values);
  const rows = Math.max(1, Math.floor((values.length * stepMs) / toStepMs));
  const sums = new Float64Array(rows);
  const counts = new Float64Array(rows);
  for (let i = 0; i < values.length; i++) {
    const row = Math.floor((i * stepMs) / toStepMs);
    if (row >= rows || !Number.isFinite(values[i])) continue;
    sums[row] += values[i];
    counts[row]++;
  }
  return sums.map((sum, row) => (counts[row] > 0 ? sum / counts[row] : NaN));
}
