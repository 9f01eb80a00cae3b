import type { Labels } from '../model/labels.ts';
import { NORMAL_NAN_HIGH, NORMAL_NAN_LOW } from '../model/stale.ts';
import type { Appender, Exemplar } from '../storage.ts';
import { parseCommentLine } from './exposition/comment-line.ts';
import { ExpositionError, syntaxError } from './exposition/exposition-error.ts';
import { isSample } from './exposition/parse.ts';
import { parseSampleLine, parseTail, type SampleTail } from './exposition/sample-line.ts';
import type { NameTable } from './ingest-names.ts';
import * as layout from './ingest-rows.ts';
import type { BodyScan } from './ingest-scan.ts';
import type { SeriesResolver } from './ingest-series.ts';

const { ROW_VALUE_OFFSET, ROW_FLAGS, ROW_VALUE_DOUBLE, ROW_REF, ROW_NAME, ROW_LENGTH, NEW_ROW } = layout;
const { FLAG_COMMENT, FLAG_ALWAYS, FLAG_DUPLICATE, FLAG_EOF, FLAG_TIMED, FLAG_UNRESOLVED } = layout;
const { PREFIX_REPAIRS_SHIFT, PREFIX_REPAIRS_MASK, TAIL_REPAIRS_SHIFT } = layout;

/** A line whose series is not resolved yet. */
export interface PendingSeries {
  row: number;
  labels: Labels;
}

export interface ExemplarLine {
  row: number;
  exemplar: Exemplar;
}

/** What the lines that the kernel left over turned out to be; everything else went into their rows. */
export interface LinesRead {
  pending: PendingSeries[];
  exemplars: ExemplarLine[];
  /** A row came to stand for another series, or for one at another kind of time. */
  reshaped: boolean;
}

/** Reads with the full parser the lines that a scan left over, into their rows. */
export class LineReader {
  private readonly scan: BodyScan;
  private readonly resolver: SeriesResolver;
  private readonly names: NameTable;
  private readonly appender: Pick<Appender, 'isLive'>;
  private readonly honorsTimestamps: boolean;
  private read: LinesRead = { pending: [], exemplars: [], reshaped: false };

  constructor(
    scan: BodyScan,
    resolver: SeriesResolver,
    names: NameTable,
    appender: Pick<Appender, 'isLive'>,
    honorsTimestamps: boolean,
  ) {
    this.scan = scan;
    this.resolver = resolver;
    this.names = names;
    this.appender = appender;
    this.honorsTimestamps = honorsTimestamps;
  }

  /**
   * In order of lines, so that the first bad line is the one that is reported.
   * @param changed whether lines came, went or moved.
   * @throws ExpositionError at the first line that cannot be read.
   */
  readLeftOver(changed: boolean): LinesRead {
    const { scan } = this;
    this.read = { pending: [], exemplars: [], reshaped: false };
    let eofRow = changed && scan.format === 'openmetrics' ? scan.tally().eofRow : -1;
    for (const row of scan.leftOver) {
      if (eofRow >= 0 && row > eofRow) break;
      try {
        if (this.isKnown(row)) this.readKnown(row);
        else {
          this.read.reshaped = true;
          if (this.readNew(row) && (eofRow < 0 || row < eofRow)) eofRow = row;
        }
      } catch (error) {
        throw error instanceof ExpositionError ? error.atLine(row + 1) : error;
      }
    }
    if (eofRow >= 0 && eofRow < scan.count - 1) throw syntaxError('unexpected content after # EOF', eofRow + 2);
    return this.read;
  }

  /** False for a new line, one that only begins like a known one, and one whose series the store has dropped. */
  private isKnown(row: number): boolean {
    const { words, bytes } = this.scan;
    const base = this.scan.wordOf(row);
    if (words[base + ROW_NAME] === NEW_ROW) return false;
    // Where more blanks or braces follow the key of a known line, it is not the whole key of this one.
    const first = bytes[this.scan.lineAt(base) + words[base + ROW_VALUE_OFFSET]];
    if (first === 32 || first === 9 || first === 123) return false;
    const ref = words[base + ROW_REF];
    return ref === 0 || this.appender.isLive(ref);
  }

  /** Reads a line in full; true when it is `# EOF`. */
  private readNew(row: number): boolean {
    const { scan } = this;
    const { words } = scan;
    const base = scan.wordOf(row);
    const cursor = scan.cursorAt(base);
    const { start } = cursor;
    words[base + ROW_REF] = 0;
    if (!isSample(scan.bytes, start, start + words[base + ROW_LENGTH] - 1)) {
      const isEof = parseCommentLine(cursor).kind === 'eof';
      words[base + ROW_VALUE_OFFSET] = 0;
      words[base + ROW_FLAGS] = FLAG_COMMENT | (isEof ? FLAG_EOF : 0) | (cursor.repairs << PREFIX_REPAIRS_SHIFT);
      words[base + ROW_NAME] = 0;
      return isEof;
    }
    const sample = parseSampleLine(cursor);
    const final = this.resolver.finalLabels(sample.labels);
    words[base + ROW_VALUE_OFFSET] = sample.valueOffset - start;
    words[base + ROW_FLAGS] =
      ((sample.repairs | final.repairs) << PREFIX_REPAIRS_SHIFT) | (final.labels ? FLAG_UNRESOLVED : 0);
    words[base + ROW_NAME] = this.names.number(sample.labels.metricName);
    if (final.labels) this.read.pending.push({ row, labels: final.labels });
    this.setTail(row, sample.tail);
    return false;
  }

  /** Reads what follows the series of a known line. */
  private readKnown(row: number): void {
    const { words } = this.scan;
    const base = this.scan.wordOf(row);
    const wasTimed = words[base + ROW_FLAGS] & FLAG_TIMED;
    const cursor = this.scan.cursorAt(base);
    cursor.position += words[base + ROW_VALUE_OFFSET];
    this.setTail(row, parseTail(cursor));
    if ((words[base + ROW_FLAGS] & FLAG_TIMED) !== wasTimed) this.read.reshaped = true;
  }

  private setTail(row: number, tail: SampleTail): void {
    const { words, doubles, scratch } = this.scan;
    const base = this.scan.wordOf(row);
    const isTimed = this.honorsTimestamps && tail.timestampMs !== undefined;
    // The kernel reads text's whole milliseconds itself.
    const needsHost = tail.exemplar !== undefined || (isTimed && this.scan.format === 'openmetrics');
    const kept = words[base + ROW_FLAGS] & (PREFIX_REPAIRS_MASK | FLAG_DUPLICATE | FLAG_UNRESOLVED);
    words[base + ROW_FLAGS] =
      kept | (tail.repairs << TAIL_REPAIRS_SHIFT) | (isTimed ? FLAG_TIMED : 0) | (needsHost ? FLAG_ALWAYS : 0);
    if (isTimed) doubles[(scratch.times >>> 3) + row] = tail.timestampMs ?? 0;
    if (Number.isNaN(tail.value)) {
      words[base + 2 * ROW_VALUE_DOUBLE] = NORMAL_NAN_LOW;
      words[base + 2 * ROW_VALUE_DOUBLE + 1] = NORMAL_NAN_HIGH;
    } else doubles[(base >>> 1) + ROW_VALUE_DOUBLE] = tail.value;
    if (tail.exemplar) this.read.exemplars.push({ row, exemplar: tail.exemplar });
  }
}
