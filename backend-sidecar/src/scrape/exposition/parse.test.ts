import type { CommentLine } from './comment-line.ts';
import { chooseFormat } from './format.ts';
import type { Dialect } from './line-cursor.ts';
import { parseExposition } from './parse.ts';
import { LINE_REPAIRS } from './repairs.ts';

const TEXT: Dialect = { format: 'text', strict: false };
const STRICT: Dialect = { format: 'text', strict: true };
const OPEN: Dialect = { format: 'openmetrics', strict: false };

function read(body: string | Uint8Array, dialect: Dialect = TEXT) {
  const samples: string[] = [];
  const comments: CommentLine[] = [];
  let bits = 0;
  parseExposition(typeof body === 'string' ? Buffer.from(body) : body, dialect, {
    sample({ labels, tail, repairs }) {
      bits |= repairs | tail.repairs;
      const time = tail.timestampMs === undefined ? '' : ` @${tail.timestampMs}`;
      const exemplar = tail.exemplar
        ? ` # ${tail.exemplar.labels.toString()} ${tail.exemplar.value} ${tail.exemplar.timestampMs}`
        : '';
      samples.push(`${labels.toString()} ${Object.is(tail.value, -0) ? '-0' : tail.value}${time}${exemplar}`);
    },
    comment(comment, _, repairs) {
      bits |= repairs;
      comments.push(comment);
    },
  });
  return { samples, comments, repairs: LINE_REPAIRS.filter((_, bit) => bits & (1 << bit)) };
}

describe('Prometheus text 0.0.4', () => {
  it.each([
    ['metric 1', 'metric 1'],
    ['metric{} 1', 'metric 1'],
    ['  metric {a="b"}   1  ', 'metric{a="b"} 1'],
    ['metric{ b = "2" , a = "1" , } 3 4', 'metric{a="1", b="2"} 3 @4'],
    ['metric{a="1"}2', 'metric{a="1"} 2'],
    ['metric 1 -5', 'metric 1 @-5'],
    ['metric\t1\t1395066363000', 'metric 1 @1395066363000'],
    ['m:x{a="\\"q\\" \\\\ \\n \\t"} 1', 'm:x{a="\\"q\\" \\\\ \\n \\\\t"} 1'],
    ['m{a="ü ☃ 💡"} 1', 'm{a="ü ☃ 💡"} 1'],
    ['m{a="",b="x"} 1', 'm{b="x"} 1'],
    ['{"metric.name", a="b"} 1', '{"metric.name", a="b"} 1'],
    ['{a="b","metric name"} 1', '{"metric name", a="b"} 1'],
    ['{"plain"} 1', 'plain 1'],
    ['{__name__="named",a="b"} 1', 'named{a="b"} 1'],
    ['m{"label.dotted"="v"} 1', 'm{"label.dotted"="v"} 1'],
    ['m{a="} 1 # {x"} 7', 'm{a="} 1 # {x"} 7'],
  ])('reads %s', (line, expected) => expect(read(`${line}\n`).samples).toEqual([expected]));

  it.each([
    ['0', '0'],
    ['-0', '-0'],
    ['+1.', '1'],
    ['.5', '0.5'],
    ['1.795317909542E9', '1795317909.542'],
    ['1e-400', '0'],
    ['NaN', 'NaN'],
    ['nan', 'NaN'],
    ['+Inf', 'Infinity'],
    ['-inf', '-Infinity'],
    ['-Infinity', '-Infinity'],
    ['0x1p-2', '0.25'],
    ['0x1.8p1', '3'],
    ['-0X.8P+4', '-8'],
    ['0x1.fffffffffffff8p0', '2'],
    ['0x1p-1074', '5e-324'],
    ['0x1.8p-1075', '5e-324'],
    ['0x1p-1076', '0'],
    ['0x1p1023', '8.98846567431158e+307'],
    ['1_000', '1000'],
    ['0x_1p0', '1'],
    ['9223372036854775807', '9223372036854776000'],
  ])('reads the value %s', (token, expected) => expect(read(`m ${token}\n`).samples).toEqual([`m ${expected}`]));

  it.each(['1e400', '0x1p1024', '--1', '1e', '0x', '0x1', '_1', '1__0', '1_', 'Infinit', '+NaN', '.', '1,5', ''])(
    'refuses the value %p',
    (token) => expect(() => read(`ok 1\nm ${token}\n`)).toThrow(/^line 2: /),
  );

  it.each([
    'm{a="b" 1',
    'm{a=b} 1',
    'm{a} 1',
    'm{="b"} 1',
    'm{a="1",,b="2"} 1',
    'm{a="1" b="2"} 1',
    'm{a="1",a="2"} 1',
    'm{a="x} 1',
    '1m 1',
    'm',
    'm{a="1"}',
    'm 1 2 3',
    'm 1 x',
    'm 1 1.5',
    '{a="b"} 1',
    '{"a","b"} 1',
    'm{"x"} 1',
    'm{__name__="n"} 1',
    '{__name__=""} 1',
    '{""} 1',
    '} 1',
    'm 1 # {',
  ])('refuses %s', (line) => expect(() => read(`# HELP m x\n\n${line}\n`)).toThrow(/^line 3: .*while parsing/));

  it('names what it wanted, as Prometheus does', () => {
    expect(() => read('a{b="c"}\n')).toThrow(
      'line 1: expected value after metric, got "\\n" ("LINEBREAK") while parsing: "a{b=\\"c\\"}"',
    );
    expect(() => read('a{b=1} 1')).toThrow('expected label value, got "1" while parsing');
    expect(() => read('a one')).toThrow('strconv.ParseFloat: parsing "one": invalid syntax');
  });

  it('reads a body without a last newline, empty lines, comments and CR LF', () => {
    const { samples, repairs } = read('\n# free comment\n#nothing\nm 1\r\n\r\nn{a="b"} 2 3\r\no 4');
    expect(samples).toEqual(['m 1', 'n{a="b"} 2 @3', 'o 4']);
    expect(repairs).toEqual(['carriage_return']);
    expect(() => read('m 1\r\n', STRICT)).toThrow('line 1');
  });

  it('reads metadata', () => {
    const { comments } = read(
      '# HELP m with \\\\ and \\n newline\n#  TYPE   m   counter\n# HELP m\n# TYPE "m.x" untyped\n# UNIT m s\n',
    );
    expect(comments).toEqual([
      { kind: 'help', name: 'm', text: 'with \\ and \n newline' },
      { kind: 'type', name: 'm', type: 'counter' },
      { kind: 'help', name: 'm', text: '' },
      { kind: 'type', name: 'm.x', type: 'unknown' },
      { kind: 'other' },
    ]);
  });

  it('counts what it mends, strict refuses it', () => {
    const mended: [string, string][] = [
      ['m 0x1p1\n', 'go_float_syntax'],
      ['# TYPE m word\n', 'unknown_type'],
      ['# TYPE\n', 'malformed_metadata'],
      ['m 1 # {a="b"} 1\n', 'exemplar_misuse'],
    ];
    for (const [body, kind] of mended) {
      expect(read(body).repairs).toEqual([kind]);
      expect(() => read(body, STRICT)).toThrow('line 1: ');
    }
    // Legal in text, counted because others stumble.
    for (const [body, kind] of [
      ['m{a="b",} 1', 'trailing_comma'],
      ['m{} 1', 'empty_braces'],
      ['m -Infinity', 'infinity_spelling'],
    ]) {
      expect(read(body).repairs).toEqual([kind]);
      expect(read(body, STRICT).samples).toHaveLength(1);
    }
  });

  it('reads bytes that are not UTF-8 as U+FFFD, strict refuses them', () => {
    const body = Buffer.concat([Buffer.from('m{a="x'), Buffer.from([0xff, 0xc3]), Buffer.from('"} 1\n')]);
    expect(read(body)).toMatchObject({ samples: ['m{a="x\ufffd\ufffd"} 1'], repairs: ['invalid_utf8'] });
    expect(() => read(body, STRICT)).toThrow('invalid UTF-8 label value');
    expect(read('m{a="\ufffd"} 1').repairs).toEqual([]);
  });
});

