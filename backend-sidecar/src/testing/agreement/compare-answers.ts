import type { QueryValue } from '../../storage.ts';
import type { PrometheusAnswer } from './prometheus-server.ts';

type Points = Map<string, [timeMs: number, value: number][]>;

export interface Comparison {
  /** Undefined when the answers agree. */
  difference: string | undefined;
  /** Values compared, those that are equal to the last bit, and the largest relative difference among the rest. */
  values: number;
  exact: number;
  worst: number;
}

/**
 * Compares an answer of ours with Prometheus'. Values may differ by `tolerance` relative to their size: sums add up in the
 * order of series, which is not the same.
 */
export function compareAnswers(
  ours: QueryValue,
  theirs: Extract<PrometheusAnswer, { status: 'success' }>['data'],
  tolerance: number,
): Comparison {
  const comparison: Comparison = { difference: undefined, values: 0, exact: 0, worst: 0 };
  if (ours.resultType !== theirs.resultType) {
    comparison.difference = `type ${ours.resultType}, theirs ${theirs.resultType}`;
    return comparison;
  }
  const [left, right] = [pointsOfOurs(ours), pointsOfTheirs(theirs)];
  for (const key of [...left.keys(), ...right.keys()]) {
    const [a, b] = [left.get(key), right.get(key)];
    if (!a || !b) {
      comparison.difference ??= `series ${key} only in ${a ? 'ours' : 'theirs'} (${left.size} : ${right.size})`;
      continue;
    }
    if (a.length !== b.length) comparison.difference ??= `${key}: ${a.length} values, theirs ${b.length}`;
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const [[time, value], [theirTime, theirValue]] = [a[i], b[i]];
      if (time !== theirTime) comparison.difference ??= `${key}: at ${time}, theirs at ${theirTime}`;
      comparison.values++;
      if (Object.is(value, theirValue) || value === theirValue) {
        comparison.exact++;
        continue;
      }
      const apart = Math.abs(value - theirValue) / Math.max(Math.abs(value), Math.abs(theirValue));
      if (!(apart <= tolerance)) comparison.difference ??= `${key} at ${time}: ${value}, theirs ${theirValue}`;
      else comparison.worst = Math.max(comparison.worst, apart);
    }
  }
  return comparison;
}

function pointsOfOurs(value: QueryValue): Points {
  switch (value.resultType) {
    case 'scalar':
      return new Map([['', [[value.timestampMs, value.value]]]]);
    case 'string':
      return new Map([[value.value, []]]);
    case 'vector':
      return new Map(
        value.series.map(({ labels, value: v, timestampMs }) => [
          keyOf(labels.toObject()),
          [[timestampMs ?? value.timestampMs, v]],
        ]),
      );
    case 'matrix':
      return new Map(
        value.series.map(({ labels, timestamps, values }) => [
          keyOf(labels.toObject()),
          Array.from(timestamps, (time, i) => [time, values[i]]),
        ]),
      );
  }
}

interface TheirSeries {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
}

function pointsOfTheirs({ resultType, result }: { resultType: string; result: unknown }): Points {
  if (resultType === 'scalar') return new Map([['', [point(result as [number, string])]]]);
  if (resultType === 'string') return new Map([[(result as [number, string])[1], []]]);
  return new Map(
    (result as TheirSeries[]).map(({ metric, value, values }) => [
      keyOf(metric),
      (values ?? (value ? [value] : [])).map(point),
    ]),
  );
}

function point([seconds, text]: [number, string]): [number, number] {
  const value = text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
  return [Math.round(seconds * 1000), value];
}

function keyOf(labels: Record<string, string>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
