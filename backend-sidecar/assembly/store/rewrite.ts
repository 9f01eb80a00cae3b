// Replacing the samples of a series: deletion within a range.
import { push, seal } from './chunk';
import { FLAGS, LAST_BITS, LAST_TIME, recordOf } from './series';
import { clearSeries } from './truncate';

/**
 * Makes the series hold these samples only (ascending float64 ms, raw bits). Its last time, value and flags stay, so that
 * order is judged and the WAL encoded as if nothing had been taken away. False when memory ran out on the way.
 */
export function rewriteSeries(slot: u32, times: usize, values: usize, n: u32, rangeMs: f64): bool {
  const r = recordOf(slot);
  const lastTime = load<i64>(r, LAST_TIME);
  const lastBits = load<u64>(r, LAST_BITS);
  const flags = load<u8>(r, FLAGS);
  clearSeries(slot);
  let complete = true;
  for (let i: u32 = 0; i < n && complete; i++) {
    const time = load<f64>(times + (i << 3));
    complete = push(r, <i64>time, load<u64>(values + (i << 3)), <u16>(<i64>floor(time / rangeMs)));
  }
  // The next sample may not be coded against a value that is no longer its predecessor.
  seal(r);
  store<i64>(r, lastTime, LAST_TIME);
  store<u64>(r, lastBits, LAST_BITS);
  store<u8>(r, flags, FLAGS);
  return complete;
}
