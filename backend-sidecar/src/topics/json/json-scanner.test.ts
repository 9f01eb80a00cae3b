import fc from 'fast-check';
import { parseDecimal } from './decimal.ts';
import { FieldNames } from './field-names.ts';
import { JsonError } from './json-error.ts';
import { JsonScanner, type JsonHandler } from './json-scanner.ts';

/** Events as readable text; keys that begin with `skip` are passed over. */
class Recorder implements JsonHandler {
  readonly events: string[] = [];
  key(bytes: Uint8Array, start: number, end: number): boolean {
    const key = Buffer.from(bytes).toString('utf8', start, end);
    this.events.push(`key ${key}`);
    return !key.startsWith('skip');
  }
  string(bytes: Uint8Array, start: number, end: number): void {
    this.events.push(`string ${Buffer.from(bytes).toString('utf8', start, end)}`);
  }
  number(value: number): void {
    this.events.push(`number ${value}`);
  }
  openObject(): void {
    this.events.push('{');
  }
  openArray(): void {
    this.events.push('[');
  }
  close(): void {
    this.events.push('close');
  }
}

/** The same events from a parsed value. */
function expected(value: unknown, out: string[] = []): string[] {
  if (typeof value === 'string') out.push(`string ${value}`);
  else if (typeof value === 'number') out.push(`number ${value}`);
  else if (typeof value === 'boolean') out.push(`number ${value ? 1 : 0}`);
  else if (Array.isArray(value)) {
    out.push('[');
    for (const each of value) expected(each, out);
    out.push('close');
  } else if (value !== null && typeof value === 'object') {
    out.push('{');
    for (const [key, each] of Object.entries(value)) {
      out.push(`key ${key}`);
      if (!key.startsWith('skip')) expected(each, out);
    }
    out.push('close');
  }
  return out;
}

function scan(bytes: Uint8Array, cuts: readonly number[] = []): string[] {
  const recorder = new Recorder();
  const scanner = new JsonScanner(recorder);
  let from = 0;
  for (const cut of [...cuts.map((each) => each % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    // A copy, as sockets reuse their buffers.
    const chunk = Uint8Array.from(bytes.subarray(from, cut));
    scanner.push(chunk);
    chunk.fill(0x22);
    from = cut;
  }
  scanner.end();
  return recorder.events;
}

const keys = fc.oneof(fc.string(), fc.constantFrom('skip', 'skip"\\', 'a', '__proto', 'é'));
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.integer(),
    fc.constantFrom(true, false, null, '"}{][\\', '\\', '', '\ud83d\ude00'),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
  ),
})).value;

it('tells what JSON.parse would, however the text is cut into chunks', () => {
  fc.assert(
    fc.property(json, fc.array(fc.nat(), { maxLength: 8 }), fc.boolean(), (value, cuts, pretty) => {
      const bytes = Buffer.from(JSON.stringify(value, undefined, pretty ? 2 : undefined), 'utf8');
      expect(scan(bytes, cuts)).toEqual(expected(JSON.parse(bytes.toString('utf8'))));
    }),
    { numRuns: 400 },
  );
});

it('takes chunks of one byte', () => {
  const value = { a: [1.5, -2e3, true, null], 'skip "': { 'b\\': ['}', { c: '\\"' }] }, é: 'ü\n' };
  const bytes = Buffer.from(JSON.stringify(value));
  expect(scan(bytes, [...bytes.keys()])).toEqual(expected(value));
});

it('knows half a document from a whole one', () => {
  const text = Buffer.from('{"a":{"b":[1,"x"]},"skip":{"c":[]}}');
  for (let length = 0; length < text.length; length++) {
    expect(() => scan(text.subarray(0, length))).toThrow(/the JSON ends too early at byte/);
  }
});

it.each([
  ['{"a" 1}', /colon/],
  ['{a:1}', /key/],
  ['{"a":1,}', /key/],
  ['[1,]', /value/],
  ['[1}', /closing/],
  ['{"a":1]', /closing/],
  ['{"a":tru}x', /follows/],
  ['[1 2]', /comma/],
  ['["\\x"]', /escape/],
  ['[abc]', /no such value/],
  ['[1.2.3]', /no such value/],
  ['<html>', /no such value/],
  ['['.repeat(65), /deeper/],
])('refuses %s', (text, message) => {
  expect(() => scan(Buffer.from(text))).toThrow(message);
  expect(() => scan(Buffer.from(text))).toThrow(JsonError);
});

it('never reads garbage as good, or loops', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ 1e-.tfn') }), (text) => {
      let parsed: unknown;
      try {
        parsed = JSON.parse(text);
      } catch {
        parsed = undefined;
      }
      const run = () => scan(Buffer.from(text));
      if (parsed !== undefined) expect(run()).toEqual(expected(parsed));
      else {
        try {
          run();
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

it('rounds numbers as the language does', () => {
  const parse = (text: string) => {
    const bytes = Buffer.from(`x${text}x`);
    return parseDecimal(bytes, 1, bytes.length - 1);
  };
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = String(value);
      expect(parse(text)).toBe(Number(text));
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.nat({ max: 30 }), (digits, places) => {
      const text = `${digits < 0 ? '-' : ''}${String(Math.abs(digits)).padStart(places + 1, '0')}`;
      const value = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
      expect(parse(value)).toBe(Number(value));
    }),
  );
  expect(['', '-', '.', '1x', '--1'].map(parse)).toEqual([NaN, NaN, NaN, NaN, NaN]);
  expect(['NaN', 'Infinity', '-Inf', '1e400'].map(parse)).toEqual([NaN, Infinity, -Infinity, Infinity]);
});

it('finds known keys and no others', () => {
  const known = ['msgBacklog', 'msgRateIn', 'msgRateOut', 'type', 'a'];
  const names = new FieldNames(known);
  const find = (text: string) => names.find(Buffer.from(text), 0, Buffer.byteLength(text));
  expect(known.map(find)).toEqual([0, 1, 2, 3, 4]);
  fc.assert(fc.property(fc.string(), (text) => expect(find(text)).toBe(known.indexOf(text))));
});
