/** How a number of some unit is read by a person. Units are Grafana's ids where one exists. */
export type Unit = 'short' | 'msgps' | 'ms' | 'percentunit' | 'bytes' | 'Bps' | 'msg';

const SI = ['', 'k', 'M', 'G', 'T', 'P'];
const IEC = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Three significant digits and a unit: `12.3k msg/s`, `450 ms`, `1.25 GiB`. Absent values are a dash. */
export function formatValue(value: number | null | undefined, unit: Unit): string {
  if (value == null || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  switch (unit) {
    case 'percentunit':
      return `${significant(value * 100)} %`;
    case 'ms':
      if (Math.abs(value) >= 60_000) return `${significant(value / 60_000)} min`;
      if (Math.abs(value) >= 1000) return `${significant(value / 1000)} s`;
      if (Math.abs(value) < 1 && value !== 0) return `${significant(value * 1000)} µs`;
      return `${significant(value)} ms`;
    case 'bytes':
      return scaled(value, 1024, IEC, ' ');
    case 'Bps':
      return `${scaled(value, 1024, IEC, ' ')}/s`;
    case 'msgps':
      return `${scaled(value, 1000, SI, '')} msg/s`;
    case 'msg':
      return `${scaled(value, 1000, SI, '')} msg`;
    case 'short':
      return scaled(value, 1000, SI, '');
  }
}

function scaled(value: number, base: number, suffixes: readonly string[], space: string): string {
  let exponent = 0;
  let rest = Math.abs(value);
  while (rest >= base && exponent < suffixes.length - 1) {
    rest /= base;
    exponent++;
  }
  const suffix = suffixes[exponent];
  return `${value < 0 ? '-' : ''}${significant(rest)}${suffix === '' ? '' : space + suffix}`;
}

function significant(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0) return '0';
  if (magnitude >= 100) return value.toFixed(0);
  if (magnitude >= 10) return trimZeros(value.toFixed(1));
  if (magnitude >= 1) return trimZeros(value.toFixed(2));
  // Small ones keep three digits as well: an axis of 0.005, 0.01, 0.015 would say 0.01 twice otherwise.
  if (magnitude >= 1e-4) return trimZeros(value.toFixed(2 - Math.floor(Math.log10(magnitude))));
  return value.toExponential(1);
}

function trimZeros(text: string): string {
  return text.replace(/\.?0+$/, '');
}