describe('OpenMetrics 1.0, lenient', () => {
  it('reads timestamps in seconds, exemplars and created series', () => {
    const body = [
      '# TYPE a counter',
      '# UNIT a_s s',
      'a_total{x="y"} 1 1.2345 # {t="1",s="#"} 0.5 7.5',
      'a_created 9',
      '# EOF',
    ].join('\n');
    expect(read(body, OPEN).samples).toEqual(['a_total{x="y"} 1 @1234 # {s="#", t="1"} 0.5 7500', 'a_created 9']);
  });

  it('accepts looser spacing and counts it', () => {
    const { samples, repairs } = read('\na{x="1", y="2",}  3\n# EOF\n', OPEN);
    expect(samples).toEqual(['a{x="1", y="2"} 3']);
    expect(repairs).toEqual(['trailing_comma', 'loose_whitespace', 'stray_line']);
  });

  it('insists on # EOF as the last line, which is what shows a body cut short', () => {
    expect(() => read('a 1\n', OPEN)).toThrow('line 1: data does not end with # EOF');
    expect(() => read('', OPEN)).toThrow('data does not end with # EOF');
    expect(() => read('a 1\n# EOF\nb 1\n', OPEN)).toThrow('line 3: unexpected content after # EOF');
    expect(read('a 1\n# EOF', OPEN).samples).toEqual(['a 1']);
  });

  it('does not keep exemplars beyond 128 characters', () => {
    const long = 'x'.repeat(128);
    expect(read(`a_total 1 # {a="${long}"} 1\n# EOF`, OPEN)).toMatchObject({
      samples: ['a_total 1'],
      repairs: ['exemplar_misuse'],
    });
  });
});

it.each([
  ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
  ['Text/Plain;charset=utf-8;version=0.0.4', 'text'],
  ['text/html', 'text'],
  [undefined, 'text'],
])('content type %s means %s', (type, format) => expect(chooseFormat(type)).toBe(format));

it('uses the fallback when the content type says nothing useful', () => {
  expect(chooseFormat('application/json', 'openmetrics')).toBe('openmetrics');
  expect(chooseFormat('text/plain', 'openmetrics')).toBe('text');
});
