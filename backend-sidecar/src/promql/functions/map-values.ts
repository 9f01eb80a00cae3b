import type { ScalarOperator, SeriesMeta, VectorOperator } from '../engine/operator.ts';
import type { Row } from '../engine/row.ts';

/** A function of each element by itself, and of scalars that may differ by step. Names go, as the meaning changes. */
export class MapValues implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly child: VectorOperator;
  private readonly args: readonly ScalarOperator[];
  private readonly compute: (row: Row, args: readonly Float64Array[]) => void;
  private argValues: Float64Array[] = [];

  /** `compute` changes the row in place; it may drop steps. */
  constructor(
    child: VectorOperator,
    args: readonly ScalarOperator[],
    compute: (row: Row, args: readonly Float64Array[]) => void,
  ) {
    this.child = child;
    this.args = args;
    this.compute = compute;
  }

  async open(): Promise<void> {
    await Promise.all([this.child.open(), ...this.args.map((arg) => arg.open())]);
    this.argValues = this.args.map((arg) => arg.values);
    this.series = this.child.series.map(({ labels }) => ({ labels, dropName: true }));
  }

  row(index: number, out: Row): void {
    this.child.row(index, out);
    if (out.count > 0) this.compute(out, this.argValues);
  }
}

/** Applies a function to all values; those of absent steps do not matter. */
export function mapRow(compute: (value: number) => number): (row: Row) => void {
  return ({ values }) => {
    for (let step = 0; step < values.length; step++) values[step] = compute(values[step]);
  };
}
