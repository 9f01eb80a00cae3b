import { chartCsv } from './chart-csv.ts';
import { wrapped } from './chart-image.ts';
import { chartFileName } from './save-chart.ts';
import { niceTicks, timeTicks } from './ticks.ts';
import { TimeColumns } from './time-columns.ts';
import { rangeText } from './time-text.ts';

describe('a chart as a file', () => {
  it('is CSV of the window, with names that hold commas and quotes', () => {
    const columns = new TimeColumns();
    columns.ensureSeries('a', 'a "b", c');
    columns.ensureSeries('d', 'd');
    columns.append(0, [['a', 1]]);
    columns.append(1000, [['a', 2]]);
    columns.append(2000, [
      ['a', 0.1],
      ['d', Infinity],
    ]);
    expect(chartCsv(columns, { fromMs: 1000, toMs: 2000 })).toBe(
      'time,"a ""b"", c",d\r\n1970-01-01T00:00:01.000Z,2,\r\n1970-01-01T00:00:02.000Z,0.1,Infinity\r\n',
    );
  });

  it('is named after its title and end', () => {
    expect(chartFileName({ title: 'Journal fsync p99, worst', toMs: Date.UTC(2026, 10, 22, 14, 5) }, 'png')).toBe(
      'journal-fsync-p99-worst-20261122T140500Z.png',
    );
  });

  it('breaks a long query where it has blanks', () => {
    expect(wrapped('sum by (a) (rate(b[1m]))\n  or c', 16)).toEqual(['sum by (a)', '(rate(b[1m])) or', 'c']);
    expect(wrapped('aaaaaaaaaa', 4)).toEqual(['aaaa', 'aaaa', 'aa']);
  });

  it('says the range with its zone', () => {
    expect(rangeText(Date.UTC(2026, 10, 22, 14), Date.UTC(2026, 10, 22, 15))).toMatch(
      /^2026-11-22 .* to \d\d:00:00 \(UTC/,
    );
  });

  it('has round ticks', () => {
    expect(niceTicks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(niceTicks(-0.5, 0.5, 4)).toEqual([-0.5, 0, 0.5]);
    expect(niceTicks(1, 1, 5)).toEqual([]);
    const minutes = timeTicks(Date.UTC(2026, 0, 1, 0, 0, 7), Date.UTC(2026, 0, 1, 0, 10), 10);
    expect(minutes).toHaveLength(10);
    expect(minutes.every((time) => time % 60_000 === 0)).toBe(true);
  });
});
