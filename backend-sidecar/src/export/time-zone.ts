import { ObservatoryError } from '../util/errors.ts';

export const DAY_MS = 86_400_000;
/** Offsets change only at multiples of this. */
const SLOT_MS = 900_000;

/** Local time of an IANA time zone, with its summer times. */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat | undefined;
  private lastSlot = NaN;
  private lastOffsetMs = 0;

  /** @throws ObservatoryError `OBS_EXPORT_TIME_ZONE` for a name that the platform does not know. */
  constructor(name: string) {
    if (name === 'UTC') return;
    try {
      this.format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch (error) {
      throw new ObservatoryError('OBS_EXPORT_TIME_ZONE', `there is no time zone ${JSON.stringify(name)}`, {
        httpStatus: 400,
        hint: 'give an IANA name such as Europe/Berlin or UTC',
        cause: error,
      });
    }
  }

  /** What to add to an instant to have its local time as if it were UTC; ms. */
  offsetMs(timeMs: number): number {
    if (!this.format) return 0;
    const slot = Math.floor(timeMs / SLOT_MS);
    if (slot !== this.lastSlot) {
      this.lastSlot = slot;
      this.lastOffsetMs = offsetAt(this.format, slot * SLOT_MS);
    }
    return this.lastOffsetMs;
  }

  /** Days from 1970-01-01 to the local date of an instant. */
  dayOf(timeMs: number): number {
    return Math.floor((timeMs + this.offsetMs(timeMs)) / DAY_MS);
  }

  /**
   * The instant of a local date and time, which is given as if it were UTC: the first of two where the clocks go back, the end
   * of the gap where they go forward over it.
   */
  instantOf(localMs: number): number {
    // Instants on either side, whatever the offset.
    const before = this.offsetMs(localMs - DAY_MS);
    const after = this.offsetMs(localMs + DAY_MS);
    for (const offsetMs of [Math.max(before, after), Math.min(before, after)]) {
      const instant = localMs - offsetMs;
      if (this.offsetMs(instant) === offsetMs) return instant;
    }
    let low = Math.floor((localMs - after) / SLOT_MS);
    let high = Math.ceil((localMs - before) / SLOT_MS);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetMs(middle * SLOT_MS) === after) high = middle;
      else low = middle + 1;
    }
    return low * SLOT_MS;
  }

  /** RFC 3339 with the zone's offset. */
  toText(timeMs: number): string {
    const offsetMs = this.offsetMs(timeMs);
    const local = new Date(timeMs + offsetMs).toISOString().slice(0, -1);
    const text = local.endsWith('.000') ? local.slice(0, -4) : local;
    if (!this.format) return `${text}Z`;
    const minutes = Math.abs(offsetMs) / 60_000;
    const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
    return `${text}${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  }
}

function offsetAt(format: Intl.DateTimeFormat, timeMs: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(timeMs)) parts[type] = Number(value);
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - timeMs;
}
