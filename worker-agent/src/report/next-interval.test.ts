import fc from 'fast-check';
import {
  currentInterval,
  initialInterval,
  nextInterval,
  type IntervalState,
  type ReportedLevels,
} from './next-interval.ts';

const level = fc.double({ min: 0, max: 100, noNaN: true });
const levels = fc.record({ cpuPercent: level, memoryPercent: level, diskPercent: level });
const after = (reports: readonly ReportedLevels[], from: IntervalState = initialInterval()) =>
  reports.reduce(nextInterval, from);
const still: ReportedLevels = { cpuPercent: 20, memoryPercent: 50, diskPercent: 60 };

it('stays between 30 and 300 s whatever is reported', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(levels, fc.constant({ cpuPercent: NaN, memoryPercent: 1, diskPercent: Infinity }))),
      (reports) => {
        const seconds = currentInterval(after(reports));
        expect(seconds).toBeGreaterThanOrEqual(30);
        expect(seconds).toBeLessThanOrEqual(300);
      },
    ),
  );
});

it('never shortens while nothing moves, and ends at its longest', () => {
  fc.assert(
    fc.property(levels, (each) => {
      let state = initialInterval();
      for (let i = 0; i < 12; i++) {
        const before = currentInterval(state);
        state = nextInterval(state, each);
        expect(currentInterval(state)).toBeGreaterThanOrEqual(before);
      }
      expect(currentInterval(state)).toBe(300);
    }),
  );
});

it('comes down within three reports when something moves', () => {
  const calm = after(Array.from({ length: 20 }, () => still));
  expect(currentInterval(calm)).toBe(300);
  const moving = after(
    [
      { ...still, cpuPercent: 90 },
      { ...still, cpuPercent: 30 },
      { ...still, cpuPercent: 95 },
    ],
    calm,
  );
  expect(currentInterval(moving)).toBeLessThanOrEqual(75);
});

it('a hand beats a suggestion, a suggestion beats what was found out', () => {
  fc.assert(
    fc.property(
      fc.array(levels),
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 30, max: 300 }),
      (reports, suggestedSeconds, fixedSeconds) => {
        const state = after(reports);
        expect(currentInterval({ ...state, suggestedSeconds })).toBe(Math.min(300, Math.max(30, suggestedSeconds)));
        expect(currentInterval({ ...state, suggestedSeconds, fixedSeconds })).toBe(fixedSeconds);
      },
    ),
  );
});
