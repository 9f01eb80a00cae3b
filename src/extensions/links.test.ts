import { dateTime } from '@grafana/data';
import { linkConfig, LINKS } from './links.ts';

const [panelLink, , ruleLink] = LINKS;
const configure = (link: (typeof LINKS)[number], context: object, allowed = true) =>
  linkConfig(link, () => allowed).configure?.(context);
const ours = { targets: [{ refId: 'A', datasource: { type: 'observatory-pulsar-datasource', uid: 'x' } }] };

it('is shown beside our panels only, and only to who may read', () => {
  expect(configure(panelLink, { targets: [{ datasource: { type: 'prometheus' } }] })).toBeUndefined();
  expect(configure(panelLink, {})).toBeUndefined();
  expect(configure(panelLink, ours, false)).toBeUndefined();
  expect(configure(panelLink, ours)).toEqual({ path: '/a/observatory-pulsar-app/overview' });
});

it('carries the time of the panel, and nothing that is no time', () => {
  const at = (from: unknown, to: unknown) => configure(panelLink, { ...ours, timeRange: { from, to } })?.path;
  expect(at('now-6h', 'now')).toBe('/a/observatory-pulsar-app/overview?from=now-6h&to=now');
  expect(at(dateTime(1000), dateTime(2000))).toBe('/a/observatory-pulsar-app/overview?from=1000&to=2000');
  expect(at('javascript:alert(1)', undefined)).toBe('/a/observatory-pulsar-app/overview');
});

it('knows our rules by the label or the datasource, and says what they are about', () => {
  const origin = { __grafana_origin: 'plugin/observatory-pulsar-app' };
  expect(configure(ruleLink, { rule: { labels: { ...origin, cluster: 'a b' } } })?.path).toMatch(
    /overview\?cluster=a\+b$/,
  );
  const model = { datasource: { type: 'observatory-pulsar-datasource' } };
  expect(configure(ruleLink, { rule: { grafana_alert: { data: [{ model }] } } })).toBeDefined();
  expect(configure(ruleLink, { rule: { labels: {} } })).toBeUndefined();
});
