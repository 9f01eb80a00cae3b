import fc from 'fast-check';
import type { BuilderOperation, BuilderQuery } from './builder-query.ts';
import { parseBuilder } from './parse-builder.ts';
import { parsePromql } from './parse-promql.ts';
import { renderBuilder } from './render-builder.ts';

const label = fc.oneof(
  fc.constantFrom('cluster', 'le', '__name__', 'sum', 'by'),
  fc.string({ minLength: 1, unit: 'grapheme' }),
);
const metric = fc.oneof(
  fc.constantFrom(
    'pulsar_rate_in',
    'job:up:sum',
    'sum',
    'rate',
    'by',
    'on',
    'inf',
    'start',
    'with.dots',
    'größe',
    '$metric',
    '${metric:raw}',
  ),
  fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/),
  fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/^\$|^\[\[/.test(text)),
);
const plainMetric = metric.filter((text) => !text.startsWith('$'));
const number = fc.constantFrom('0', '1', '100', '0.95', '1e3', '-1', '+Inf', '5m', '$limit', '$__range_s');
const duration = fc.constantFrom('5m', '1h30m', '15s', '$__rate_interval', '${range}', '[[range]]');
const labels = fc.array(label, { maxLength: 3 });
const text = fc.string({ unit: 'grapheme' }).map((value) => JSON.stringify(value.replace(/[^\w .$]/g, '')));

const aggregate = fc.oneof(
  fc.record({
    kind: fc.constant('aggregate' as const),
    name: fc.constantFrom('sum', 'avg', 'max', 'group'),
    grouping: fc.constantFrom('by' as const, 'without' as const),
    labels,
  }),
  fc.record({
    kind: fc.constant('aggregate' as const),
    name: fc.constantFrom('topk', 'quantile'),
    grouping: fc.constant('none' as const),
    labels: fc.constant([]),
    parameter: number,
  }),
);
const call = fc.oneof(
  fc.constantFrom('abs', 'ceil', 'sort').map((name) => ({ kind: 'call' as const, name, before: [], after: [] })),
  fc.record({
    kind: fc.constant('call' as const),
    name: fc.constant('clamp'),
    before: fc.constant([]),
    after: fc.tuple(number, number),
  }),
  fc.record({
    kind: fc.constant('call' as const),
    name: fc.constant('histogram_quantile'),
    before: fc.tuple(number),
    after: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant('call' as const),
    name: fc.constant('label_replace'),
    before: fc.constant([]),
    after: fc.tuple(text, text, text, text),
  }),
);
const overTime = fc.oneof(
  fc.record({
    kind: fc.constant('call' as const),
    name: fc.constantFrom('rate', 'max_over_time'),
    before: fc.constant([]),
    after: fc.constant([]),
    range: duration,
  }),
  fc.record({
    kind: fc.constant('call' as const),
    name: fc.constant('quantile_over_time'),
    before: fc.tuple(number),
    after: fc.constant([]),
    range: duration,
  }),
  fc.record({
    kind: fc.constant('call' as const),
    name: fc.constant('predict_linear'),
    before: fc.constant([]),
    after: fc.tuple(number),
    range: duration,
  }),
);
const comparison = fc.record({ operator: fc.constantFrom('>', '==', '<='), bool: fc.boolean() });
const arithmetic = fc.record({
  operator: fc.constantFrom('+', '-', '*', '/', '%', '^', 'atan2'),
  bool: fc.constant(false),
});
const scalar = fc
  .tuple(fc.oneof(comparison, arithmetic), number, fc.constantFrom('left' as const, 'right' as const))
  .map(([operator, value, side]): BuilderOperation => ({ kind: 'scalar', ...operator, value, side }));

const matching = fc.option(
  fc
    .tuple(
      fc.constantFrom('on' as const, 'ignoring' as const),
      labels,
      fc.option(fc.tuple(fc.constantFrom('group_left' as const, 'group_right' as const), labels)),
    )
    .map(([kind, names, group]) => ({
      kind,
      labels: names,
      ...(group ? { group: { side: group[0], labels: group[1] } } : {}),
    })),
);

