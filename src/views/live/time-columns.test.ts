import fc from 'fast-check';
import { TimeColumns } from './time-columns.ts';

function fill(columns: TimeColumns, rows: [number, number][]): void {
  columns.ensureSeries('a', 'a');
  for (const [time, value] of rows) columns.append(time, [['a', value]]);
}

describe('TimeColumns', () => {
  it('keeps rows in order of time, whatever order they came in, the last value of a time winning', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer())), (rows) => {
        const columns = new TimeColumns(2);
        fill(columns, rows);
        const expected = [...new Map(rows)].sort(([a], [b]) => a - b);
        const [times, values] = columns.toAlignedData();
        expect(times).toEqual(rows.length === 0 ? [] : expected.map(([time]) => time / 1000));
        expect(values ?? []).toEqual(expected.map(([, value]) => value));
      }),
    );
  });

  it('gives a series that appears late a past of gaps', () => {
    const columns = new TimeColumns(4);
    fill(columns, [[1000, 1]]);
    columns.ensureSeries('b', 'b');
    columns.append(2000, [['b', 7]]);
    expect(columns.toAlignedData()).toEqual([
      [1, 2],
      [1, null],
      [null, 7],
    ]);
    expect(columns.latest()).toEqual([1, 7]);
  });

  it('takes whole series, of the same times or of others', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 30 })), { maxLength: 4 }), (series) => {
        const [whole, single] = [new TimeColumns(2), new TimeColumns(2)];
        for (const [index, unordered] of series.entries()) {
          const times = [...unordered].sort((a, b) => a - b);
          const values = times.map((time) => (time % 5 === 0 ? null : time * index));
          whole.addColumn(String(index), 'x', times, values);
          single.ensureSeries(String(index), 'x');
          times.forEach((time, row) => single.append(time, [[String(index), values[row] ?? NaN]]));
        }
        expect(whole.toAlignedData()).toEqual(single.toAlignedData());
      }),
    );
  });

  it('forgets what leaves the window and stays bounded', () => {
    const columns = new TimeColumns(8);
    columns.ensureSeries('a', 'a');
    for (let time = 0; time < 10_000; time++) {
      columns.append(time, [['a', time]]);
      columns.trim(time - 5);
    }
    expect(columns.toAlignedData()[1]).toEqual([9994, 9995, 9996, 9997, 9998, 9999]);
  });
});
