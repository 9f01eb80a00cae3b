import { dateTime } from '@grafana/data';
import { explainSearch } from './explain-search.ts';
import { linkConfig, LINKS } from './links.ts';

const mockPush = jest.fn();
jest.mock('@grafana/runtime', () => ({
  locationService: { push: (address: string) => mockPush(address) },
  getTemplateSrv: () => ({ replace: (text: string) => text.replace('$cluster', 'demo-1') }),
}));

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

it('has titles that menus do not cut off', () => {
  const inMenus = LINKS.filter(({ targets }) => /dashboard|explore/.test(targets[0]));
  expect(inMenus.filter(({ title }) => title.length > 25).map(({ title }) => title)).toEqual([]);
});

it('carries the time of the panel, and nothing that is no time', () => {
  const at = (from: unknown, to: unknown) => configure(panelLink, { ...ours, timeRange: { from, to } })?.path;
  expect(at('now-6h', 'now')).toBe('/a/observatory-pulsar-app/overview?from=now-6h&to=now');
  expect(at(dateTime(1000), dateTime(2000))).toBe('/a/observatory-pulsar-app/overview?from=1000&to=2000');
  expect(at('1970-01-01T00:00:01.000Z', '1970-01-01T00:00:02.000Z')).toBe(
    '/a/observatory-pulsar-app/overview?from=1000&to=2000',
  );
  expect(at('2026-99-99', undefined)).toBe('/a/observatory-pulsar-app/overview');
  expect(at('javascript:alert(1)', undefined)).toBe('/a/observatory-pulsar-app/overview');
});

it('knows our rules by their label, and says what they are about', () => {
  const origin = { __grafana_origin: 'plugin/observatory-pulsar-app' };
  const context = { labels: { ...origin, cluster: 'a b' } };
  expect(configure(ruleLink, context)).toEqual({});
  // Grafana 12.3 calls entries of a rule's menu, and follows no address of theirs.
  const { path, onClick } = linkConfig(ruleLink, () => true);
  expect(path).toBeUndefined();
  onClick?.(undefined, { context } as never);
  expect(mockPush).toHaveBeenLastCalledWith('/a/observatory-pulsar-app/overview?cluster=a+b');
  expect(configure(ruleLink, { labels: {} })).toBeUndefined();
});

describe('the links to an explanation', () => {
  const explainLink = LINKS.find(({ page, targets }) => page === 'explain' && targets[0].includes('dashboard'));
  const path = (context: object) => explainLink && configure(explainLink, context)?.path;

  it('carry the first query that is asked, with its variables filled in and without macros', () => {
    const targets = [
      { ...ours.targets[0], expr: 'hidden', hide: true },
      { ...ours.targets[0], expr: 'sum(rate(x{cluster="$cluster"}[$__rate_interval]))' },
    ];
    const { search, pathname } = new URL(path({ targets, timeRange: { from: 'now-6h', to: 'now' } }) ?? '', 'http://h');
    expect(pathname).toBe('/a/observatory-pulsar-app/explain');
    expect(Object.fromEntries(new URLSearchParams(search))).toEqual({
      from: 'now-6h',
      to: 'now',
      query: 'sum(rate(x{cluster="demo-1"}[1m]))',
    });
  });

  it('of a rule carry its query and the last minutes; a variable that nobody knows leaves the query out', () => {
    const asked = (expression: string) =>
      Object.fromEntries(explainSearch({ labels: { cluster: 'a' }, expression }, (text) => text));
    expect(asked('up == 0')).toEqual({ from: 'now-15m', to: 'now', query: 'up == 0', cluster: 'a' });
    expect(asked('up == 0 | up{job="x"}').query).toBe('up == 0');
    expect(asked('up{a="$b"}')).toEqual({ from: 'now-15m', to: 'now', cluster: 'a' });
    expect(asked('[{"refId":"A"}]').query).toBeUndefined();
  });
});
