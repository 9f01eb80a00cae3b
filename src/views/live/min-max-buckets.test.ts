import fc from 'fast-check';
import { MinMaxBuckets } from './min-max-buckets.ts';
import { TimeColumns } from './time-columns.ts';

const WIDTH = 10;
const SLOTS = 8;

/** The plain computation: of all rows, bucket by bucket, the extremes in order of occurrence. */
function plainly(columns: TimeColumns): { buckets: number[]; values: number[][] } {
  const times = [...columns.timesView()];
  if (times.length === 0) return { buckets: [], values: columns.series.map(() => []) };
  const newest = Math.floor(times[times.length - 1] / WIDTH);
  const oldest = Math.max(Math.floor(times[0] / WIDTH), newest - SLOTS - 1);
  const buckets = Array.from({ length: newest - oldest + 1 }, (_, index) => oldest + index);
  const values = columns.columnViews().map((column) =>
    buckets.flatMap((bucket) => {
      const own = [...column].filter((value, row) => Math.floor(times[row] / WIDTH) === bucket && !Number.isNaN(value));
      if (own.length === 0) return [NaN, NaN];
      const [low, high] = [Math.min(...own), Math.max(...own)];
      if (low === high) return [low, NaN];
      return own.indexOf(low) < own.indexOf(high) ? [low, high] : [high, low];
    }),
  );
  return { buckets, values };
}

const step = fc.record({
  kind: fc.constantFrom('append', 'append', 'append', 'late', 'trim', 'newcomer', 'refill'),
  ahead: fc.integer({ min: 1, max: 35 }),
  value: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
});

describe('MinMaxBuckets', () => {
  it('keeps, however rows come and go, what a computation over all rows gives', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const columns = new TimeColumns(4);
        const buckets = new MinMaxBuckets(WIDTH, SLOTS);
        columns.ensureSeries('a', 'a');
        columns.ensureSeries('b', 'b');
        let timeMs = 1_000;
        let trimmed = false;
        for (const { kind, ahead, value } of steps) {
          if (kind === 'append')
            columns.append((timeMs += ahead), [
              ['a', value],
              // Not -value: minus zero is no other value.
              ['b', 0 - value],
            ]);
          else if (kind === 'late') columns.append(timeMs - ahead, [['a', value]]);
          else if (kind === 'refill') columns.append(timeMs, [['b', value]]);
          else if (kind === 'trim') columns.trim(timeMs - 4 * ahead);
          else columns.ensureSeries(`n${ahead % 3}`, 'newcomer');
          buckets.update(columns);
          const expected = plainly(columns);
          // The oldest bucket is left of the window by then: it may keep what was trimmed from its beginning.
          const whole = kind === 'trim' || trimmed ? 2 : 0;
          trimmed ||= kind === 'trim';
          expect(buckets.values().map((column) => [...column].slice(whole))).toEqual(
            expected.values.map((column) => column.slice(whole)),
          );
          expect([...buckets.times()].filter((_, index) => index % 2 === 0)).toEqual(
            expected.buckets.map((bucket) => (bucket + 0.25) * WIDTH),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps extremes in the order in which they occurred', () => {
    const columns = new TimeColumns();
    const buckets = new MinMaxBuckets(WIDTH, SLOTS);
    columns.ensureSeries('a', 'a');
    for (const [time, value] of [
      [0, 5],
      [2, 1],
      [4, 9],
      [10, 2],
      [12, 8],
      [14, 0],
      [20, 7],
    ])
      columns.append(time, [['a', value]]);
    buckets.update(columns);
    expect([...buckets.values()[0]]).toEqual([1, 9, 8, 0, 7, NaN]);
  });

  it('does not grow with time', () => {
    const columns = new TimeColumns();
    const buckets = new MinMaxBuckets(WIDTH, SLOTS);
    columns.ensureSeries('a', 'a');
    for (let time = 0; time < 20_000; time++) {
      columns.append(time, [['a', time]]);
      columns.trim(time - WIDTH * SLOTS);
      if (time % 7 === 0) buckets.update(columns);
    }
    buckets.update(columns);
    expect(buckets.values()[0].buffer.byteLength).toBeLessThanOrEqual(8 * 4 * (SLOTS + 2));
    expect(buckets.times().length).toBeLessThanOrEqual(2 * (SLOTS + 2));
  });
});
