import { formatProblem, type ConfigProblem } from '../../config/config-error.ts';
import { ObservatoryError } from '../../util/errors.ts';

/** Everything that is wrong with the rule files, at once: a reload that meets it keeps the old rules. */
export class RuleFileError extends ObservatoryError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super('OBS_RULES_INVALID', problems.map(formatProblem).join('\n'), {
      hint: 'docs/guide/rules.md describes rule files.',
      httpStatus: 400,
    });
    this.name = 'RuleFileError';
    this.problems = problems;
  }
}
