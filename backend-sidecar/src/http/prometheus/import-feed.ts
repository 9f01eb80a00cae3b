import type { MetricMetadata } from '../../model/metadata.ts';
import type { AppendRefusal, Appender, SeriesRef } from '../../storage.ts';
import { parseCommentLine } from '../../scrape/exposition/comment-line.ts';
import { chooseFormat } from '../../scrape/exposition/format.ts';
import { LineCursor } from '../../scrape/exposition/line-cursor.ts';
import { isSample } from '../../scrape/exposition/parse.ts';
import { parseSampleLine, parseTail } from '../../scrape/exposition/sample-line.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';

/** What the writer of an import must offer: part of the store's appender, open for samples of any age. */
export interface ImportAppender extends Pick<Appender, 'seriesRef' | 'setMetadata'> {
  /** Undefined means taken. */
  append(ref: SeriesRef, timestampMs: number, value: number): AppendRefusal | undefined | void;
}

export interface ImportReport {
  lines: number;
  appended: number;
  /** Time of the oldest sample taken, ms; undefined when there is none. */
  oldestMs: number | undefined;
  /** Samples that the store refused, by reason. */
  refused: Partial<Record<AppendRefusal, number>>;
  /** Lines that could not be read; `errors` holds the first of them. */
  errorLines: number;
  errors: { line: number; error: string }[];
}

const MAX_ERRORS = 50;
const MAX_LINE_BYTES = 1 << 20;
const MAX_KNOWN_SERIES = 200_000;
const NEWLINE = 10;
const QUOTE = 34;
const BACKSLASH = 92;
const BRACE_OPEN = 123;
const BRACE_CLOSE = 125;
const SPACE = 32;
const TAB = 9;

/**
 * Reads exposition text as it arrives and appends each sample at its own time. A line that cannot be read costs only
 * itself. The text of a series up to its value is looked up first, so that a body which repeats its series (every
 * backfill does) parses each label set once. Exemplars are read over: blocks hold none.
 */
export class ImportFeed {
  private readonly appender: ImportAppender;
  private readonly cursor: LineCursor;
  private readonly known = new Map<string, SeriesRef>();
  private rest: Buffer = Buffer.alloc(0);
  private ended = false;
  private readonly report: ImportReport = {
    lines: 0,
    appended: 0,
    oldestMs: undefined,
    refused: {},
    errorLines: 0,
    errors: [],
  };
  private readonly types = new Map<string, MetricMetadata>();

  constructor(appender: ImportAppender, contentType: string | undefined) {
    this.appender = appender;
    this.cursor = new LineCursor({ format: chooseFormat(contentType), strict: false });
  }

  /** @throws ObservatoryError `OBS_IMPORT_LINE` when a line is longer than 1 MiB: the body is no exposition then. */
  write(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.line(bytes, start, end);
      start = end + 1;
    }
    this.rest = start === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(start));
    if (this.rest.length > MAX_LINE_BYTES) {
      throw new ObservatoryError(
        'OBS_IMPORT_LINE',
        `line ${this.report.lines + 1} is longer than ${MAX_LINE_BYTES} bytes`,
        {
          httpStatus: 400,
          hint: 'send exposition text, one sample a line',
        },
      );
    }
  }

  /** Reads the last line. OpenMetrics' missing `# EOF` is reported, because the body may have been cut. */
  finish(): ImportReport {
    if (this.rest.length > 0) this.line(this.rest, 0, this.rest.length);
    this.rest = Buffer.alloc(0);
    if (this.cursor.openMetrics && !this.ended)
      this.failed(this.report.lines, 'data does not end with # EOF: is the body complete?');
    for (const [name, metadata] of this.types) this.appender.setMetadata(name, metadata);
    return this.report;
  }

  private line(bytes: Buffer, start: number, end: number): void {
    this.report.lines++;
    try {
      this.cursor.reset(bytes, start, end);
      if (isSample(bytes, start, end)) this.sample(bytes, start, end);
      else this.comment();
    } catch (error) {
      this.failed(this.report.lines, messageOf(error));
    }
  }

  private sample(bytes: Buffer, start: number, end: number): void {
    const { cursor, known } = this;
    const valueAt = valueOffset(bytes, start, end);
    const text = valueAt < 0 ? '' : bytes.toString('latin1', start, valueAt);
    let ref = known.get(text);
    let tail;
    if (ref === undefined) {
      const sample = parseSampleLine(cursor);
      tail = sample.tail;
      ref = this.appender.seriesRef(sample.labels);
      // Only where both agree on where the value begins may the text stand for the series.
      if (sample.valueOffset === valueAt && known.size < MAX_KNOWN_SERIES) known.set(text, ref);
    } else {
      cursor.position = valueAt;
      tail = parseTail(cursor);
    }
    if (tail.timestampMs === undefined) throw new Error('the sample has no timestamp');
    const refusal = this.appender.append(ref, tail.timestampMs, tail.value);
    if (!refusal) {
      this.report.appended++;
      if (!(tail.timestampMs >= (this.report.oldestMs ?? Infinity))) this.report.oldestMs = tail.timestampMs;
    } else this.report.refused[refusal] = (this.report.refused[refusal] ?? 0) + 1;
  }

  private comment(): void {
    const comment = parseCommentLine(this.cursor);
    if (comment.kind === 'eof') this.ended = true;
    if (comment.kind === 'eof' || comment.kind === 'other') return;
    const known: MetricMetadata = this.types.get(comment.name) ?? { type: 'unknown', help: '', unit: '' };
    if (comment.kind === 'type') known.type = comment.type;
    else if (comment.kind === 'help') known.help = comment.text;
    else known.unit = comment.text;
    this.types.set(comment.name, known);
  }

  private failed(line: number, error: string): void {
    this.report.errorLines++;
    if (this.report.errors.length < MAX_ERRORS) this.report.errors.push({ line, error });
  }
}

/** Where the value begins: behind the blanks that follow the name, or the closing brace outside of quotes; -1 if nowhere. */
function valueOffset(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== BRACE_OPEN && bytes[at] !== SPACE && bytes[at] !== TAB) at++;
  if (bytes[at] === BRACE_OPEN) {
    let quoted = false;
    for (at++; at < end; at++) {
      const byte = bytes[at];
      if (quoted && byte === BACKSLASH) at++;
      else if (byte === QUOTE) quoted = !quoted;
      else if (byte === BRACE_CLOSE && !quoted) break;
    }
    at++;
  }
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at < end ? at : -1;
}
