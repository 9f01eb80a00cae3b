import type { ReportUnit } from '@observatory/protocol/runs';

const SI = ['', 'k', 'M', 'G', 'T', 'P'];
const IEC = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const WORDS: Partial<Record<ReportUnit, string>> = { msgps: ' msg/s', msg: ' messages' };

/** Three significant digits and a unit, `204k msg/s`, `1.25 s`; absent values are a dash. The views' formatValue in HTML. */
export function numberText(value: number | null | undefined, unit: ReportUnit): string {
  if (value == null || !Number.isFinite(value)) return '–';
  if (unit === 'percentunit') return `${digits(value * 100)} %`;
  if (unit === 'ms') {
    const size = Math.abs(value);
    if (size >= 60_000) return `${digits(value / 60_000)} min`;
    if (size >= 1000) return `${digits(value / 1000)} s`;
    return size < 1 && size > 0 ? `${digits(value * 1000)} µs` : `${digits(value)} ms`;
  }
  const binary = unit === 'bytes' || unit === 'Bps';
  const base = binary ? 1024 : 1000;
  const names = binary ? IEC : SI;
  let rest = value;
  let step = 0;
  while (Math.abs(rest) >= base && step < names.length - 1) {
    rest /= base;
    step++;
  }
  return `${digits(rest)}${binary ? ` ${names[step]}` : names[step]}${unit === 'Bps' ? '/s' : (WORDS[unit] ?? '')}`;
}

/** Three significant digits, without an exponent where it can be read so. */
function digits(value: number): string {
  if (Math.abs(value) >= 1000) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
