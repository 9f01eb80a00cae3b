import type { Labels } from '../../model/labels.ts';
import type { QueryResult, QueryValue } from '../../storage.ts';
import { compareLabels } from '../engine/compare-labels.ts';
import type { DescribedValue } from '../parser/series-description.ts';
import type { EvalCommand, ExpectationKind } from './script.ts';

const EPSILON = 1e-6;

/** Compares an answer and its annotations with what a case expects. @throws Error that says what differs. */
export function checkResult(command: EvalCommand, result: QueryResult): void {
  checkAnnotations(command, 'warn', 'no_warn', result.warnings);
  checkAnnotations(command, 'info', 'no_info', result.infos);
  checkValue(command, result.value);
}

/** The same for an instant case that was asked as a range query: only the elements at its time count. */
export function checkVectorFromMatrix(
  command: EvalCommand,
  instant: QueryValue,
  range: QueryValue,
  timeMs: number,
): void {
  if (range.resultType !== 'matrix') throw new Error(`range query gave a ${range.resultType}`);
  checkSorted(range.series.map(({ labels }) => labels));
  const series = range.series.flatMap(({ labels, timestamps, values }) => {
    const at = timestamps.indexOf(timeMs);
    return at < 0 ? [] : [{ labels, value: values[at] }];
  });
  if (instant.resultType === 'scalar')
    checkValue(command, { resultType: 'scalar', timestampMs: timeMs, value: series[0].value });
  else checkValue(command, { resultType: 'vector', timestampMs: timeMs, series });
}

function checkAnnotations(
  command: EvalCommand,
  wanted: ExpectationKind,
  unwanted: ExpectationKind,
  messages: readonly string[],
): void {
  const expected = command.expectations.filter(({ kind }) => kind === wanted);
  if (expected.length > 0) {
    const missing = expected.find(({ matches }) => !messages.some(matches));
    if (missing) throw new Error(`expected ${wanted} ${JSON.stringify(missing.text)}, got ${JSON.stringify(messages)}`);
    const surplus = messages.find((message) => !expected.some(({ matches }) => matches(message)));
    if (surplus !== undefined) throw new Error(`unexpected ${wanted} ${JSON.stringify(surplus)}`);
  }
  if (messages.length > 0 && command.expectations.some(({ kind }) => kind === unwanted)) {
    throw new Error(`expected ${unwanted}, got ${JSON.stringify(messages)}`);
  }
}

function checkValue(command: EvalCommand, value: QueryValue): void {
  switch (value.resultType) {
    case 'string':
      if (value.value !== command.text)
        throw new Error(`expected string ${JSON.stringify(command.text)}, got ${JSON.stringify(value.value)}`);
      return;
    case 'scalar':
      if (command.scalar === undefined || !almostEqual(value.value, command.scalar))
        throw new Error(`expected ${command.scalar}, got scalar ${value.value}`);
      return;
    case 'vector':
      checkVector(command, value.series);
      return;
    case 'matrix':
      checkMatrix(command, value);
  }
}

function checkVector(command: EvalCommand, series: readonly { labels: Labels; value: number }[]): void {
  if (command.scalar !== undefined) throw new Error(`expected scalar ${command.scalar}, got a vector`);
  const isOrdered = command.expectations.some(({ kind }) => kind === 'ordered');
  const expected = new Map(
    command.series.map(({ labels, values }, position) => [labels.key(), { labels, values, position }]),
  );
  series.forEach(({ labels, value }, position) => {
    const wanted = expected.get(labels.key());
    if (!wanted) throw new Error(`unexpected ${labels} ${value}`);
    if (isOrdered && wanted.position !== position)
      throw new Error(`${labels} at position ${position + 1}, expected at ${wanted.position + 1}`);
    const [only] = wanted.values;
    if (typeof only !== 'number' || !almostEqual(value, only))
      throw new Error(`${labels} is ${value}, expected ${String(only)}`);
    expected.delete(labels.key());
  });
  for (const { labels, values } of expected.values()) throw new Error(`missing ${labels} ${String(values[0])}`);
}

function checkMatrix(command: EvalCommand, matrix: QueryValue & { resultType: 'matrix' }): void {
  const { startMs, stepMs } = command.rangeVector ?? command;
  checkSorted(matrix.series.map(({ labels }) => labels));
  const expected = new Map(command.series.map(({ labels, values }) => [labels.key(), { labels, values }]));
  for (const { labels, timestamps, values } of matrix.series) {
    const wanted = expected.get(labels.key());
    if (!wanted) throw new Error(`unexpected ${labels} ${values.join(' ')}`);
    const points = wanted.values.flatMap((value, i) =>
      value === 'omitted' ? [] : [{ timestampMs: startMs + i * stepMs, value }],
    );
    const actual = [...values].map((value, i) => `${value}@${timestamps[i]}`).join(' ');
    if (points.length !== values.length)
      throw new Error(`${labels} has ${values.length} points, expected ${points.length}: ${actual}`);
    points.forEach(({ timestampMs, value }, i) =>
      checkPoint(labels, timestampMs, value, timestamps[i], values[i], actual),
    );
    expected.delete(labels.key());
  }
  for (const { labels } of expected.values()) throw new Error(`missing ${labels}`);
}

function checkPoint(
  labels: Labels,
  wantedMs: number,
  wanted: DescribedValue,
  timestampMs: number,
  value: number,
  all: string,
): void {
  if (timestampMs !== wantedMs || typeof wanted !== 'number' || !almostEqual(value, wanted)) {
    throw new Error(`${labels} is ${value} at ${timestampMs}, expected ${String(wanted)} at ${wantedMs}: ${all}`);
  }
}

function checkSorted(all: readonly Labels[]): void {
  for (let i = 1; i < all.length; i++)
    if (compareLabels(all[i - 1], all[i]) > 0) throw new Error(`series not sorted: ${all[i - 1]} before ${all[i]}`);
}

/** Equal up to a relative difference of one millionth. */
export function almostEqual(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b || (a !== a && b !== b)) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < 2 ** -1022) return difference < EPSILON * 2 ** -1022;
  return difference / Math.min(sum, Number.MAX_VALUE) < EPSILON;
}
