import type { SeriesMeta, VectorOperator } from './operator.ts';
import { executionError } from './query-error.ts';
import { Row } from './row.ts';

/** Where the rows of merged series come from: for each output the inputs with its labels, in order. */
interface Merge {
  series: SeriesMeta[];
  sources: Int32Array[] | undefined;
}

/**
 * Makes series with equal labels one. They may not have values at the same step. Costs nothing when labels are unique,
 * which they nearly always are.
 */
export class MergeEqual implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly child: VectorOperator;
  private readonly relabel: ((meta: SeriesMeta) => SeriesMeta) | undefined;
  private sources: Int32Array[] | undefined;
  private readonly steps: number;
  private scratch: Row | undefined;

  /** `relabel` is applied to each series before they are compared. */
  constructor(child: VectorOperator, steps: number, relabel?: (meta: SeriesMeta) => SeriesMeta) {
    this.child = child;
    this.steps = steps;
    this.relabel = relabel;
  }

  async open(): Promise<void> {
    await this.child.open();
    const series = this.relabel ? this.child.series.map(this.relabel) : this.child.series;
    const merge = mergeByLabels(series);
    this.series = merge.series;
    this.sources = merge.sources;
  }

  row(index: number, out: Row): void {
    if (!this.sources) return this.child.row(index, out);
    const [first, ...others] = this.sources[index];
    this.child.row(first, out);
    const scratch = others.length > 0 ? (this.scratch ??= new Row(this.steps)) : out;
    for (const other of others) {
      this.child.row(other, scratch);
      for (let step = 0; step < this.steps; step++) {
        if (scratch.present[step] === 0) continue;
        if (out.present[step] === 1) throw sameLabelset();
        out.set(step, scratch.values[step]);
      }
    }
  }
}

export function sameLabelset(): Error {
  return executionError('vector cannot contain metrics with the same labelset');
}

function mergeByLabels(series: readonly SeriesMeta[]): Merge {
  if (series.length < 2) return { series: [...series], sources: undefined };
  const byKey = new Map<string, number[]>();
  for (let i = 0; i < series.length; i++) {
    // A name that will go makes another series than one that stays.
    const key = series[i].dropName ? `${series[i].labels.key()}\u0000` : series[i].labels.key();
    const same = byKey.get(key);
    if (same) same.push(i);
    else byKey.set(key, [i]);
  }
  if (byKey.size === series.length) return { series: [...series], sources: undefined };
  const groups = [...byKey.values()];
  return { series: groups.map(([first]) => series[first]), sources: groups.map((group) => Int32Array.from(group)) };
}
