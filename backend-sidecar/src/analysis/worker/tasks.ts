import { compare, referenceOf, type Comparison } from '../correlate/compare.ts';
import { findDeviations, type Bounds, type Deviation } from '../detect/deviation.ts';
import type { SignalDefinition } from '../signals/definition.ts';

/** Columns one after the other, each `rows` long, and what they are compared with. */
export interface CompareTask {
  kind: 'compare';
  reference: Float64Array;
  columns: Float64Array;
  rows: number;
  split: number;
}

/** Samples of many signals one after the other; `ends` are where each ends. */
export interface DeviationsTask {
  kind: 'deviations';
  t: Float64Array;
  v: Float64Array;
  ends: number[];
  limits: Pick<SignalDefinition, 'direction' | 'floor' | 'relativeFloor' | 'hasTrend'>[];
  bounds: Bounds;
}

export type Task = CompareTask | DeviationsTask;
export type Answer<T extends Task> = T extends CompareTask ? (Comparison | undefined)[] : Deviation[][];

/** What workers do: pure, so that it may run anywhere. */
export function runTask<T extends Task>(task: T): Answer<T> {
  if (task.kind === 'compare') return runCompare(task) as Answer<T>;
  return runDeviations(task) as Answer<T>;
}

function runCompare({ reference, columns, rows, split }: CompareTask): (Comparison | undefined)[] {
  const prepared = referenceOf(reference, split);
  const answers: (Comparison | undefined)[] = [];
  for (let from = 0; from < columns.length; from += rows)
    answers.push(compare(prepared, columns.subarray(from, from + rows), split));
  return answers;
}

function runDeviations({ t, v, ends, limits, bounds }: DeviationsTask): Deviation[][] {
  let from = 0;
  return ends.map((end, i) => {
    const found = findDeviations(t.subarray(from, end), v.subarray(from, end), limits[i], bounds);
    from = end;
    return found;
  });
}
