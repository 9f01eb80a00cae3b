import { Labels, compareUtf8 } from '../../model/labels.ts';
import type { Exemplar } from '../../storage.ts';
import { floatRepairs, parseGoFloat } from './go-float.ts';
import type { LineCursor } from './line-cursor.ts';
import { REPAIR_BIT } from './repairs.ts';

/** One sample as exposed. */
export interface SampleLine {
  /** With `__name__`. */
  labels: Labels;
  /** Offset in the body at which the value begins: what stands before it identifies the series byte for byte. */
  valueOffset: number;
  tail: SampleTail;
  /** Bits of repairs.ts for what stands before the value; the tail has its own. */
  repairs: number;
}

/** What stands behind the series on a line. */
export interface SampleTail {
  value: number;
  /** Undefined when the line carries none. Fractions of a millisecond are cut, as Prometheus does. */
  timestampMs: number | undefined;
  /** OpenMetrics' own precision, for checks of order. */
  timestampSeconds: number | undefined;
  /** `timestampMs` NaN when the exemplar carries none. */
  exemplar: Exemplar | undefined;
  repairs: number;
}

const BRACE_OPEN = 123;
const BRACE_CLOSE = 125;
const COMMA = 44;
const EQUALS = 61;
const QUOTE = 34;
const HASH = 35;

/** Reads the line under the cursor, which must hold a sample. @throws ExpositionError without a line number. */
export function parseSampleLine(cursor: LineCursor): SampleLine {
  if (cursor.skipBlanks() > 0 && cursor.openMetrics) cursor.loose();
  const name = cursor.name(true);
  if (name === '' && cursor.peek() !== BRACE_OPEN) throw cursor.expected('a valid start token');
  let gap = 0;
  if (name !== '') gap = cursor.fieldGap();
  let labels: Labels;
  if (cursor.peek() === BRACE_OPEN) {
    if (gap > 0 && cursor.openMetrics) cursor.loose();
    labels = parseLabels(cursor, name);
    gap = cursor.fieldGap();
    if (gap === 0 && cursor.openMetrics) {
      if (cursor.strict || cursor.position >= cursor.end) throw cursor.expected('value after metric');
      cursor.loose();
    }
  } else {
    if (gap === 0) throw cursor.expected('value after metric');
    labels = Labels.fromSortedFlat(['__name__', name]);
  }
  const valueOffset = cursor.position;
  // The tail's repairs are counted apart: a cached series keeps the former and takes the latter anew from each body.
  const repairs = cursor.repairs & ~REPAIR_BIT.carriage_return;
  cursor.repairs &= REPAIR_BIT.carriage_return;
  return { labels, valueOffset, tail: parseTail(cursor), repairs };
}

/** Value, timestamp and exemplar; the cursor stands on the value's first byte. */
export function parseTail(cursor: LineCursor): SampleTail {
  const token = cursor.token();
  if (token === '') throw cursor.expected('value after metric');
  const value = parseFloatAt(cursor, token);
  const tail: SampleTail = {
    value,
    timestampMs: undefined,
    timestampSeconds: undefined,
    exemplar: undefined,
    repairs: 0,
  };
  let gap = cursor.fieldGap();
  if (gap > 0 && cursor.position < cursor.end && cursor.peek() !== HASH) {
    parseTimestamp(cursor, tail);
    gap = cursor.fieldGap();
  }
  if (cursor.position < cursor.end) parseExemplar(cursor, tail, gap);
  else if (gap > 0 && cursor.openMetrics) cursor.loose();
  tail.repairs = cursor.repairs;
  return tail;
}

function parseFloatAt(cursor: LineCursor, token: string): number {
  try {
    const value = parseGoFloat(token, cursor.strict);
    cursor.repairs |= floatRepairs();
    return value;
  } catch (error) {
    throw cursor.fail(error instanceof Error && 'reason' in error ? String(error.reason) : String(error));
  }
}

function parseTimestamp(cursor: LineCursor, tail: SampleTail): void {
  const token = cursor.token();
  if (cursor.openMetrics) {
    const seconds = parseFloatAt(cursor, token);
    if (!Number.isFinite(seconds)) throw cursor.fail(`invalid timestamp ${token}`);
    tail.timestampSeconds = seconds;
    tail.timestampMs = Math.trunc(seconds * 1000);
    return;
  }
  if (!/^[+-]?\d+$/.test(token)) throw cursor.fail(`expected timestamp or new record, got ${JSON.stringify(token)}`);
  tail.timestampMs = Number(token);
  if (!Number.isSafeInteger(tail.timestampMs))
    throw cursor.fail(`strconv.ParseInt: parsing ${JSON.stringify(token)}: value out of range`);
  tail.timestampSeconds = tail.timestampMs / 1000;
}

