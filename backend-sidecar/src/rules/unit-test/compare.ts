/** Comparisons and texts of promtool's unit tests. */
import type { Labels } from '../../model/labels.ts';

export interface ExpectedSample {
  labels: Labels;
  value: number;
}

export interface ExpectedAlert {
  labels: Labels;
  annotations: Labels;
}

/** Equal as float64; with `fuzzy` also when nothing lies between the two. As in promtool NaN equals nothing. */
export function sameValue(a: number, b: number, fuzzy: boolean): boolean {
  if (a === b) return true;
  return fuzzy && Number.isFinite(a) && Number.isFinite(b) && (nextAfter(a, 1) === b || nextAfter(a, -1) === b);
}

/** The neighbour of a finite number in a direction. */
function nextAfter(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  // The bits of floats of one sign are in the order of their sizes.
  const grows = value > 0 === direction > 0;
  view.setBigInt64(0, view.getBigInt64(0) + (grows ? 1n : -1n));
  return view.getFloat64(0);
}

export function sameSamples(
  expected: readonly ExpectedSample[],
  actual: readonly ExpectedSample[],
  fuzzy: boolean,
): boolean {
  const [left, right] = [byText(expected), byText(actual)];
  return (
    left.length === right.length &&
    left.every(({ labels, value }, i) => labels.equals(right[i].labels) && sameValue(value, right[i].value, fuzzy))
  );
}

export function sameAlerts(expected: readonly ExpectedAlert[], actual: readonly ExpectedAlert[]): boolean {
  const [left, right] = [expected, actual].map((alerts) => alerts.map(alertKey).sort());
  return left.length === right.length && left.every((key, i) => key === right[i]);
}

function alertKey({ labels, annotations }: ExpectedAlert): string {
  return JSON.stringify([labels.flat, annotations.flat]);
}

export function byText<T extends { labels: Labels }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.labels.key() < b.labels.key() ? -1 : a.labels.key() > b.labels.key() ? 1 : 0));
}

/** `{a="b", c="d"}`, the name as a label like the others. */
export function labelsText(labels: Labels): string {
  return `{${[...labels.entries()].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}

export function samplesText(samples: readonly ExpectedSample[]): string {
  if (samples.length === 0) return 'nil';
  return byText(samples)
    .map(({ labels, value }) => `${labelsText(labels)} ${exponentText(value)}`)
    .join(', ');
}

export function alertsText(alerts: readonly ExpectedAlert[]): string {
  if (alerts.length === 0) return '[]';
  const pad = '            ';
  const items = byText(alerts).map(
    ({ labels, annotations }, i) =>
      `${pad}${i}:\n${pad}  Labels:${labelsText(labels)}\n${pad}  Annotations:${labelsText(annotations)}\n`,
  );
  return `[\n${items.join('')}${pad}]`;
}

/** Go's `FormatFloat(v, 'E', -1, 64)`: `1E+00`. */
function exponentText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const text = value.toExponential().toUpperCase();
  return text.replace(/E([+-])(\d)$/, 'E$10$2');
}
