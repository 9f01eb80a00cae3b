import { applyQueryPayload } from './apply-payload.ts';
import { legendOf } from './chart-spec.ts';
import { TimeColumns } from './time-columns.ts';

const nameOf = (labels: Readonly<Record<string, string>>) =>
  legendOf({ id: 'x', title: 'X', query: 'x', unit: 'short', legend: ['instance'] }, labels);

describe('applyQueryPayload', () => {
  it('draws history first, then the live steps, with gaps where a series has no value', () => {
    const columns = new TimeColumns();
    applyQueryPayload(columns, nameOf, {
      type: 'meta',
      series: [
        { id: 3, labels: { instance: 'a' } },
        { id: 4, labels: { job: 'b' } },
      ],
    });
    applyQueryPayload(columns, nameOf, {
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
    applyQueryPayload(columns, nameOf, { type: 'vector', t: 3000, ids: [3], values: [5] });
    expect(columns.series.map(({ label }) => label)).toEqual(['a', 'job="b"']);
    expect(columns.toAlignedData()).toEqual([
      [1, 2, 3],
      [1, null, 5],
      [Infinity, 2, null],
    ]);
  });

  it('hands a notice back', () => {
    expect(
      applyQueryPayload(new TimeColumns(), nameOf, { type: 'notice', code: 'x', message: 'too many series' }),
    ).toBe('too many series');
  });
});
