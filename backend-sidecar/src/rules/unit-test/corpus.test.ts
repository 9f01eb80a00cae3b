/** Prometheus' own files of rules and of unit tests, with promtool's verdicts. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { duplicateRules } from '../file/duplicates.ts';
import { parseRuleFile } from '../file/parse-rule-file.ts';
import { hasFailed, describeOutcome } from './report.ts';
import { runTestFile } from './run-test-file.ts';

const CORPUS = path.resolve(process.cwd(), '../shared/corpus/promtool');
const suite = existsSync(CORPUS) ? describe : describe.skip;

suite('promtool’s files (skipped without ../shared/corpus/promtool)', () => {
  it.each([
    ['at-modifier-test.yml', true],
    ['bad-input-series.yml', false],
    ['bad-promql.yml', false],
    ['bad-rules-error-test.yml', false],
    ['bad-rules-syntax-test.yml', false],
    ['config_with_tls_files.yml', false],
    ['failing.yml', false],
    ['long-period.yml', true],
    ['negative-offset-test.yml', true],
    ['prometheus-config.bad.yml', false],
    ['prometheus-config.good.yml', true],
    ['rules_run.yml', false],
    ['rules_run_extrafields.yml', true],
    ['rules_run_fuzzy.yml', false],
    ['rules_run_no_fuzzy.yml', false],
    ['start-time-test.yml', true],
    ['unittest.yml', true],
  ])('test rules %s: passes: %s', async (file, passes) => {
    const outcome = await runTestFile(path.join(CORPUS, file));
    expect([describeOutcome(outcome), hasFailed(outcome)]).toEqual([expect.any(String), !passes]);
  });

  it('fails exactly what promtool fails, in its words', async () => {
    const outcome = await runTestFile(path.join(CORPUS, 'failing.yml'));
    expect(outcome.groups.map(({ failures }) => failures.length)).toEqual([2, 2]);
    expect(outcome.groups[0].failures[1]).toBe(
      '    expr: "test", time: 0s, \n        exp: {__name__="test"} 1E+00\n        got: {__name__="test"} 0E+00',
    );
    const fuzzy = await runTestFile(path.join(CORPUS, 'rules_run_fuzzy.yml'));
    expect(fuzzy.groups.map(({ failures }) => failures.length)).toEqual([0, 2]);
    const wrong = await runTestFile(path.join(CORPUS, 'rules_run_no_fuzzy.yml'));
    expect(wrong.groups.map(({ failures }) => failures.length)).toEqual([2]);
  });

  it('names what it cannot check: only native histograms', async () => {
    const { groups } = await runTestFile(path.join(CORPUS, 'unittest.yml'));
    expect(groups.flatMap(({ skipped }) => skipped)).toEqual([
      'expr: "test_histogram", time: 1m: native histograms are not supported',
      'expr: "test_histogram_repeat", time: 2m: native histograms are not supported',
      'expr: "test_histogram_increase", time: 2m: native histograms are not supported',
    ]);
  });

  it('runs only the tests that are named', async () => {
    const { groups } = await runTestFile(path.join(CORPUS, 'rules_run.yml'), { run: ['^correct'] });
    expect(groups.map(({ name, failures }) => [name, failures.length])).toEqual([['correct test', 0]]);
  });

  const parse = async (file: string) => parseRuleFile(await readFile(path.join(CORPUS, file), 'utf8'), file);

  it.each([
    ['rules.yml', 5],
    ['rules_duplicates.yml', 5],
    ['at-modifier.yml', 1],
    ['negative-offset.yml', 1],
    ['bad-rules-error.yml', 1],
    ['rules_large.yml', 10_002],
  ])('reads %s', async (file, count) => {
    const groups = await parse(file);
    expect(groups.reduce((sum, { rules }) => sum + rules.length, 0)).toBe(count);
  });

  it('says where a file is wrong, in Prometheus’ words', async () => {
    await expect(parse('bad-rules-syntax.yml')).rejects.toThrow(
      'bad-rules-syntax.yml:7:9: groups[0].rules[0].expr: group "bad-syntax", rule 1, "x": could not parse expression: 1:7: parse error: unexpected end of input',
    );
    for (const file of ['unittest.yml', 'config_with_tls_files.yml', 'prometheus-config.bad.yml'])
      await expect(parse(file)).rejects.toThrow('is not a known key');
  });

  it('finds duplicates', async () => {
    const duplicates = duplicateRules(await parse('rules_duplicates.yml'));
    expect(duplicates).toEqual([
      expect.objectContaining({
        name: 'job:test:count_over_time1m',
        count: 3,
        places: [
          { file: 'rules_duplicates.yml', line: 18 },
          { file: 'rules_duplicates.yml', line: 23 },
        ],
      }),
    ]);
  });
});
