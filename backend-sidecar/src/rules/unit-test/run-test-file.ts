import { readFile } from 'node:fs/promises';
import { RE2JS } from 're2js';
import { messageOf } from '../../util/errors.ts';
import { readRuleFiles } from '../file/read-rule-files.ts';
import type { RuleGroupSpec } from '../file/rule-group.ts';
import { runTestGroup, type GroupOutcome } from './run-test-group.ts';
import { parseTestFile, type TestFile } from './test-file.ts';

export interface TestFileOutcome {
  file: string;
  /** Why nothing could be run: the file or its rules cannot be read. */
  problem: string | undefined;
  warnings: string[];
  groups: GroupOutcome[];
}

export interface TestRunOptions {
  ignoreUnknownFields?: boolean;
  /** RE2 expressions; only tests whose names one of them matches are run. */
  run?: readonly string[];
}

/** Runs one file of unit tests of rules, in promtool's format. It never rejects. */
export async function runTestFile(file: string, options: TestRunOptions = {}): Promise<TestFileOutcome> {
  const outcome: TestFileOutcome = { file, problem: undefined, warnings: [], groups: [] };
  try {
    const patterns = (options.run ?? []).map((pattern) => RE2JS.compile(pattern));
    const tests = parseTestFile(await readFile(file, 'utf8'), file, options);
    const { groups, unmatched } = await readRuleFiles(tests.ruleFiles, options);
    for (const pattern of unmatched) outcome.warnings.push(`no file match pattern ${pattern}`);
    const ordered = orderGroups(groups, tests);
    for (const test of tests.tests) {
      if (patterns.length > 0 && !patterns.some((pattern) => pattern.matcher(test.name).find())) continue;
      outcome.groups.push(await runTestGroup(test, tests, ordered));
    }
  } catch (error) {
    outcome.problem = messageOf(error);
  }
  return outcome;
}

/** Groups that `group_eval_order` does not name come first, in the order of their files. */
function orderGroups(groups: readonly RuleGroupSpec[], { groupOrder }: TestFile): RuleGroupSpec[] {
  const rank = new Map(groupOrder.map((name, i) => [name, i]));
  return [...groups].sort((a, b) => (rank.get(a.name) ?? 0) - (rank.get(b.name) ?? 0));
}
