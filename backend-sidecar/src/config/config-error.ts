import { ObservatoryError } from '../util/errors.ts';

/** One thing wrong with the configuration. Line and column are 1-based; 0 when the value came from a flag. */
export interface ConfigProblem {
  /** File name, or `--flag.name`. */
  source: string;
  line: number;
  column: number;
  /** `scrape_configs[0].scrape_interval`; empty for the document. */
  keyPath: string;
  /** What was found and what is allowed. */
  message: string;
}

/** Everything that is wrong with a configuration, at once: a reload that meets it keeps the old configuration. */
export class ConfigError extends ObservatoryError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super('OBS_CONFIG_INVALID', problems.map(formatProblem).join('\n'), {
      hint: 'Every key is described in docs/configuration.md.',
      httpStatus: 400,
    });
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** `observatory.yaml:12:5: storage.path: …`, the form editors and terminals make clickable. */
export function formatProblem(problem: ConfigProblem): string {
  const place = problem.line > 0 ? `${problem.source}:${problem.line}:${problem.column}` : problem.source;
  return problem.keyPath === '' ? `${place}: ${problem.message}` : `${place}: ${problem.keyPath}: ${problem.message}`;
}
