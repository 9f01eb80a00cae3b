import fc from 'fast-check';
import { addMatchers } from './add-matchers.ts';
import { applyAdhocFilters, matcherOf } from './adhoc-filters.ts';
import { parsePromql } from './parse-promql.ts';
import { selectorsOf } from './selectors-of.ts';

const EXPRESSIONS = [
  'up',
  'up{}',
  'up{job="x"}',
  'up{job="x",}',
  'up{job="}\\"{", a!~"b|c"}[5m]',
  'sum by (job) (rate(http_requests_total{code=~"5.."}[5m] offset 1h)) / on (job) group_left sum without (code) (rate(y[5m]))',
  '{__name__=~"pulsar_.*", cluster="a"}',
  '{"with.dots", "label.x"="y"}',
  'histogram_quantile(0.9, sum by (le) (rate(x_bucket[$__rate_interval])))',
  'max_over_time(sum(rate(x[5m]))[1h:1m]) @ end()',
  'label_replace(a, "up", "{$1}", "up", "(.*)") or vector(1)',
  'topk($n, $metric) > scalar(limit) # up{a="b"}',
  'a and ignoring () b unless c @ 1603774568',
  'absent(nonexistent{job="myjob"})',
];
const filter = fc.record({
  key: fc.oneof(fc.constantFrom('cluster', 'le', 'constructor'), fc.string({ minLength: 1, unit: 'grapheme' })),
  operator: fc.constantFrom('=', '!=', '=~', '!~', '=|', '!=|'),
  value: fc.string({ unit: 'grapheme' }),
  values: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }),
});

describe('ad-hoc filters', () => {
  it('reach every selector, whatever they hold, and leave PromQL', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EXPRESSIONS),
        fc.array(filter, { minLength: 1, maxLength: 3 }),
        (expr, filters) => {
          const filtered = applyAdhocFilters(expr, filters);
          expect(parsePromql(filtered).error).toBeUndefined();
          const [before, after] = [selectorsOf(expr), selectorsOf(filtered)];
          expect(after.map(({ metric }) => metric)).toEqual(before.map(({ metric }) => metric));
          for (const [index, selector] of after.entries()) {
            expect(selector.matchers).toEqual(expect.arrayContaining([...before[index].matchers]));
            for (const one of filters) expect(selector.matchers).toContainEqual(matcherOf(one));
          }
          // Once is enough.
          expect(applyAdhocFilters(filtered, filters)).toBe(filtered);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['up', 'up{cluster="a"}'],
    ['up{}', 'up{cluster="a"}'],
    ['up{job="x", }', 'up{job="x", cluster="a", }'],
    ['rate(x[5m])', 'rate(x{cluster="a"}[5m])'],
    ['sum by (up) (x) / y', 'sum by (up) (x{cluster="a"}) / y{cluster="a"}'],
    ['up{cluster="a"}', 'up{cluster="a"}'],
    ['up{cluster="b"}', 'up{cluster="b", cluster="a"}'],
    ['info(x, {version=~".+"})', 'info(x{cluster="a"}, {version=~".+"})'],
    ['vector(1) + time()', 'vector(1) + time()'],
    ['sum(', 'sum('],
  ])('%s', (expr, filtered) => {
    expect(applyAdhocFilters(expr, [{ key: 'cluster', operator: '=', value: 'a' }])).toBe(filtered);
  });

  it('several values become an alternation of what they say literally', () => {
    expect(applyAdhocFilters('up', [{ key: 'x', operator: '=|', value: 'a.b', values: ['a.b', 'c|d'] }])).toBe(
      'up{x=~"a\\\\.b|c\\\\|d"}',
    );
    expect(applyAdhocFilters('up', [{ key: 'x', operator: '!=|', value: 'a.b', values: ['a.b'] }])).toBe(
      'up{x!="a.b"}',
    );
  });

  it('refuses what labels do not have instead of leaving it out', () => {
    expect(() => applyAdhocFilters('up', [{ key: 'x', operator: '>', value: '1' }])).toThrow('labels are text');
    expect(applyAdhocFilters('up', [{ key: '', operator: '=', value: '' }])).toBe('up');
  });

  it('filter out after filter for turns the matcher around', () => {
    const matcher = { label: 'a', operator: '!=' as const, value: 'b' };
    expect(addMatchers('up{a="b", c="d"} / up', [matcher], { replaceOpposite: true })).toBe(
      'up{a!="b", c="d"} / up{a!="b"}',
    );
  });
});
