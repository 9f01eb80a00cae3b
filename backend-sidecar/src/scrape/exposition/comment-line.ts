import type { MetricType } from '../../model/metadata.ts';
import type { LineCursor } from './line-cursor.ts';
import { REPAIR_BIT } from './repairs.ts';

/** A line that begins with `#`, or an empty one. */
export type CommentLine =
  | { kind: 'type'; name: string; type: MetricType }
  | { kind: 'help' | 'unit'; name: string; text: string }
  /** OpenMetrics' `# EOF`. */
  | { kind: 'eof' }
  /** Free comment or empty line. */
  | { kind: 'other' };

const OTHER: CommentLine = { kind: 'other' };
const EOF: CommentLine = { kind: 'eof' };
const TYPES: readonly MetricType[] = [
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
];
const QUOTE = 34;

/**
 * Reads the comment or empty line under the cursor. A broken HELP, TYPE or UNIT is skipped, strict refuses it; OpenMetrics
 * knows no other comments and no empty lines.
 * @throws ExpositionError without a line number.
 */
export function parseCommentLine(cursor: LineCursor): CommentLine {
  const leading = cursor.skipBlanks();
  if (cursor.position >= cursor.end) return stray(cursor, 'a valid start token');
  cursor.position++;
  const gap = cursor.fieldGap();
  const keyword = cursor.token();
  if (keyword === 'EOF' && cursor.openMetrics && gap === 1 && leading === 0 && cursor.position === cursor.end)
    return EOF;
  const isMetadata =
    gap > 0 && (keyword === 'HELP' || keyword === 'TYPE' || (keyword === 'UNIT' && cursor.openMetrics));
  if (!isMetadata) return stray(cursor, 'HELP, TYPE, UNIT or EOF');
  if (leading > 0 && cursor.openMetrics) cursor.loose();
  if (cursor.fieldGap() === 0) return broken(cursor, `expected metric name after ${keyword}`);
  const quoted = cursor.peek() === QUOTE;
  const name = quoted ? cursor.quoted('metric name') : cursor.name(true);
  if (name === '') return broken(cursor, `expected metric name after ${keyword}`);
  if (keyword === 'TYPE') return typeLine(cursor, name);
  // A blank must follow the name, except for an empty HELP in text; further blanks belong to the text.
  const from = cursor.position;
  if (cursor.peek() !== 32 && cursor.peek() !== 9 && (cursor.openMetrics || cursor.position < cursor.end)) {
    return broken(cursor, `expected text in ${keyword}`);
  }
  if (cursor.openMetrics && cursor.peek() === 9) cursor.loose();
  const text = cursor.utf8(Math.min(from + 1, cursor.end), cursor.end, 'help text');
  return { kind: keyword === 'HELP' ? 'help' : 'unit', name, text: unescapeHelp(text, cursor.openMetrics) };
}

function typeLine(cursor: LineCursor, name: string): CommentLine {
  if (cursor.fieldGap() === 0) return broken(cursor, 'expected text in TYPE');
  const word = cursor.bytes.toString('latin1', cursor.position, cursor.end);
  const trimmed = word.trimEnd();
  if (word !== trimmed) {
    if (cursor.strict) throw cursor.fail(`invalid metric type ${JSON.stringify(word)}`);
    if (cursor.openMetrics) cursor.loose();
  }
  const type =
    trimmed === 'untyped' && (!cursor.openMetrics || !cursor.strict)
      ? 'unknown'
      : TYPES.find((known) => known === trimmed);
  if (type) return { kind: 'type', name, type };
  if (cursor.strict) throw cursor.fail(`invalid metric type ${JSON.stringify(word)}`);
  cursor.repairs |= REPAIR_BIT.unknown_type;
  return { kind: 'type', name, type: 'unknown' };
}

function stray(cursor: LineCursor, expected: string): CommentLine {
  if (!cursor.openMetrics) return OTHER;
  if (cursor.strict) throw cursor.expected(expected);
  cursor.repairs |= REPAIR_BIT.stray_line;
  return OTHER;
}

function broken(cursor: LineCursor, reason: string): CommentLine {
  if (cursor.strict) throw cursor.fail(reason);
  cursor.repairs |= REPAIR_BIT.malformed_metadata;
  return OTHER;
}

function unescapeHelp(text: string, openMetrics: boolean): string {
  if (!text.includes('\\')) return text;
  return text.replace(openMetrics ? /\\([\\n"])/g : /\\([\\n])/g, (_, escape: string) =>
    escape === 'n' ? '\n' : escape,
  );
}
