import { exprToJson } from './json.ts';
import { parseExpr } from './parse.ts';
import { formatExpr } from './pretty.ts';

describe('formatExpr', () => {
  it('keeps short expressions on one line', () => {
    expect(formatExpr(parseExpr('sum(rate(x[5m]))by(a)'))).toBe('sum by (a) (rate(x[5m]))');
  });

  it('puts operators at the head of a line and indents arguments', () => {
    const query =
      'histogram_quantile(0.99, sum by (le, cluster, namespace) (rate(pulsar_broker_publish_latency_bucket{cluster="a"}[5m]))) > 10';
    expect(formatExpr(parseExpr(query))).toBe(
      [
        '  histogram_quantile(',
        '    0.99,',
        '    sum by (le, cluster, namespace) (rate(pulsar_broker_publish_latency_bucket{cluster="a"}[5m]))',
        '  )',
        '>',
        '  10',
      ].join('\n'),
    );
  });
});

describe('exprToJson', () => {
  it('answers the tree as Prometheus does', () => {
    expect(exprToJson(parseExpr('sum by (a) (rate(x{b="c"}[5m] offset 1m))'))).toEqual({
      type: 'aggregation',
      op: 'sum',
      param: null,
      grouping: ['a'],
      without: false,
      expr: {
        type: 'call',
        func: { name: 'rate', argTypes: ['matrix'], variadic: 0, returnType: 'vector' },
        args: [
          {
            type: 'matrixSelector',
            name: 'x',
            range: 300_000,
            rangeExpr: null,
            offset: 60_000,
            offsetExpr: null,
            matchers: [
              { name: 'b', value: 'c', type: '=' },
              { name: '__name__', value: 'x', type: '=' },
            ],
            timestamp: null,
            startOrEnd: null,
            anchored: false,
            smoothed: false,
          },
        ],
      },
    });
  });

  it('tells matching and fill values of a binary operator', () => {
    expect(exprToJson(parseExpr('a + on(x) group_left(y) fill_right(2) b'))).toMatchObject({
      type: 'binaryExpr',
      op: '+',
      bool: false,
      matching: { card: 'many-to-one', labels: ['x'], on: true, include: ['y'], fillValues: { lhs: null, rhs: 2 } },
    });
  });
});