function query(depth: number): fc.Arbitrary<BuilderQuery> {
  const binary = query1(depth).map((operation) => operation);
  const operation: fc.Arbitrary<BuilderOperation> =
    depth > 0 ? fc.oneof(aggregate, call, scalar, binary) : fc.oneof(aggregate, call, scalar);
  return fc
    .record({
      metric: plainMetric,
      matchers: fc.array(
        fc.record({
          label,
          operator: fc.constantFrom('=' as const, '!=' as const, '=~' as const, '!~' as const),
          value: fc.string({ unit: 'grapheme' }),
        }),
        { maxLength: 3 },
      ),
      offset: fc.constantFrom('', '', '1h', '-5m', '$back'),
      over: fc.option(overTime, { nil: undefined }),
      operations: fc.array(operation, { maxLength: 4 }),
    })
    .map(({ over, operations, ...rest }) => ({ ...rest, operations: [...(over ? [over] : []), ...operations] }));
}

function query1(depth: number): fc.Arbitrary<BuilderOperation> {
  if (depth === 0) return scalar;
  return fc
    .tuple(
      fc.oneof(
        comparison,
        arithmetic,
        fc.record({ operator: fc.constantFrom('and', 'or', 'unless'), bool: fc.constant(false) }),
      ),
      matching,
      query(depth - 1),
    )
    .map(([operator, match, right]): BuilderOperation => ({
      kind: 'binary',
      ...operator,
      ...(match ? { matching: match } : {}),
      right,
    }));
}

describe('builder and code', () => {
  it('reads back every query that it writes', () => {
    fc.assert(
      fc.property(query(2), (built) => {
        const expr = renderBuilder(built);
        expect(parsePromql(expr).error).toBeUndefined();
        expect(parseBuilder(expr)).toEqual({ ok: true, query: built });
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['sum by (cluster) (rate(pulsar_in_messages_total{cluster="a"}[$__rate_interval]))', undefined],
    ['sum(rate(x[5m])) by (cluster)', 'sum by (cluster) (rate(x[5m]))'],
    ['(a + b) * c', undefined],
    ['a + b * c', undefined],
    ['a - (b - c)', undefined],
    ['((a))', 'a'],
    ['2 ^ (x ^ 2)', '2 ^ x ^ 2'],
    ['-1 * x', '(-1) * x'],
    ['a + b offset 5m * c', undefined],
    ['(a + b offset 5m) * c', undefined],
    ["x{a='q\"',}", 'x{a="q\\""}'],
    ['SUM(x)', 'sum(x)'],
    ['topk($n, $metric{cluster=~"$cluster"}) > $threshold', undefined],
    ['histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m] offset 1h)))', undefined],
    ['a / on (cluster) group_left (node) b', undefined],
    ['x{}', 'x'],
  ])('%s', (expr, normal = expr) => {
    const parsed = parseBuilder(expr);
    expect(parsed.ok && renderBuilder(parsed.query)).toBe(normal);
  });

  it.each([
    ['max_over_time(rate(x[5m])[1h:1m])', 'subqueries'],
    ['x @ end()', 'fixed time'],
    ['-x', 'sign'],
    ['rate(x[5m]) offset 1h', 'offset'],
    ['x offset (1h + 5m)', 'computed'],
    ['time()', 'without a metric'],
    ['1 + 2', 'numbers'],
    ['42', 'number without a metric'],
    ['x[5m]', 'range without a function'],
    ['{}', 'everything'],
    ['x # why', 'comments'],
    ['label_join(x, "a", "b", y)', 'several expressions'],
    ['sum(', 'not complete'],
    ['x{a="\\U99999999"}', 'escape'],
  ])('stays in code: %s', (expr, reason) => {
    const parsed = parseBuilder(expr);
    expect(parsed.ok ? 'shown' : parsed.reason).toContain(reason);
  });

  it('the empty text is the empty builder', () => {
    expect(parseBuilder('  ')).toEqual({ ok: true, query: { metric: '', matchers: [], offset: '', operations: [] } });
  });
});
