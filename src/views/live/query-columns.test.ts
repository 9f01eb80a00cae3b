import { legendOf } from './chart-spec.ts';
import { QueryColumns } from './query-columns.ts';

const newColumns = () =>
  new QueryColumns((labels) =>
    legendOf({ id: 'x', title: 'X', query: 'x', unit: 'short', legend: ['instance'] }, labels),
  );

describe('QueryColumns', () => {
  it('draws history first, then the live steps, with gaps where a series has no value', () => {
    const query = newColumns();
    query.take({
      type: 'meta',
      series: [
        { id: 3, labels: { instance: 'a' } },
        { id: 4, labels: { job: 'b' } },
      ],
    });
    query.take({
      type: 'history',
      startMs: 1000,
      stepMs: 1000,
      length: 2,
      ids: [3, 4],
      values: [
        [1, null],
        ['+Inf', 2],
      ],
    });
    query.take({ type: 'vector', t: 3000, ids: [3], values: [5] });
    expect(query.columns.series.map(({ label }) => label)).toEqual(['a', 'job="b"']);
    expect(query.columns.toAlignedData()).toEqual([
      [1, 2, 3],
      [1, null, 5],
      [Infinity, 2, null],
    ]);
  });

  it('knows a series by its labels when its id changes, and leaves out what has no value', () => {
    const query = newColumns();
    query.take({ type: 'meta', series: [{ id: 1, labels: { instance: 'a', job: 'x' } }] });
    query.take({ type: 'vector', t: 1000, ids: [1], values: [1] });
    query.take({
      type: 'meta',
      series: [
        { id: 10, labels: { job: 'x', instance: 'a' } },
        { id: 11, labels: { instance: 'gone' } },
      ],
    });
    query.take({ type: 'vector', t: 2000, ids: [10], values: [2] });
    expect(query.columns.series.map(({ label }) => label)).toEqual(['a']);
    expect(query.columns.toAlignedData()).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('hands a notice back', () => {
    expect(newColumns().take({ type: 'notice', code: 'x', message: 'too many series' })).toBe('too many series');
  });
});
