import type { TimeWindow } from '../host/ViewHost.ts';

/** A range as the address holds it, in Grafana's words: `now-6h` and `now`, or ms since the epoch as digits. */
export interface TimeRange {
  from: string;
  to: string;
}

export const DEFAULT_RANGE: TimeRange = { from: 'now-1h', to: 'now' };

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_592_000_000,
  y: 31_536_000_000,
};
/** Times that a Date holds. */
const MAX_MS = 8.64e15;

/** The time that a text means; undefined when it means none. Months and years are 30 and 365 days. */
export function parseTime(text: string, nowMs: number): number | undefined {
  const relative = /^now(?:([+-])(\d{1,9})([smhdwMy]))?$/.exec(text.trim());
  if (relative) {
    const [, sign, count, unit] = relative;
    if (sign === undefined) return nowMs;
    const distance = Number(count) * UNITS[unit];
    return bounded(sign === '-' ? nowMs - distance : nowMs + distance);
  }
  return /^-?\d{1,16}$/.test(text.trim()) ? bounded(Number(text)) : undefined;
}

function bounded(timeMs: number): number | undefined {
  return Math.abs(timeMs) <= MAX_MS ? timeMs : undefined;
}

/** The window of a range at a time. A range that cannot be read, or ends before it begins, gives the default one. */
export function resolveRange({ from, to }: TimeRange, nowMs: number): TimeWindow {
  const fromMs = parseTime(from, nowMs);
  const toMs = parseTime(to, nowMs);
  if (fromMs !== undefined && toMs !== undefined && fromMs < toMs) return { fromMs, toMs };
  return { fromMs: nowMs - UNITS.h, toMs: nowMs };
}

/** True while the range moves with time. */
export function isRelative({ from, to }: TimeRange): boolean {
  return from.startsWith('now') || to.startsWith('now');
}

/** A window that stands still. */
export function absoluteRange({ fromMs, toMs }: TimeWindow): TimeRange {
  return { from: String(Math.round(fromMs)), to: String(Math.round(toMs)) };
}

/** The same length, half of it earlier (-1) or later (1). */
export function shiftWindow({ fromMs, toMs }: TimeWindow, direction: -1 | 1): TimeWindow {
  const half = ((toMs - fromMs) / 2) * direction;
  return { fromMs: fromMs + half, toMs: toMs + half };
}

/** Twice the length around the same middle. */
export function zoomOut({ fromMs, toMs }: TimeWindow): TimeWindow {
  const half = (toMs - fromMs) / 2;
  return { fromMs: fromMs - half, toMs: toMs + half };
}

export const RANGE_PRESETS: readonly (TimeRange & { title: string })[] = [
  { from: 'now-5m', to: 'now', title: 'Last 5 minutes' },
  { from: 'now-15m', to: 'now', title: 'Last 15 minutes' },
  { from: 'now-1h', to: 'now', title: 'Last hour' },
  { from: 'now-6h', to: 'now', title: 'Last 6 hours' },
  { from: 'now-24h', to: 'now', title: 'Last 24 hours' },
  { from: 'now-7d', to: 'now', title: 'Last 7 days' },
  { from: 'now-90d', to: 'now', title: 'Last 90 days' },
];

/** Refresh intervals by the word in the address; 0 refreshes on demand only. */
export const REFRESH_INTERVALS: readonly { word: string; title: string; ms: number }[] = [
  { word: 'off', title: 'Off', ms: 0 },
  { word: '1s', title: 'Real time', ms: 1_000 },
  { word: '5s', title: '5 s', ms: 5_000 },
  { word: '10s', title: '10 s', ms: 10_000 },
  { word: '30s', title: '30 s', ms: 30_000 },
  { word: '1m', title: '1 min', ms: 60_000 },
  { word: '5m', title: '5 min', ms: 300_000 },
];
export const DEFAULT_REFRESH = '10s';
