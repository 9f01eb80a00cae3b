import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CaseOutcome, runScript } from './testing/run-script.ts';

/**
 * Prometheus' own test scripts. The corpus lies beside the checkout; `PROMQL_TESTDATA` may name a directory with more of
 * them (promql/promqltest/testdata of a Prometheus checkout).
 */
const corpus = fileURLToPath(new URL('../../../../shared/corpus/promqltest', import.meta.url));
const skippedList = fileURLToPath(new URL('testing/skipped-cases.txt', import.meta.url));

function scriptsIn(directory: string | undefined): { name: string; path: string }[] {
  if (!directory || !existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.endsWith('.test'));
  return names.map((name) => ({ name, path: join(directory, name) }));
}

const run = (path: string): Promise<CaseOutcome[]> => runScript(readFileSync(path, 'utf8'));
const failures = (outcomes: CaseOutcome[]) =>
  outcomes
    .filter(({ status }) => status === 'failed')
    .map(({ line, query, reason }) => `line ${line}: ${query}: ${reason}`);

(existsSync(corpus) ? describe : describe.skip)('promqltest (needs ../shared/corpus/promqltest)', () => {
  const skipped: string[] = [];

  it.each(scriptsIn(corpus))('$name passes', async ({ name, path }) => {
    const outcomes = await run(path);
    expect(failures(outcomes)).toEqual([]);
    for (const { line, query, status, reason } of outcomes) {
      if (status === 'skipped') skipped.push(`${name}:${line} [${reason}] ${query}`);
    }
  });

  it('skipped only the cases listed by name', () => {
    expect(skipped).toEqual(readFileSync(skippedList, 'utf8').trimEnd().split('\n'));
  });
});

const more = scriptsIn(process.env.PROMQL_TESTDATA);
(more.length > 0 ? describe : describe.skip)('more scripts (needs PROMQL_TESTDATA)', () => {
  it.each(more.length > 0 ? more : [{ name: '', path: '' }])('$name passes', async ({ path }) => {
    expect(failures(await run(path))).toEqual([]);
  });
});
