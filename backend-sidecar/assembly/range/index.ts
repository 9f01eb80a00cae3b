// The inner loops of rate, increase and delta: src/promql/range/rate-kernel.ts lays out the memory.

// One entry a step: what follows from timestamps alone.
const FIRST: usize = 0; // u32, index of the window's first sample
const LAST: usize = 4; // u32, of its last one; not behind the first: no result
const FACTOR: usize = 8; // f64, by which a difference is multiplied
const INTERVAL: usize = 16; // f64, seconds between the two samples
const TO_START: usize = 24; // f64, seconds from the first sample back to where is extrapolated to
const TO_END: usize = 32;
const ENTRY_BYTES: usize = 40;

/** True when a value is lower than the one before. */
export function hasReset(values: usize, n: u32): bool {
  let i: u32 = 1;
  for (; i + 1 < n; i += 2) {
    const at = values + (<usize>i << 3);
    if (v128.any_true(f64x2.lt(v128.load(at), v128.load(at - 8)))) return true;
  }
  return i < n && load<f64>(values + (<usize>i << 3)) < load<f64>(values + (<usize>(i - 1) << 3));
}

/** The extrapolated difference of every window. Steps without a result keep what is there. */
export function extrapolate(values: usize, entries: usize, steps: u32, isCounter: bool, divisor: f64, out: usize): void {
  for (let step: u32 = 0; step < steps; step++) {
    const entry = entries + <usize>step * ENTRY_BYTES;
    const first = load<u32>(entry, FIRST);
    const last = load<u32>(entry, LAST);
    if (last <= first) continue;
    const start = load<f64>(values + (<usize>first << 3));
    const difference = load<f64>(values + (<usize>last << 3)) - start;
    let scale = load<f64>(entry, FACTOR);
    if (isCounter && start >= 0 && start < difference * 1.2) {
      const interval = load<f64>(entry, INTERVAL);
      const toZero = interval * (start / difference);
      if (toZero < load<f64>(entry, TO_START)) scale = (interval + toZero + load<f64>(entry, TO_END)) / interval / divisor;
    }
    store<f64>(out + (<usize>step << 3), difference * scale);
  }
}
