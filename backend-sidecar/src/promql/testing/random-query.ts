import fc from 'fast-check';

/** Random expressions of the part of the language that testing/reference.ts knows, all of type instant vector. */
export function randomQuery(depth: number): fc.Arbitrary<string> {
  const selector = fc
    .tuple(
      fc.constantFrom('a_total', 'b_total', 'g', 'nothing'),
      fc.constantFrom('', '{x="1"}', '{y=~"p|q"}', '{x!="2"}'),
      fc.constantFrom('', '', '', ' offset 1m', ' offset -90s', ' @ 1200'),
    )
    .map(([name, matchers, shift]) => ({ plain: name + matchers, shift }));
  const instant = selector.map(({ plain, shift }) => plain + shift);
  const range = fc
    .tuple(selector, fc.constantFrom('2m', '5m', '13m'))
    .map(([{ plain, shift }, length]) => `${plain}[${length}]${shift}`);
  const rangeFunction = fc.constantFrom(
    ...[
      'rate',
      'increase',
      'delta',
      'count_over_time',
      'sum_over_time',
      'avg_over_time',
      'min_over_time',
      'max_over_time',
    ],
    ...['last_over_time', 'changes', 'resets', 'stddev_over_time'],
  );
  const overRange = fc.tuple(rangeFunction, range).map(([name, arg]) => `${name}(${arg})`);
  const quantile = range.map((arg) => `quantile_over_time(0.7, ${arg})`);
  if (depth === 0)
    return fc.oneof(
      { weight: 2, arbitrary: instant },
      { weight: 3, arbitrary: overRange },
      { weight: 1, arbitrary: quantile },
    );
  const child = randomQuery(depth - 1);
  const grouping = fc.constantFrom('', ' by (x)', ' by (x, y)', ' without (y)', ' by (z)');
  const aggregation = fc
    .tuple(fc.constantFrom('sum', 'avg', 'count', 'min', 'max', 'stddev'), grouping, child)
    .map(([op, by, arg]) => `${op}${by} (${arg})`);
  const quantileOf = fc.tuple(grouping, child).map(([by, arg]) => `quantile${by} (0.3, ${arg})`);
  const matching = fc.constantFrom('', ' on (x, y)', ' ignoring (y)', ' on (x) group_left ()', ' ignoring (z)');
  const between = fc
    .tuple(child, fc.constantFrom('+', '-', '*', '/', '>', '== bool', '<= bool', '!='), matching, child)
    .map(([left, op, how, right]) => `(${left}) ${op}${how} (${right})`);
  const set = fc
    .tuple(child, fc.constantFrom('and', 'or', 'unless'), fc.constantFrom('', ' on (x)', ' ignoring (y)'), child)
    .map(([left, op, how, right]) => `(${left}) ${op}${how} (${right})`);
  const withScalar = fc
    .tuple(child, fc.constantFrom('+ 1', '* time()', '> 3', '<= bool 7'))
    .map(([arg, rest]) => `(${arg}) ${rest}`);
  const subquery = fc
    .tuple(rangeFunction, child, fc.constantFrom('[5m:1m]', '[10m:90s]', '[4m:30s] offset 2m'))
    .map(([name, arg, range_]) => `${name}((${arg})${range_})`);
  return fc.oneof(
    child,
    aggregation,
    quantileOf,
    between,
    set,
    withScalar,
    subquery,
    child.map((arg) => `-(${arg})`),
    child.map((arg) => `abs(${arg})`),
  );
}
