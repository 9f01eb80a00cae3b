import type { Grid } from '../engine/grid.ts';
import type { ScalarOperator, SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { Row } from '../engine/row.ts';
import { type BinaryExpr, isComparison } from '../parser/ast.ts';
import { arithmeticRow, compareRow } from './row-ops.ts';

/** A binary operator between a vector and a scalar, in either order. */
export class VectorScalarBinary implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly node: BinaryExpr;
  private readonly vector: VectorOperator;
  private readonly scalar: ScalarOperator;
  private readonly scalarIsLeft: boolean;
  private readonly input: Row;

  constructor(grid: Grid, node: BinaryExpr, vector: VectorOperator, scalar: ScalarOperator, scalarIsLeft: boolean) {
    this.node = node;
    this.vector = vector;
    this.scalar = scalar;
    this.scalarIsLeft = scalarIsLeft;
    this.input = new Row(grid.steps);
  }

  async open(): Promise<void> {
    await Promise.all([this.vector.open(), this.scalar.open()]);
    const keepsName = isComparison(this.node.op) && !this.node.returnBool;
    this.series = keepsName ? this.vector.series : this.vector.series.map(({ labels }) => ({ labels, dropName: true }));
  }

  row(index: number, out: Row): void {
    const { input, node } = this;
    this.vector.row(index, input);
    out.present.set(input.present);
    out.count = input.count;
    const left = this.scalarIsLeft ? this.scalar.values : input.values;
    const right = this.scalarIsLeft ? input.values : this.scalar.values;
    // A comparison that filters keeps the vector's value, wherever the vector stands.
    if (isComparison(node.op)) compareRow(node.op, left, right, input.values, node.returnBool, out);
    else arithmeticRow(node.op, left, right, out.values);
  }
}
