import { Labels } from '../../model/labels.ts';
import type { QueryBudget } from '../engine/budget.ts';
import type { SeriesMeta } from '../engine/operator.ts';

/** Which group each series belongs to, worked out once per set of series. */
export interface Groups {
  readonly count: number;
  /** Group of each series. */
  readonly of: Int32Array;
  readonly labels: Labels[];
  /** Per group, whether any of its series has a name waiting to be dropped. */
  readonly dropName: boolean[];
}

/** Groups series by (or without) labels. Without always drops the metric name. */
export async function groupSeries(
  budget: QueryBudget,
  series: readonly SeriesMeta[],
  grouping: readonly string[],
  without: boolean,
): Promise<Groups> {
  const names = new Set(grouping);
  const of = new Int32Array(series.length);
  const labels: Labels[] = [];
  const dropName: boolean[] = [];
  const byKey = new Map<string, number>();
  for (let i = 0; i < series.length; i++) {
    const { flat } = series[i].labels;
    let key = '';
    for (let at = 0; at < flat.length; at += 2) {
      const name = flat[at];
      if (without ? names.has(name) || name === '__name__' : !names.has(name)) continue;
      key += name + '\u0000' + flat[at + 1] + '\u0000';
    }
    let group = byKey.get(key);
    if (group === undefined) {
      group = labels.length;
      byKey.set(key, group);
      labels.push(groupLabels(series[i].labels, names, without));
      dropName.push(false);
    }
    of[i] = group;
    if (series[i].dropName) dropName[group] = true;
    const pause = budget.breathe(i);
    if (pause) await pause;
  }
  return { count: labels.length, of, labels, dropName };
}

/** The labels that members of a series' group share. */
export function groupLabels(labels: Labels, names: ReadonlySet<string>, without: boolean): Labels {
  if (names.size === 0 && !without) return Labels.EMPTY;
  return labels.filter((name) => (without ? !names.has(name) && name !== '__name__' : names.has(name)));
}
