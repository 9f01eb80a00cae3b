import { printExpr } from './format.ts';
import { ParseError } from './parse-error.ts';
import { parseExpr, parseMetricSelector } from './parse.ts';

function errorOf(query: string): string {
  try {
    parseExpr(query);
  } catch (error) {
    if (error instanceof ParseError) return error.message;
    throw error;
  }
  return 'no error';
}

describe('parseExpr', () => {
  it.each([
    ['', 'unknown position: parse error: no expression found in input'],
    ['# only a comment', '1:1: parse error: no expression found in input'],
    ['1+', '1:3: parse error: unexpected end of input'],
    ['a b', '1:3: parse error: unexpected identifier "b"'],
    ['(1', '1:3: parse error: unclosed left parenthesis'],
    ['1)', "1:3: parse error: unexpected right parenthesis ')'"],
    ['up[5m', '1:6: parse error: unclosed left bracket'],
    ['up{job="a"', '1:11: parse error: unexpected end of input inside braces'],
    ['up{job}', '1:7: parse error: unexpected "}" in label matching, expected label matching operator'],
    ['up{job=~"("}', '1:4: parse error: error parsing regexp: missing closing ): `(`'],
    ['up{job=1}', "1:8: parse error: unexpected character inside braces: '1'"],
    ['{job=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['up{__name__="down"}', '1:1: parse error: metric name must not be set twice: "up" or "down"'],
    [
      'up[5m] offset',
      '1:14: parse error: unexpected end of input in offset, expected number, duration, step(), or range()',
    ],
    ['up offset 1m offset 2m', '1:1: parse error: offset may not be set multiple times'],
    ['up @ 1 @ 2', '1:1: parse error: @ <timestamp> may not be set multiple times'],
    ['up @ x', '1:6: parse error: unexpected identifier "x" in @, expected timestamp'],
    ['sum(up)[5m]', '1:8: parse error: ranges only allowed for vector selectors'],
    ['up offset 1m[5m]', '1:13: parse error: no offset modifiers allowed before range'],
    ['up[0]', '1:4: parse error: duration must be greater than 0'],
    ['rate(up)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
    ['rate(up[5m], 1)', '1:1: parse error: expected 1 argument(s) in call to "rate", got 2'],
    ['rat(up[5m])', '1:1: parse error: unknown function with name "rat"'],
    ['abs(up,)', '1:7: parse error: trailing commas not allowed in function call args'],
    ['sum()', '1:1: parse error: no arguments for aggregate expression provided'],
    ['topk(up)', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1'],
    ['sum(up) by job', '1:12: parse error: unexpected identifier "job" in grouping opts, expected "("'],
    ['sum(a b)', '1:7: parse error: unexpected identifier "b" in aggregation'],
    ['1 == 2', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['a + bool b', '1:3: parse error: bool modifier can only be used on comparison operators'],
    ['1 and up', '1:1: parse error: set operator "and" not allowed in binary scalar expression'],
    ['a and on(x) group_left b', '1:1: parse error: no grouping allowed for "and" operation'],
    ['a + on(x) group_left(x) b', '1:3: parse error: label "x" must not occur in ON and GROUP clause at once'],
    ['up[5m] + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
    [
      '-"a"',
      '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"',
    ],
    ['5y1h2', '1:1: parse error: bad number or duration syntax: "5y1h2"'],
    ['"\\q"', "1:1: parse error: unknown escape sequence U+0071 'q'"],
    ['a\n  + \n  b c', '3:5: parse error: unexpected identifier "c"'],
    ['ä', "1:1: parse error: unexpected character: 'ä'"],
    ['{"ä"} x', '1:8: parse error: unexpected identifier "x"'],
  ])('%j gives %j', (query, message) => {
    expect(errorOf(query)).toBe(message);
  });

  it.each([
    ['-2^2', '-2 ^ 2'],
    ['1 - 2 - 3', '1 - 2 - 3'],
    ['sum by(a,)(x)', 'sum by (a) (x)'],
    ['SUM(x) WITHOUT ("a.b")', 'sum without ("a.b") (x)'],
    ['{"a.b", x="y"}', '{__name__="a.b",x="y"}'],
    ['x offset -(5m)', 'x offset -(5m)'],
    ['x[5m*2:step()] @ end() offset (1h/2)', 'x[5m * 2:step()] @ end() offset (1h / 2)'],
    ['x[90s]', 'x[1m30s]'],
    ['a+fill(0)b', 'a + fill (0) b'],
    ['0x1F + 017 + 1_000 + Inf', '31 + 15 + 1000 + +Inf'],
    ['rate(x[5m] smoothed)', 'rate(x[5m] smoothed)'],
    ['start + end', 'start + end'],
    ["'it\\'s'", '"it\'s"'],
  ])('%j is printed as %j', (query, printed) => {
    expect(printExpr(parseExpr(query))).toBe(printed);
  });

  it('keeps positions in UTF-16 offsets and reports columns in bytes', () => {
    const expr = parseExpr('"ä" == bool 1 or sum(x)'.slice(17));
    expect(expr.pos).toEqual({ start: 0, end: 6 });
  });

  it('refuses nesting that would exhaust the stack', () => {
    expect(errorOf('('.repeat(50_000))).toMatch(/nested more than 250 levels/);
    expect(errorOf('-'.repeat(50_000) + '1')).toMatch(/nested more than 250 levels/);
    expect(errorOf(new Array(20_000).fill('a').join('+'))).toMatch(/more than 1000 operations deep/);
    expect(errorOf('a' + '[1h:1m]'.repeat(5_000))).toMatch(/more than 100 modifiers/);
  });

  it('parses series selectors for match[]', () => {
    expect(parseMetricSelector('up{job="a"}').map(String)).toEqual(['job="a"', '__name__="up"']);
    expect(() => parseMetricSelector('rate(up[5m])')).toThrow('1:5: parse error: unexpected "("');
  });
});
