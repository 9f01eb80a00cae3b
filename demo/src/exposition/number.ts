/**
 * How the Java processes print numbers. Kept exactly, because parsers, delta encoders and compression ratios see it:
 * simpleclient and the BookKeeper provider use `Double.toString`, Pulsar's own writer prints three decimals.
 */

/** `Double.toString`: `8.0`, `1.795E9`, `NaN`; infinities as `+Inf`/`-Inf` (simpleclient) unless `javaInfinity`. */
export function javaDouble(value: number, javaInfinity = false): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value))
    return javaInfinity ? (value > 0 ? 'Infinity' : '-Infinity') : value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size === 0) return '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}

/** Pulsar's SimpleTextOutputStream: three decimals, cut and not rounded, `2.450`, or `.0` when the fraction is nil. */
export function threeDecimals(value: number): string {
  if (!Number.isFinite(value)) return javaDouble(value);
  const whole = Math.trunc(value);
  const rest = Math.abs(Math.trunc(1000 * (value - whole)));
  return rest === 0 ? `${whole}.0` : `${whole}.${String(rest).padStart(3, '0')}`;
}

/** A long: the value cut to an integer. */
export function integer(value: number): string {
  return Number.isFinite(value) ? String(Math.trunc(value)) : javaDouble(value);
}
