import { ExpositionError, syntaxError } from './exposition-error.ts';
import { parseCommentLine, type CommentLine } from './comment-line.ts';
import { LineCursor, type Dialect } from './line-cursor.ts';
import { OpenMetricsValidator } from './openmetrics-validator.ts';
import { parseSampleLine, type SampleLine } from './sample-line.ts';

/** Told of each line in order; `repairs` are bits of repairs.ts (a sample carries its own). Lines count from 1. */
export interface ExpositionHandler {
  sample(sample: SampleLine, line: number): void;
  comment?(comment: CommentLine, line: number, repairs: number): void;
}

/**
 * Reads a whole exposition: Prometheus text 0.0.4 or OpenMetrics 1.0. Pure: no caches, no store. `strict` reads as a strict
 * parser does; for OpenMetrics that includes the rules over families (order, values, histograms).
 * @throws ExpositionError with the line at the first line that cannot be read; the handler has seen the lines before it.
 */
export function parseExposition(body: Uint8Array, dialect: Dialect, handler: ExpositionHandler): void {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const cursor = new LineCursor(dialect);
  const validator = dialect.strict && dialect.format === 'openmetrics' ? new OpenMetricsValidator() : undefined;
  let line = 0;
  let ended = false;
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    line++;
    if (ended) throw syntaxError('unexpected content after # EOF', line);
    try {
      cursor.reset(bytes, start, end);
      if (isSample(bytes, start, end)) {
        const sample = parseSampleLine(cursor);
        validator?.sample(sample);
        handler.sample(sample, line);
      } else {
        const comment = parseCommentLine(cursor);
        if (comment.kind === 'eof') ended = true;
        validator?.comment(comment);
        handler.comment?.(comment, line, cursor.repairs);
      }
    } catch (error) {
      throw error instanceof ExpositionError ? error.atLine(line) : error;
    }
    start = end + 1;
  }
  if (dialect.format === 'openmetrics' && !ended) throw missingEof(line);
}

/** OpenMetrics' own check against a body that was cut short. */
export function missingEof(lines: number): ExpositionError {
  return syntaxError('data does not end with # EOF', Math.max(1, lines));
}

/** True unless the line is empty or a comment. */
export function isSample(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13)) at++;
  return at < end && bytes[at] !== 35;
}
