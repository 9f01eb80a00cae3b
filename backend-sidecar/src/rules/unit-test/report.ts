import type { TestFileOutcome } from './run-test-file.ts';

/** What became of one file, as promtool writes it. */
export function describeOutcome({ file, problem, warnings, groups }: TestFileOutcome): string {
  const lines = [`Unit Testing:  ${file}`, ...warnings.map((warning) => `  WARNING: ${warning}`)];
  const failures = problem === undefined ? groups.flatMap((group) => group.failures) : [problem];
  if (failures.length > 0) lines.push('  FAILED:', ...failures.flatMap((failure) => [failure, '']));
  else lines.push('  SUCCESS', '');
  for (const skipped of groups.flatMap((group) => group.skipped)) lines.push(`  NOT CHECKED: ${skipped}`);
  return lines.join('\n');
}

export function hasFailed({ problem, groups }: TestFileOutcome): boolean {
  return problem !== undefined || groups.some(({ failures }) => failures.length > 0);
}

/** One line of counts over all files. */
export function summarise(outcomes: readonly TestFileOutcome[]): string {
  const groups = outcomes.flatMap((outcome) => outcome.groups);
  const failedFiles = outcomes.filter(hasFailed).length;
  const passed = groups.reduce((sum, group) => sum + group.passed, 0);
  const failed =
    groups.reduce((sum, group) => sum + group.failures.length, 0) +
    outcomes.filter(({ problem }) => problem !== undefined).length;
  const skipped = groups.reduce((sum, group) => sum + group.skipped.length, 0);
  const unchecked = skipped === 0 ? '' : `, ${skipped} not checked`;
  return `${outcomes.length} files (${failedFiles} failed), ${groups.length} tests: ${passed} expectations met, ${failed} failed${unchecked}`;
}
