/** Go's texts of times and durations. */

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-01-02 03:04:05.006 +0000 UTC`, as Go prints a time in UTC. */
export function timeText(ms: number): string {
  return formatTime(ms, '2006-01-02 15:04:05.999999999 -0700 MST');
}

/** The elements of Go's reference time, the longer before those they begin with. */
const LAYOUT =
  /January|Jan|Monday|Mon|MST|2006|\.000000000|\.000000|\.000|\.999999999|\.999999|\.999|__2|002|01|02|03|04|05|06|15|-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07|PM|pm|_2|1|2|3|4|5/g;

/** A time in UTC in a layout that shows Go's reference time, Mon Jan 2 15:04:05 MST 2006. */
export function formatTime(ms: number, layout: string): string {
  const date = new Date(ms);
  const hour = date.getUTCHours();
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const day = date.getUTCDate();
  const yearDay =
    Math.floor(
      (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day) - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000,
    ) + 1;
  const fraction = two(date.getUTCMilliseconds()).padStart(3, '0');
  return layout.replace(LAYOUT, (element) => {
    switch (element) {
      case 'January':
        return MONTHS[date.getUTCMonth()];
      case 'Jan':
        return MONTHS[date.getUTCMonth()].slice(0, 3);
      case 'Monday':
        return DAYS[date.getUTCDay()];
      case 'Mon':
        return DAYS[date.getUTCDay()].slice(0, 3);
      case 'MST':
        return 'UTC';
      case '2006':
        return String(date.getUTCFullYear()).padStart(4, '0');
      case '06':
        return two(date.getUTCFullYear() % 100);
      case '01':
        return two(date.getUTCMonth() + 1);
      case '1':
        return String(date.getUTCMonth() + 1);
      case '02':
        return two(day);
      case '_2':
        return String(day).padStart(2, ' ');
      case '2':
        return String(day);
      case '002':
        return String(yearDay).padStart(3, '0');
      case '__2':
        return String(yearDay).padStart(3, ' ');
      case '15':
        return two(hour);
      case '03':
        return two(twelve);
      case '3':
        return String(twelve);
      case '04':
        return two(date.getUTCMinutes());
      case '4':
        return String(date.getUTCMinutes());
      case '05':
        return two(date.getUTCSeconds());
      case '5':
        return String(date.getUTCSeconds());
      case 'PM':
        return hour >= 12 ? 'PM' : 'AM';
      case 'pm':
        return hour >= 12 ? 'pm' : 'am';
      case '-07:00:00':
        return '+00:00:00';
      case '-070000':
        return '+000000';
      case '-07:00':
        return '+00:00';
      case '-0700':
        return '+0000';
      case '-07':
        return '+00';
    }
    if (element.startsWith('Z')) return 'Z';
    const digits = element.length - 1;
    const padded = fraction.padEnd(digits, '0').slice(0, digits);
    if (element[1] === '0') return `.${padded}`;
    const short = padded.replace(/0+$/, '');
    return short === '' ? '' : `.${short}`;
  });
}

/** Go's Duration.String: `1h30m0s`, `1.5ms`, `0s`. */
export function durationText(ns: number): string {
  if (ns === 0) return '0s';
  const sign = ns < 0 ? '-' : '';
  const size = Math.abs(ns);
  if (size < 1000) return `${sign}${size}ns`;
  if (size < 1e6) return `${sign}${trimmed(size / 1e3)}µs`;
  if (size < 1e9) return `${sign}${trimmed(size / 1e6)}ms`;
  const seconds = Math.floor(size / 1e9);
  const rest = size - seconds * 1e9;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const head = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : '';
  return `${sign}${head}${seconds % 60}${fraction}s`;
}

function trimmed(value: number): string {
  return value.toFixed(9).replace(/\.?0+$/, '');
}
