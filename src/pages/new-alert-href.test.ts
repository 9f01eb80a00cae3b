import { newAlertHref } from './new-alert-href.ts';

it('fills in the query, and a bound on its newest value', () => {
  const href = newAlertHref({ name: 'Slow', query: 'sum(x)', operator: '<', threshold: 140, summary: 'it fell' });
  const { pathname, searchParams } = new URL(href, 'http://localhost');
  expect(pathname).toBe('/alerting/new/alerting');
  const defaults = JSON.parse(searchParams.get('defaults') ?? '{}');
  expect(defaults).toMatchObject({ name: 'Slow', condition: 'B', annotations: [{ key: 'summary', value: 'it fell' }] });
  const [query, bound] = defaults.queries;
  expect(query).toMatchObject({ datasourceUid: 'observatory-pulsar', model: { mode: 'instant', expr: 'sum(x)' } });
  expect(bound.model.conditions[0].evaluator).toEqual({ type: 'lt', params: [140] });
  // Grafana's word for its own kind of rule changes: what the address leaves out, it fills in.
  expect(defaults).not.toHaveProperty('type');
});
