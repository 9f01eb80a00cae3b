import { CoreApp, dateTime, type DataSourceInstanceSettings } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { ObservatoryDataSource } from './DataSource.ts';
import type { ObservatoryOptions, ObservatoryQuery } from './types.ts';

const templates = {
  replace: (text?: string) => (text ?? '').replaceAll('$cluster', 'demo-1'),
  containsTemplate: (text?: string) => /\$cluster/.test(text ?? ''),
  getVariables: () => [{ name: 'cluster' }],
} as unknown as TemplateSrv;

const settings = { uid: 'u', type: 't', name: 'n', id: 1, meta: {}, jsonData: { timeInterval: '30s' } };
const create = () =>
  new ObservatoryDataSource(settings as unknown as DataSourceInstanceSettings<ObservatoryOptions>, templates);
const query = (part: Record<string, unknown>) => ({ refId: 'A', ...part }) as unknown as ObservatoryQuery;

it('asks nothing for what is empty or hidden', () => {
  const datasource = create();
  expect(datasource.interval).toBe('30s');
  expect(datasource.filterQuery(query({ queryType: 'metrics', expr: ' ' }))).toBe(false);
  expect(datasource.filterQuery(query({ expr: 'up', hide: true }))).toBe(false);
  expect(datasource.filterQuery(query({ expr: 'up' }))).toBe(true);
  expect(datasource.filterQuery(query({ queryType: 'nodes' }))).toBe(true);
  expect(datasource.filterQuery(query({ queryType: 'of the future' }))).toBe(true);
});

it('puts variables and filters into a query of any age', () => {
  const datasource = create();
  const filters = [{ key: 'job', operator: '=', value: 'broker' }];
  expect(datasource.applyTemplateVariables(query({ expr: 'x{cluster="$cluster"}' }), {}, filters)).toMatchObject({
    refId: 'A',
    queryType: 'metrics',
    expr: 'x{cluster="demo-1", job="broker"}',
  });
  const future = query({ queryType: 'of the future', cluster: '$cluster' });
  expect(datasource.applyTemplateVariables(future, {}, filters)).toBe(future);
  expect(datasource.targetContainsTemplate(query({ expr: '$cluster' }))).toBe(true);
});

it('gives Explore queries without variables', () => {
  const datasource = create();
  const [ready] = datasource.interpolateVariablesInQueries([query({ expr: 'x{a="$cluster"}' })], {});
  expect(ready).toMatchObject({ expr: 'x{a="demo-1"}', datasource: { uid: 'u' } });
  expect(datasource.getQueryDisplayText(ready)).toBe('x{a="demo-1"}');
  expect(datasource.modifyQuery(ready, { type: 'ADD_FILTER_OUT', options: { key: 'b', value: 'c' } })).toMatchObject({
    expr: 'x{a="demo-1", b!="c"}',
  });
});

it('finds tags under the panels’ series and the other filters', async () => {
  const datasource = create();
  const asked: unknown[] = [];
  jest.spyOn(datasource, 'getResource').mockImplementation(async (path, params) => {
    asked.push([path, params]);
    return { data: ['__name__', 'cluster'] };
  });
  const timeRange = { from: dateTime(0), to: dateTime(60_000), raw: { from: 'now-1m', to: 'now' } };
  const filters = [
    { key: 'job', operator: '=', value: 'broker' },
    { key: 'cluster', operator: '=', value: 'x' },
  ];
  const queries = [query({ expr: 'rate(x{cluster="$cluster"}[5m])' }), query({ queryType: 'nodes' })];
  expect(await datasource.getTagKeys({ filters: [], timeRange, queries })).toEqual([{ text: 'cluster' }]);
  await datasource.getTagValues({ key: 'cluster', filters, timeRange, queries: [] });
  expect(asked).toEqual([
    ['api/v1/labels', { 'match[]': ['x{cluster="demo-1"}'], start: 0, end: 60 }],
    ['api/v1/label/cluster/values', { 'match[]': ['{job="broker"}'], limit: 10_000, start: 0, end: 60 }],
  ]);
});

it('begins alert rules with an instant query and annotations with events', () => {
  const datasource = create();
  expect(datasource.getDefaultQuery(CoreApp.UnifiedAlerting)).toMatchObject({ mode: 'instant' });
  const prepared = datasource.annotations?.prepareAnnotation?.({ name: 'x', enable: true, iconColor: 'red' });
  expect(prepared?.target).toMatchObject({ queryType: 'events', severity: 'warning' });
  expect(prepared?.mappings).toMatchObject({ title: { value: 'What' } });
  expect(prepared && datasource.annotations?.prepareQuery?.(prepared)).toMatchObject({
    queryType: 'events',
    limit: 500,
  });
});
