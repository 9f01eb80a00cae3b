import { splitComparison } from './split-comparison.ts';

describe('an expression, taken apart at its last comparison', () => {
  it.each([
    ['up == 0', 'up', 'eq', { value: 0 }],
    ['a / (b > 0) > 0.8', 'a / (b > 0)', 'gt', { value: 0.8 }],
    [
      'sum by (c) (x == bool 1) <= scalar(observatory:threshold:e)',
      'sum by (c) (x == bool 1)',
      'lte',
      { threshold: 'e' },
    ],
    ['x{a="> 5"} != -1.5', 'x{a="> 5"}', 'ne', { value: -1.5 }],
  ])('%s', (expr, query, comparison, limit) => expect(splitComparison(expr)).toEqual({ query, comparison, limit }));

  it.each([
    ['a < b', 'two vectors'],
    ['a > 1 and b > 5', 'a set operation'],
    ['a > bool 1', 'a comparison that does not filter'],
    ['a > 1 unless b', 'a set operation'],
    ['5 < a', 'a limit on the left'],
    ['a + 5', 'no comparison'],
    ['absent(a)', 'a call'],
  ])('%s stays whole: %s', (expr) => expect(splitComparison(expr)).toBeUndefined());
});
