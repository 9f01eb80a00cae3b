/**
 * Durations in Prometheus' syntax (`1h30m`, `15s`, `0`), held as integer milliseconds.
 * Source of the rules: prometheus/common model.ParseDuration and Duration.String.
 */
const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['y', 365 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

const PATTERN = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Longest duration Prometheus can hold (int64 nanoseconds), so that both refuse the same texts. */
const MAX_MS = 9_223_372_036_854;

/**
 * Milliseconds of a duration text.
 * @throws RangeError with Prometheus' words when the text is no duration or too long.
 */
export function parseDuration(text: string): number {
  if (text === '0') return 0;
  if (text === '') throw new RangeError('empty duration string');
  const match = PATTERN.exec(text);
  if (!match) throw new RangeError(`not a valid duration string: ${JSON.stringify(text)}`);
  let ms = 0;
  for (let i = 0; i < UNITS.length; i++) {
    const digits = match[i + 1];
    if (digits !== undefined) ms += Number(digits) * UNITS[i][1];
  }
  if (ms > MAX_MS) throw new RangeError('duration out of range');
  return ms;
}

/** The shortest text Prometheus prints for it: years and weeks only when nothing remains, `0s` for zero. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s';
  let rest = Math.abs(Math.trunc(durationMs));
  let text = durationMs < 0 ? '-' : '';
  for (const [unit, unitMs] of UNITS) {
    // 90d reads better than 12w6d.
    if ((unit === 'y' || unit === 'w') && rest % unitMs !== 0) continue;
    const count = Math.floor(rest / unitMs);
    if (count === 0) continue;
    text += `${count}${unit}`;
    rest -= count * unitMs;
  }
  return text;
}