/** ` # {labels} value [timestamp]`: OpenMetrics; mended in text, where strict refuses it. */
function parseExemplar(cursor: LineCursor, tail: SampleTail, gap: number): void {
  if (cursor.peek() !== HASH || gap === 0)
    throw cursor.expected(tail.timestampMs === undefined ? 'timestamp or new record' : 'next entry after timestamp');
  if (!cursor.openMetrics) {
    if (cursor.strict) throw cursor.expected('timestamp or new record');
    cursor.repairs |= REPAIR_BIT.exemplar_misuse;
  }
  cursor.position++;
  if (cursor.fieldGap() === 0 || cursor.peek() !== BRACE_OPEN) throw cursor.expected('exemplar labels after "#"');
  const labels = parseLabels(cursor, undefined);
  if (cursor.fieldGap() === 0) throw cursor.expected('value after exemplar labels');
  const token = cursor.token();
  if (token === '') throw cursor.expected('value after exemplar labels');
  const value = parseFloatAt(cursor, token);
  let timestampMs = NaN;
  const gapAfter = cursor.fieldGap();
  if (gapAfter > 0 && cursor.position < cursor.end) {
    const stamp = cursor.token();
    const seconds = parseFloatAt(cursor, stamp);
    if (!Number.isFinite(seconds)) throw cursor.fail(`invalid exemplar timestamp ${stamp}`);
    timestampMs = Math.trunc(seconds * 1000);
    if (cursor.fieldGap() > 0) cursor.loose();
  } else if (gapAfter > 0) cursor.loose();
  if (cursor.position < cursor.end) throw cursor.expected('next entry after exemplar');
  tail.exemplar = { labels, value, timestampMs };
  if (codePoints(labels) > 128) {
    if (cursor.strict) throw cursor.fail('exemplar labels are longer than 128 characters');
    cursor.repairs |= REPAIR_BIT.exemplar_misuse;
    tail.exemplar = undefined;
  }
}

function codePoints(labels: Labels): number {
  let count = 0;
  for (const symbol of labels.flat) for (const _ of symbol) count++;
  return count;
}

/**
 * `{…}` under the cursor. `metricName` is the bare name before it: '' lets a quoted name stand among the labels
 * (`{"metric.name", a="b"}`), undefined wants none (exemplars).
 */
function parseLabels(cursor: LineCursor, metricName: string | undefined): Labels {
  cursor.position++;
  const pairs: string[] = [];
  let name = metricName;
  cursor.looseBlanks();
  if (cursor.peek() === BRACE_CLOSE && metricName !== undefined) cursor.repairs |= REPAIR_BIT.empty_braces;
  while (cursor.peek() !== BRACE_CLOSE) {
    const isQuoted = cursor.peek() === QUOTE;
    const label = isQuoted ? cursor.quoted('label name') : cursor.name(false);
    if (!isQuoted && label === '') throw cursor.expected('label name');
    cursor.looseBlanks();
    if (isQuoted && cursor.peek() !== EQUALS) {
      if (name === undefined) throw cursor.expected('equal');
      if (name !== '') throw cursor.fail('metric name already set');
      if (label === '') throw cursor.fail('invalid metric name ""');
      name = label;
    } else {
      parseLabelValue(cursor, label, pairs);
    }
    cursor.looseBlanks();
    if (cursor.peek() === COMMA) {
      cursor.position++;
      cursor.looseBlanks();
      if (cursor.peek() === BRACE_CLOSE) {
        if (cursor.strict && cursor.openMetrics) throw cursor.expected('label name');
        cursor.repairs |= REPAIR_BIT.trailing_comma;
      }
    } else if (cursor.peek() !== BRACE_CLOSE) throw cursor.expected('comma or brace close');
  }
  cursor.position++;
  if (name) pairs.push('__name__', name);
  const labels = sortedLabels(cursor, pairs);
  if (name === '' && labels.metricName === '') throw cursor.fail('missing metric name (__name__ label)');
  return labels;
}

function parseLabelValue(cursor: LineCursor, label: string, pairs: string[]): void {
  if (cursor.peek() !== EQUALS) throw cursor.expected('equal');
  cursor.position++;
  cursor.looseBlanks();
  if (cursor.peek() !== QUOTE) throw cursor.expected('label value');
  const value = cursor.quoted('label value');
  pairs.push(label, value);
}

/** Sorts by name, refuses a name twice, leaves out empty values. Exporters mostly write few labels: insertion sort. */
function sortedLabels(cursor: LineCursor, pairs: string[]): Labels {
  for (let i = 2; i < pairs.length; i += 2) {
    const name = pairs[i];
    const value = pairs[i + 1];
    let j = i - 2;
    for (; j >= 0; j -= 2) {
      const order = compareUtf8(pairs[j], name);
      if (order === 0) throw cursor.fail(`label name "${name}" is not unique`);
      if (order < 0) break;
      pairs[j + 2] = pairs[j];
      pairs[j + 3] = pairs[j + 1];
    }
    pairs[j + 2] = name;
    pairs[j + 3] = value;
  }
  let kept = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    if (pairs[i + 1] === '') continue;
    pairs[kept] = pairs[i];
    pairs[kept + 1] = pairs[i + 1];
    kept += 2;
  }
  pairs.length = kept;
  return Labels.fromSortedFlat(pairs);
}
