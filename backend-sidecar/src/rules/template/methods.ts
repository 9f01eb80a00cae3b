import { formatTime } from './go-time.ts';
import { GoDuration, GoInt, type GoTime, printValue, type GoValue } from './value.ts';

/** Methods of Go's times and durations that templates use. */
export const METHODS: ReadonlySet<string> = new Set(
  'Format Unix UnixMilli Year Month Day Hour Minute Second Weekday UTC String Seconds Minutes Hours Milliseconds'.split(
    ' ',
  ),
);

/** Undefined when the value has no such method. */
export function callMethod(value: GoTime | GoDuration, name: string, args: readonly GoValue[]): GoValue | undefined {
  if (value instanceof GoDuration) {
    const units: Readonly<Record<string, number>> = { Seconds: 1e9, Minutes: 6e10, Hours: 3.6e12 };
    if (Object.hasOwn(units, name)) return value.ns / units[name];
    if (name === 'Milliseconds') return new GoInt(Math.trunc(value.ns / 1e6));
    return name === 'String' ? printValue(value) : undefined;
  }
  const date = new Date(value.ms);
  switch (name) {
    case 'Format':
      return typeof args[0] === 'string' ? formatTime(value.ms, args[0]) : undefined;
    case 'UTC':
      return value;
    case 'String':
      return printValue(value);
    case 'Unix':
      return new GoInt(Math.floor(value.ms / 1000));
    case 'UnixMilli':
      return new GoInt(Math.floor(value.ms));
    case 'Year':
      return new GoInt(date.getUTCFullYear());
    case 'Month':
      return formatTime(value.ms, 'January');
    case 'Weekday':
      return formatTime(value.ms, 'Monday');
    case 'Day':
      return new GoInt(date.getUTCDate());
    case 'Hour':
      return new GoInt(date.getUTCHours());
    case 'Minute':
      return new GoInt(date.getUTCMinutes());
    case 'Second':
      return new GoInt(date.getUTCSeconds());
    default:
      return undefined;
  }
}
