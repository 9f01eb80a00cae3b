/** Prometheus' humanize functions over plain numbers. */
import { general } from './printf.ts';

const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
const BINARY = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];

/** Go's `%.4g`. */
export function fourDigits(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return (Object.is(value, -0) ? '-' : '') + general(value, 4);
}

/** 1234567 as `1.235M`, 0.001 as `1m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return fourDigits(value);
  return Math.abs(value) >= 1 ? scaled(value, LARGE, 1000) : tiny(value);
}

/** 2048 as `2ki`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return fourDigits(value);
  return scaled(value, BINARY, 1024);
}

function scaled(value: number, prefixes: readonly string[], base: number): string {
  let prefix = '';
  for (const each of prefixes) {
    if (Math.abs(value) < base) break;
    prefix = each;
    value /= base;
  }
  return fourDigits(value) + prefix;
}

function tiny(value: number): string {
  let prefix = '';
  for (const each of SMALL) {
    if (Math.abs(value) >= 1) break;
    prefix = each;
    value *= 1000;
  }
  return fourDigits(value) + prefix;
}

/** Seconds as `1d 2h 3m 4s`, `1.234s` or `12ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return fourDigits(seconds);
  if (seconds === 0) return `${fourDigits(seconds)}s`;
  if (Math.abs(seconds) < 1) return `${tiny(seconds)}s`;
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  const whole = Math.trunc(size);
  const [days, hours, minutes, rest] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${rest}s`;
  if (hours > 0) return `${sign}${hours}h ${minutes}m ${rest}s`;
  if (minutes > 0) return `${sign}${minutes}m ${rest}s`;
  return `${sign}${fourDigits(size)}s`;
}

/** 0.25 as `25%`. */
export function humanizePercentage(value: number): string {
  return `${fourDigits(value * 100)}%`;
}
