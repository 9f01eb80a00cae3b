/**
 * Our parser beside the grammar that editors use (`@prometheus-io/lezer-promql`): what ours accepts has to be accepted there
 * without an error node, or an editor marks queries that work. The other way round says nothing: that grammar is tolerant.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parser } from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import { HANDWRITTEN } from '../../testing/agreement/queries.ts';
import { randomQuery } from '../testing/random-query.ts';
import { parseScript } from '../testing/script.ts';
import { formatExpr } from './pretty.ts';
import { functionNames, functionSignature } from './functions.ts';
import { parseExpr } from './parse.ts';

const corpus = fileURLToPath(new URL('../../../../../shared/corpus/promqltest', import.meta.url));

/** What Prometheus' parser accepts and the grammar of 0.315 does not, and why. */
const KNOWN: readonly { query: RegExp; why: string }[] = [
  { query: /\b(min_of|max_of)\(/, why: 'known only inside durations there' },
  { query: /\d\.(?!\d)/, why: 'a number may end with its point in Go' },
];

/** Where lezer finds an error, or undefined. */
function lezerError(query: string): string | undefined {
  let found: string | undefined;
  parser.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) found ??= `${from}-${to}: ${JSON.stringify(query.slice(Math.max(0, from - 12), to + 12))}`;
    },
  });
  return found;
}

function isAccepted(query: string): boolean {
  try {
    parseExpr(query);
    return true;
  } catch {
    return false;
  }
}

const disagreements = (queries: Iterable<string>): string[] =>
  [...new Set(queries)]
    .filter((query) => !KNOWN.some((each) => each.query.test(query)) && isAccepted(query))
    .flatMap((query) => {
      const error = lezerError(query);
      return error === undefined ? [] : [`${query}  (${error})`];
    });

describe('what our parser accepts, the grammar of editors accepts', () => {
  it('notices errors at all', () => {
    expect(lezerError('sum(')).toBeDefined();
    expect(lezerError('sum(up)')).toBeUndefined();
  });

  it('for a call of every function', () => {
    const argument = { scalar: '1', vector: 'x', matrix: 'x[5m]', string: '"s"' } as Record<string, string>;
    const calls = functionNames().map((name) => {
      const signature = functionSignature(name);
      return `${name}(${(signature?.argTypes ?? []).map((type) => argument[type]).join(', ')})`;
    });
    expect(calls.length).toBeGreaterThan(80);
    expect(disagreements(calls)).toEqual([]);
  });

  it('for expressions written by hand', () => {
    expect(disagreements(HANDWRITTEN)).toEqual([]);
  });

  it('for random expressions, as generated and as we print them', () => {
    fc.assert(
      fc.property(randomQuery(3), (query) => {
        expect(disagreements([query, formatExpr(parseExpr(query))])).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  (existsSync(corpus) ? it : it.skip)(
    "for every expression of Prometheus' test scripts (needs ../shared/corpus)",
    () => {
      const queries = readdirSync(corpus)
        .filter((file) => file.endsWith('.test'))
        .flatMap((file) => parseScript(readFileSync(join(corpus, file), 'utf8')))
        .flatMap((command) => (command.kind === 'eval' ? [command.query] : []));
      expect(queries.length).toBeGreaterThan(500);
      expect(disagreements(queries)).toEqual([]);
    },
  );
});
