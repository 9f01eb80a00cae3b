/** A time bound in ms, which may be infinite, as the kernel compares it. */
@inline
export function toTime(bound: f64): i64 {
  if (bound >= 9.0e18) return i64.MAX_VALUE;
  if (bound <= -9.0e18) return i64.MIN_VALUE;
  return <i64>bound;
}
