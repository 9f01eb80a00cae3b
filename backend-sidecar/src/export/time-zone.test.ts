import fc from 'fast-check';
import { bucketsOf } from './buckets.ts';
import { parseMoment } from './moment.ts';
import { DAY_MS, TimeZone } from './time-zone.ts';

const HOUR = 3_600_000;
const ms = (text: string) => Date.parse(text);
const berlin = new TimeZone('Europe/Berlin');
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
];
const zone = fc.constantFrom(...ZONES).map((name) => new TimeZone(name));
const time = fc.integer({ min: ms('1975-01-01'), max: ms('2037-12-31') });

describe('local time', () => {
  it('is written with its offset', () => {
    expect(berlin.toText(ms('2026-07-01T10:00:00Z'))).toBe('2026-07-01T12:00:00+02:00');
    expect(new TimeZone('America/St_Johns').toText(ms('2026-01-01T00:00:00.250Z'))).toBe(
      '2025-12-31T20:30:00.250-03:30',
    );
    expect(new TimeZone('UTC').toText(0)).toBe('1970-01-01T00:00:00Z');
  });

  it('reads back as the same instant, everywhere', () => {
    fc.assert(fc.property(zone, time, (each, at) => Date.parse(each.toText(at)) === at));
  });

  it('names an instant, the first of two where the clocks go back, the end of the gap where they go forward', () => {
    expect(berlin.instantOf(ms('2026-10-25T02:30:00Z'))).toBe(ms('2026-10-25T00:30:00Z'));
    expect(berlin.instantOf(ms('2026-03-29T02:30:00Z'))).toBe(ms('2026-03-29T01:00:00Z'));
    // Midnight was skipped in São Paulo.
    expect(new TimeZone('America/Sao_Paulo').instantOf(ms('2018-11-04T00:00:00Z'))).toBe(ms('2018-11-04T03:00:00Z'));
    // A whole day was skipped in Samoa.
    expect(new TimeZone('Pacific/Apia').instantOf(ms('2011-12-30T00:00:00Z'))).toBe(ms('2011-12-30T10:00:00Z'));
    fc.assert(
      fc.property(zone, time, (each, at) => {
        const localMs = at + each.offsetMs(at);
        const first = each.instantOf(localMs);
        expect(first).toBeLessThanOrEqual(at);
        expect(first + each.offsetMs(first)).toBe(localMs);
      }),
    );
  });

  it('refuses zones that do not exist', () => {
    expect(() => new TimeZone('Europe/Nowhere')).toThrow('there is no time zone "Europe/Nowhere"');
  });
});

describe('moments', () => {
  const now = ms('2026-11-22T11:00:00Z');
  it.each([
    ['1767436620', 1_767_436_620_000],
    ['1767436620.5', 1_767_436_620_500],
    ['now', now],
    ['now-7d', now - 7 * DAY_MS],
    ['now+1h30m', now + 1.5 * HOUR],
    ['2026-11-22', ms('2026-11-21T23:00:00Z')],
    ['2026-07-01T12:00', ms('2026-07-01T10:00:00Z')],
    ['2026-07-01 12:00:30', ms('2026-07-01T10:00:30Z')],
    ['2026-07-01T12:00:00.25Z', ms('2026-07-01T12:00:00.250Z')],
    ['2026-07-01T12:00:00-05:00', ms('2026-07-01T17:00:00Z')],
  ])('%s', (text, expected) => expect(parseMoment('start', text, now, berlin)).toBe(expected));

  it.each(['', 'yesterday', 'now-', 'now-1x', '2026-13-01', '2026-11-22T', '1e300', 'NaN', '99999999999999'])(
    'refuses %j, naming the parameter',
    (text) => expect(() => parseMoment('end', text, now, berlin)).toThrow(/^end: /),
  );
});

describe('buckets', () => {
  it('follow the calendar: days of 23 and 25 hours, weeks from Monday', () => {
    const days = bucketsOf(DAY_MS, berlin, 0);
    const spring = days.startOf(ms('2026-03-29T12:00:00Z'));
    expect(spring).toBe(ms('2026-03-28T23:00:00Z'));
    expect(days.next(spring) - spring).toBe(23 * HOUR);
    const autumn = days.startOf(ms('2026-10-25T12:00:00Z'));
    expect(days.next(autumn) - autumn).toBe(25 * HOUR);
    expect(bucketsOf(7 * DAY_MS, berlin, 0).startOf(ms('2026-11-22T12:00:00Z'))).toBe(ms('2026-11-15T23:00:00Z'));
  });

  it('cover all time without overlapping', () => {
    const length = fc.constantFrom(1000, 15_000, 60_000, HOUR, 6 * HOUR, 36 * HOUR, DAY_MS, 2 * DAY_MS, 7 * DAY_MS);
    fc.assert(
      fc.property(zone, time, length, (each, at, everyMs) => {
        const buckets = bucketsOf(everyMs, each, at);
        const start = buckets.startOf(at);
        const next = buckets.next(start);
        expect(start).toBeLessThanOrEqual(at);
        expect(next).toBeGreaterThan(at);
        expect(buckets.startOf(start)).toBe(start);
        expect(buckets.startOf(next - 1)).toBe(start);
        expect(buckets.startOf(next)).toBe(next);
      }),
    );
  });
});
