/** Numbers, durations and moments as a reader wants them. */

const SCALES: readonly [number, string][] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** `1.4 MB/s`, `23 %`, `48 ms`, `120/s`, `3 consumers`. */
export function quantity(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return 'nothing';
  if (unit === 'share') return `${rounded(value * 100)} %`;
  if (unit === '%') return `${rounded(value)} %`;
  if (unit === 'ms' && Math.abs(value) >= 1000) return `${rounded(value / 1000)} s`;
  const [divisor, prefix] = SCALES.find(([from]) => Math.abs(value) >= from) ?? [1, ''];
  const number = rounded(value / divisor);
  if (unit === '') return `${number}${prefix}`;
  if (unit.startsWith('/')) return `${number}${prefix}${unit}`;
  if (unit.startsWith('B')) return `${number} ${prefix}${unit}`;
  const plain = prefix === '' ? number : rounded(value);
  return `${plain} ${plain === '1' && unit.endsWith('s') && unit.length > 3 ? singular(unit) : unit}`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `04:08:40` in UTC. */
export const clockTime = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

export const isoTime = (ms: number): string => new Date(ms).toISOString();

function rounded(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  if (size >= 10) return trimmed(value.toFixed(1));
  if (size >= 0.01) return trimmed(value.toPrecision(2));
  return size < 1e-9 ? '0' : trimmed(value.toPrecision(1));
}

const trimmed = (text: string): string => String(Number(text));

const singular = (unit: string): string =>
  unit === 'directories' ? 'directory' : unit === 'entries' ? 'entry' : unit.replace(/s$/, '');
