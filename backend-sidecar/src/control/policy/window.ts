import { ObservatoryError } from '../../util/errors.ts';

export interface MaintenanceWindow {
  name: string;
  days: readonly string[];
  /** `HH:MM` of `timezone`. */
  from: string;
  to: string;
  timezone: string;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Whether a moment lies in the window. One that ends before it begins goes on into the next day. */
export function isOpen(window: MaintenanceWindow, timeMs: number): boolean {
  const { weekday, minute } = localTime(timeMs, window.timezone);
  const [from, to] = [minuteOf(window.from), minuteOf(window.to)];
  const today = window.days.includes(DAYS[weekday]);
  if (from < to) return today && minute >= from && minute < to;
  const yesterday = window.days.includes(DAYS[(weekday + 6) % 7]);
  return (today && minute >= from) || (yesterday && minute < to);
}

/** @throws ObservatoryError OBS_CONTROL_CONFIG when times or zone make no sense */
export function checkWindow({ name, from, to, timezone }: MaintenanceWindow): void {
  for (const time of [from, to])
    if (!TIME.test(time))
      throw configError(`control.windows: ${name}: ${JSON.stringify(time)} is no time`, 'write it like 22:00');
  try {
    localTime(0, timezone);
  } catch (error) {
    throw configError(`control.windows: ${name}: ${timezone} is no time zone`, 'write it like Europe/Berlin', error);
  }
}

function localTime(timeMs: number, timeZone: string): { weekday: number; minute: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, value]));
  return {
    weekday: DAYS.indexOf(parts.weekday.toLowerCase()),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function configError(message: string, hint: string, cause?: unknown): ObservatoryError {
  return new ObservatoryError('OBS_CONTROL_CONFIG', message, { hint, cause });
}
