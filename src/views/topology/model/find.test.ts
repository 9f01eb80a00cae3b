import fc from 'fast-check';
import { parseFind } from './find.ts';
import { testNode } from './testing.ts';

const broker = testNode('broker', 'broker-1.example:8080', { attributes: { bundles: 12, leader: true } });
const bookie = testNode('bookie', 'bk-2:3181', {
  health: 'degraded',
  reasons: ['read-only'],
  attributes: { rack: '/rack-a', bundles: 0 },
});
const worker = testNode('function_worker', 'fw 1', { impact: { health: 'down', from: 'c/broker/broker-1' } });
const all = [broker, bookie, worker];

function found(text: string): string[] {
  const result = parseFind(text);
  if (!result.ok) throw new Error(result.error);
  return all.filter((node) => result.matches?.(node, node === broker ? 0.5 : undefined)).map(({ kind }) => kind);
}

describe('parseFind', () => {
  it.each([
    ['broker-1', ['broker']],
    ['BOOKIE', ['bookie']],
    ['function worker', ['function_worker']],
    ['degraded', ['bookie']],
    ['health:down', ['function_worker']],
    ['rack:/rack-a', ['bookie']],
    ['-kind=bookie', ['broker', 'function_worker']],
    ['not bookie', ['broker', 'function_worker']],
    ['name=broker-*:8080', ['broker']],
    ['name=*1*8080', ['broker']],
    ['name=broker-1', []],
    ['bundles>10', ['broker']],
    ['bundles<=12', ['broker', 'bookie']],
    ['bundles!=12', ['bookie', 'function_worker']],
    ['leader=true or (bookie -rack:/rack-b)', ['broker', 'bookie']],
    ['broker or bookie and degraded', ['broker', 'bookie']],
    ['reason:read', ['bookie']],
    ['impact:broker-1', ['function_worker']],
    ['value>=0.5', ['broker']],
    ['"fw 1"', ['function_worker']],
    ['name:"fw 1"', ['function_worker']],
  ])('%s', (text, kinds) => expect(found(text)).toEqual(kinds));

  it('finds nothing in particular for nothing', () => {
    expect(parseFind('   ')).toEqual({ ok: true, matches: undefined });
  });

  it.each([
    ['(broker', 'The "(" at 1 is not closed.'],
    ['broker)', 'There is a ")" without its "(" at 7.'],
    ['bundles>', 'A value is missing after "bundles>" at 1.'],
    ['bundles>many', '"many" after "bundles>" at 1 is not a number.'],
    ['broker or', 'Something to look for is missing at 10.'],
    ['"broker', 'The quotation mark at 1 is not closed.'],
    ['not', 'Something to look for is missing at 4.'],
  ])('says what is wrong with %s', (text, error) => expect(parseFind(text)).toEqual({ ok: false, error }));

  it('never throws, and what it accepts can be asked of any node', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      ' ',
      'or',
      'and',
      'not',
      '-',
      '"',
      'a',
      'kind:',
      'x>',
      '1',
      '*',
      '=',
      '!=',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (text) => {
          const result = parseFind(text);
          if (result.ok) for (const node of all) expect(typeof (result.matches?.(node) ?? false)).toBe('boolean');
          else expect(result.error).not.toBe('');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is the opposite with "not" before it', () => {
    const term = fc.constantFrom('broker', 'bundles>3', 'rack:/rack-a', 'health=down', '(bookie or leader=true)');
    fc.assert(
      fc.property(term, (text) => {
        expect([...found(text), ...found(`not ${text}`)].sort()).toEqual(all.map(({ kind }) => kind).sort());
      }),
    );
  });
});
