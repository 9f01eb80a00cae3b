import { readFile } from 'node:fs/promises';
import type { ConfigProblem } from '../../config/config-error.ts';
import { messageOf } from '../../util/errors.ts';
import { globFiles } from './glob.ts';
import { parseRuleFile } from './parse-rule-file.ts';
import type { RuleGroupSpec } from './rule-group.ts';
import { RuleFileError } from './rule-file-error.ts';

export interface RuleFiles {
  groups: RuleGroupSpec[];
  files: string[];
  /** Patterns that name no file. */
  unmatched: string[];
}

/**
 * Reads all rule files that the patterns name, each once, in order.
 * @throws RuleFileError with the problems of all files.
 */
export async function readRuleFiles(
  patterns: readonly string[],
  options: { ignoreUnknownFields?: boolean } = {},
): Promise<RuleFiles> {
  const files = new Set<string>();
  const unmatched: string[] = [];
  for (const pattern of patterns) {
    const found = await globFiles(pattern);
    if (found.length === 0) unmatched.push(pattern);
    for (const file of found) files.add(file);
  }
  const groups: RuleGroupSpec[] = [];
  const problems: ConfigProblem[] = [];
  for (const file of files) {
    try {
      groups.push(...parseRuleFile(await readText(file), file, options));
    } catch (error) {
      if (!(error instanceof RuleFileError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new RuleFileError(problems);
  return { groups, files: [...files], unmatched };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new RuleFileError([
      { source: file, line: 0, column: 0, keyPath: '', message: `cannot be read: ${messageOf(error)}` },
    ]);
  }
}
