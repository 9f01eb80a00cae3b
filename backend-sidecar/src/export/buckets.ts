import { DAY_MS, type TimeZone } from './time-zone.ts';

/** Consecutive spans of time that cover all of it. */
export interface Buckets {
  /** First instant of the bucket that an instant lies in. */
  startOf(timeMs: number): number;
  /** First instant of the bucket after the one that begins at `startMs`. */
  next(startMs: number): number;
}

/** 1970-01-01 was a Thursday: weeks begin three days before it, on a Monday. */
const MONDAY_SHIFT_DAYS = 3;

/**
 * Buckets of whole days follow the calendar of the zone, so that a day has 23 or 25 hours when the clocks change; whole
 * weeks begin on Mondays. Shorter ones are of equal length, aligned to the zone's offset at `aroundMs`.
 */
export function bucketsOf(everyMs: number, zone: TimeZone, aroundMs: number): Buckets {
  return everyMs % DAY_MS === 0
    ? calendarBuckets(everyMs / DAY_MS, zone)
    : equalBuckets(everyMs, zone.offsetMs(aroundMs));
}

function equalBuckets(everyMs: number, offsetMs: number): Buckets {
  return {
    startOf: (timeMs) => Math.floor((timeMs + offsetMs) / everyMs) * everyMs - offsetMs,
    next: (startMs) => startMs + everyMs,
  };
}

function calendarBuckets(days: number, zone: TimeZone): Buckets {
  const shift = days % 7 === 0 ? MONDAY_SHIFT_DAYS : 0;
  const indexOf = (timeMs: number) => Math.floor((zone.dayOf(timeMs) + shift) / days);
  const startAt = (index: number) => zone.instantOf((index * days - shift) * DAY_MS);
  return {
    startOf: (timeMs) => startAt(indexOf(timeMs)),
    next: (startMs) => startAt(indexOf(startMs) + 1),
  };
}
