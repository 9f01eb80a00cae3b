import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.ts';
import { formatSize, parseSize } from './size.ts';

describe('durations', () => {
  it.each([
    ['0', 0, '0s'],
    ['0w', 0, '0s'],
    ['0s', 0, '0s'],
    ['324ms', 324, '324ms'],
    ['3s', 3000, '3s'],
    ['5m', 300_000, '5m'],
    ['1h', 3_600_000, '1h'],
    ['4d', 345_600_000, '4d'],
    ['4d1h', 349_200_000, '4d1h'],
    ['14d', 1_209_600_000, '2w'],
    ['3w', 1_814_400_000, '3w'],
    ['3w2d1h', 1_990_800_000, '23d1h'],
    ['10y', 315_360_000_000, '10y'],
    ['1h30m', 5_400_000, '1h30m'],
    ['1y1ms', 31_536_000_001, '365d1ms'],
  ])('%s', (text, ms, printed) => {
    expect(parseDuration(text)).toBe(ms);
    expect(formatDuration(ms)).toBe(printed);
  });

  it.each(['', '1', '1y1m1d', '-1w', '1.5d', 'd', '294y', '200y10400w', '107675d', '2584200h', '10 s', '١s'])(
    'refuses %j',
    (text) => {
      expect(() => parseDuration(text)).toThrow(RangeError);
    },
  );

  it('come back from their printed form', () => {
    fc.assert(
      fc.property(fc.nat(9_223_372_036_854), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });
});

describe('sizes', () => {
  it.each([
    ['0', 0],
    ['10', 10],
    ['10B', 10],
    ['1KB', 1024],
    ['1KiB', 1024],
    ['512MB', 512 * 1024 ** 2],
    ['1.5GB', 1.5 * 1024 ** 3],
    ['2tb', 2 * 1024 ** 4],
  ])('%s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(['', 'x', '-1B', '1XB', '1e3', '1 000', '99999999PB'])('refuses %j', (text) => {
    expect(() => parseSize(text)).toThrow(RangeError);
  });

  it('come back from their printed form', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (bytes) => expect(parseSize(formatSize(bytes))).toBe(bytes)),
    );
  });
});
