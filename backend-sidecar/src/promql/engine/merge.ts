import type { QueryBudget } from './budget.ts';
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
  private readonly budget: QueryBudget;
  private readonly child: VectorOperator;
  private readonly relabel: ((meta: SeriesMeta) => SeriesMeta) | undefined;
  private sources: Int32Array[] | undefined;
  private readonly steps: number;
  private scratch: Row | undefined;

  /** `relabel` is applied to each series before they are compared. */
  constructor(budget: QueryBudget, child: VectorOperator, steps: number, relabel?: (meta: SeriesMeta) => SeriesMeta) {
    this.budget = budget;
    this.child = child;
    this.steps = steps;
    this.relabel = relabel;
  }

  async open(): Promise<void> {
    await this.child.open();
    const series = this.relabel ? await this.relabelled(this.relabel) : this.child.series;
    const merge = await mergeByLabels(series, this.budget);
    this.series = merge.series;
    this.sources = merge.sources;
  }

  /** Labels may become as long as a query wishes: their text is accounted for, and made in slices of time. */
  private async relabelled(relabel: (meta: SeriesMeta) => SeriesMeta): Promise<SeriesMeta[]> {
    const { budget } = this;
    const made: SeriesMeta[] = [];
    for (const meta of this.child.series) {
      const next = relabel(meta);
      // Dropping a name makes no new text.
      if (next.labels !== meta.labels && next.labels.size >= meta.labels.size) budget.holdText(textLength(next));
      made.push(next);
      if ((made.length & 31) === 0 && budget.due) await budget.pause();
    }
    return made;
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

function textLength({ labels }: SeriesMeta): number {
  let length = 0;
  for (const text of labels.flat) length += text.length;
  return length;
}

async function mergeByLabels(series: readonly SeriesMeta[], budget: QueryBudget): Promise<Merge> {
  if (series.length < 2) return { series: [...series], sources: undefined };
  const byKey = new Map<string, number[]>();
  for (let i = 0; i < series.length; i++) {
    // A name that will go makes another series than one that stays.
    const key = series[i].dropName ? `${series[i].labels.key()}\u0000` : series[i].labels.key();
    const same = byKey.get(key);
    if (same) same.push(i);
    else byKey.set(key, [i]);
    if ((i & 63) === 63 && budget.due) await budget.pause();
  }
  if (byKey.size === series.length) return { series: [...series], sources: undefined };
  const groups = [...byKey.values()];
  return { series: groups.map(([first]) => series[first]), sources: groups.map((group) => Int32Array.from(group)) };
}
