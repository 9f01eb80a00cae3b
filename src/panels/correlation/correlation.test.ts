import { dateTime, FieldType, toDataFrame, type TimeRange } from '@grafana/data';
import { explainLink } from './explain-link.ts';
import { panelSeries } from './panel-series.ts';

const frame = (refId: string, name: string, unit: string) =>
  toDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: [0, 15_000, 30_000] },
      { name, type: FieldType.number, values: [1, null, 3], config: { unit } },
      { name: 'text', type: FieldType.string, values: ['a', 'b', 'c'] },
    ],
  });

it('makes columns of the chosen queries and rows of the others', () => {
  const { rows, columns, units, stepMs } = panelSeries(
    [frame('A', 'latency', 's'), frame('B', 'cpu', 'short'), frame('C', 'heap', 'percentunit')],
    'A, C',
  );
  expect(columns.map(({ label, group }) => [label, group])).toEqual([
    ['latency', 'A'],
    ['heap', 'C'],
  ]);
  expect(rows.map(({ label, values }) => [label, [...values]])).toEqual([['cpu', [1, null, 3]]]);
  expect([...units.values()]).toEqual(['s', '', 'ratio']);
  expect(stepMs).toBe(15_000);
  expect(panelSeries([], 'A')).toMatchObject({ rows: [], columns: [] });
});

it('links to the explanation of the first chosen query at the panel’s time, without macros', () => {
  const range = { from: dateTime(1000), to: dateTime(61_000) } as TimeRange;
  const link = explainLink([{ refId: 'A' }, { refId: 'B', expr: 'rate(x[$__rate_interval])' } as never], 'B', range);
  const { pathname, searchParams } = new URL(link, 'http://localhost');
  expect(pathname).toBe('/a/observatory-pulsar-app/explain');
  expect(Object.fromEntries(searchParams)).toEqual({ query: 'rate(x[1m])', from: '1000', to: '61000' });
});
