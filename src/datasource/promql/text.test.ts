import fc from 'fast-check';
import { explain } from './explain.ts';
import { maskVariables } from './mask-variables.ts';
import { parseBuilder } from './parse-builder.ts';
import { parsePromql } from './parse-promql.ts';
import { durationMs } from './range-duration.ts';
import { quote, unquote } from './string-literal.ts';

describe('strings', () => {
  it('what is quoted comes back', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(unquote(quote(text))).toBe(text)));
  });

  it.each([
    [String.raw`"\u00e9\x41\101\n\""`, 'éAA\n"'],
    [String.raw`'it\'s'`, "it's"],
    ['`raw \\n`', 'raw \\n'],
    [String.raw`"\xc3\xa9"`, 'é'],
    [String.raw`"\U0001F600"`, '😀'],
  ])('%s', (literal, text) => {
    expect(unquote(literal)).toBe(text);
  });
});

describe('variables', () => {
  it('are covered without moving anything', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('$', '{', '}', '[', ']', ':', 'a', '1', '"', ' ', '_', '(', '#', '\n') }),
        (text) => {
          expect(maskVariables(text)).toHaveLength(text.length);
        },
      ),
    );
  });

  it.each([
    'rate(x[$__rate_interval])',
    'rate(x[${window}] offset $back)',
    'rate(x[[[window]]])',
    'x{a="$cluster", b=~"${topics:regex}"}',
    'sum by ($labels) (${metric:raw}) * $__range_s',
    'topk(${n}, x) > $__interval_ms',
    'x[$__interval:]',
  ])('%s is PromQL', (expr) => {
    expect(parsePromql(expr).error).toBeUndefined();
  });
});

it('says where an expression stops being PromQL', () => {
  expect(parsePromql('sum(rate(x[5m])').error?.message).toBe('The expression ends too early');
  expect(parsePromql('a +\n* b').error?.message).toContain('line 2');
  expect(parsePromql('x{a=b}').error?.message).toContain('"b" at character 5');
});

it('durations', () => {
  expect(['1h30m', '15s', '100ms', '5', '1.5', '$x', '', '5 m'].map(durationMs)).toEqual([
    5_400_000,
    15_000,
    100,
    5000,
    1500,
    undefined,
    undefined,
    undefined,
  ]);
});

it('explains a query step by step', () => {
  const parsed = parseBuilder('sum by (cluster) (rate(x{job!="a"}[5m] offset 1h)) * 100 > bool 1');
  expect(parsed.ok && explain(parsed.query)).toEqual([
    'Series of x whose job is not a, 1h earlier.',
    expect.stringContaining('rate over 5m: Mean increase per second'),
    expect.stringContaining('sum, one for each cluster'),
    'Every value: result * 100.',
    'Only where result > 1, as 0 or 1.',
  ]);
});
