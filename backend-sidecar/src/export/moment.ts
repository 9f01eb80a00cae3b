import { parseDuration } from '../model/duration.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import type { TimeZone } from './time-zone.ts';

const SECONDS = /^[+-]?\d+(?:\.\d+)?$/;
const RELATIVE = /^now(?:([+-])(\w+))?$/;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?([Zz]|[+-]\d\d:\d\d)?$/;
const MAX_MS = 8_640_000_000_000_000;

/**
 * Milliseconds of a time as people write it: seconds since the epoch, RFC 3339, a date or date and time of the zone, `now`
 * or `now-7d`.
 * @throws ObservatoryError `OBS_EXPORT_TIME` naming the parameter.
 */
export function parseMoment(name: string, text: string, nowMs: number, zone: TimeZone): number {
  const ms = read(name, text, nowMs, zone);
  if (Number.isNaN(ms) || Math.abs(ms) > MAX_MS) throw wrongTime(name, text);
  return ms;
}

function read(name: string, text: string, nowMs: number, zone: TimeZone): number {
  if (SECONDS.test(text)) return Math.round(Number(text) * 1000);
  const relative = RELATIVE.exec(text);
  if (relative) {
    const [, sign, duration] = relative;
    return sign === undefined ? nowMs : nowMs + (sign === '-' ? -1 : 1) * durationOf(name, duration);
  }
  const date = DATE.exec(text);
  if (!date) return NaN;
  const [, day, time = '00:00', offset] = date;
  if (offset !== undefined) return Date.parse(`${day}T${time}${offset.toUpperCase()}`);
  const localMs = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(localMs) ? NaN : zone.instantOf(localMs);
}

/** @throws ObservatoryError `OBS_EXPORT_TIME` naming the parameter; also for 0. */
export function durationOf(name: string, text: string): number {
  try {
    const ms = parseDuration(text);
    if (ms > 0) return ms;
  } catch (error) {
    throw new ObservatoryError('OBS_EXPORT_TIME', `${name}: ${messageOf(error)}`, {
      httpStatus: 400,
      hint: 'write a duration such as 15s, 1h or 1d',
      cause: error,
    });
  }
  throw new ObservatoryError('OBS_EXPORT_TIME', `${name}: must be longer than 0`, { httpStatus: 400 });
}

function wrongTime(name: string, text: string): ObservatoryError {
  return new ObservatoryError('OBS_EXPORT_TIME', `${name}: cannot read ${JSON.stringify(text)} as a time`, {
    httpStatus: 400,
    hint: 'write 2026-11-22, 2026-11-22T10:00:00Z, seconds since the epoch, now or now-7d',
  });
}
