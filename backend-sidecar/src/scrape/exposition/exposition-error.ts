import { ObservatoryError } from '../../util/errors.ts';
import type { IngestFailure } from '../ingest-types.ts';

/** A body that cannot be read, or breaks a limit. `line` is 1-based, undefined when the whole body is meant. */
export class ExpositionError extends ObservatoryError implements IngestFailure {
  readonly line: number | undefined;
  /** The message without its line number. */
  readonly reason: string;

  constructor(code: string, reason: string, line?: number, hint?: string) {
    super(code, line === undefined ? reason : `line ${line}: ${reason}`, { hint, httpStatus: 400 });
    this.name = 'ExpositionError';
    this.line = line;
    this.reason = reason;
  }

  /** The same error, told where it happened. */
  atLine(line: number): ExpositionError {
    return this.line === undefined ? new ExpositionError(this.code, this.reason, line, this.hint) : this;
  }
}

const SYNTAX_HINT = 'Fetch the page with curl and look at that line; if strict is on, lenient reading may accept it.';

/** A syntax error; the line reader that throws it need not know its line number. */
export function syntaxError(reason: string, line?: number): ExpositionError {
  return new ExpositionError('OBS_SCRAPE_SYNTAX', reason, line, SYNTAX_HINT);
}
