/**
 * Numbers as Prometheus prints them. JavaScript and Go find the same shortest digits that read back as the same float64;
 * only the notation differs, so each function here re-arranges the digits of `String(value)`.
 */

/**
 * A sample value in the HTTP API's JSON: plain decimals between 1e-6 and 1e21, else an exponent of at least two digits
 * (`1e+21`, `1e-07`). Source: prometheus util/jsonutil, which follows encoding/json.
 */
export function formatFloat(value: number): string {
  // Most samples are counters: small integers print the same everywhere, except negative zero.
  if (value === (value | 0) && value !== 0) return '' + value;
  if (value !== value) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const text = String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-6 && magnitude < 1e21) return text;
  return padExponent(text);
}

/** Go's `FormatFloat(v, 'f', -1, 64)`: never an exponent (`1e21` is `1000000000000000000000`). */
export function formatFloatDecimal(value: number): string {
  const text = formatFloat(value);
  const exponentAt = text.indexOf('e');
  if (exponentAt < 0) return text;
  const { sign, digits, pointAt } = decompose(text);
  if (pointAt <= 0) return `${sign}0.${'0'.repeat(-pointAt)}${digits}`;
  if (pointAt >= digits.length) return sign + digits + '0'.repeat(pointAt - digits.length);
  return `${sign}${digits.slice(0, pointAt)}.${digits.slice(pointAt)}`;
}

/** Go's `%g` with shortest digits: an exponent when it is below -4 or at least 6 (`1e+06`, `0.0001`, `1e-05`). */
export function formatFloatGeneral(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatFloat(value);
  const { sign, digits, pointAt } = decompose(String(value));
  const exponent = pointAt - 1;
  if (exponent >= -4 && exponent < 6) return formatFloatDecimal(value);
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return padExponent(`${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`);
}

/** Significant digits without leading or trailing zeros, and where the decimal point stands relative to their start. */
function decompose(text: string): { sign: string; digits: string; pointAt: number } {
  const sign = text.startsWith('-') ? '-' : '';
  const body = sign === '' ? text : text.slice(1);
  const [mantissa, exponentText] = body.split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '');
  return { sign, digits: digits === '' ? '0' : digits, pointAt: whole.length - leading + Number(exponentText ?? 0) };
}

function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
