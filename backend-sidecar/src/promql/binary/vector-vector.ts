import type { Labels } from '../../model/labels.ts';
import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import { Matrix } from '../engine/matrix.ts';
import type { SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { executionError } from '../engine/query-error.ts';
import { Row } from '../engine/row.ts';
import { type BinaryExpr, isComparison, type VectorMatching } from '../parser/ast.ts';
import { arithmetic, comparison } from './element.ts';
import { resultLabels } from './result-labels.ts';
import { arithmeticRow, compareRow, intersect } from './row-ops.ts';
import { matchingLabels, matchSeries, type MatchGroup } from './signature.ts';

/** A result series: either one pair of series, computed when asked for, or a row of `matched`. */
type Output = { kind: 'pair'; many: number; one: number } | { kind: 'row'; row: Row };

/**
 * An arithmetic or comparison operator between vectors. Series are paired once by their labels. Nearly always each has at
 * most one partner, then rows stream through; where several share the matching labels, Prometheus' rules about which
 * steps may match are followed step by step. One-to-many is many-to-one with sides swapped.
 */
export class VectorVectorBinary implements VectorOperator {
  readonly series: SeriesMeta[] = [];
  private readonly outputs: Output[] = [];
  private readonly context: QueryContext;
  private readonly steps: number;
  private readonly node: BinaryExpr;
  private readonly matching: VectorMatching;
  private readonly swapped: boolean;
  private readonly many: VectorOperator;
  private readonly one: VectorOperator;
  private readonly manyRow: Row;
  private readonly oneRow: Row;
  /** The series whose row `oneRow` holds: many pairs in a row share it. */
  private oneRowIndex = -1;
  private manyPresent: Uint8Array | undefined;

  constructor(context: QueryContext, grid: Grid, node: BinaryExpr, left: VectorOperator, right: VectorOperator) {
    if (!node.matching) throw new Error('binary expression without matching');
    this.context = context;
    this.steps = grid.steps;
    this.node = node;
    this.matching = node.matching;
    this.swapped = node.matching.card === 'one-to-many';
    this.many = this.swapped ? right : left;
    this.one = this.swapped ? left : right;
    this.manyRow = new Row(grid.steps);
    this.oneRow = new Row(grid.steps);
  }

  async open(): Promise<void> {
    if (this.outputs.length > 0) return;
    await Promise.all([this.many.open(), this.one.open()]);
    const { fillLeft, fillRight } = this.matching;
    const fills = fillLeft !== undefined || fillRight !== undefined;
    for (const group of await matchSeries(this.context.budget, this.many.series, this.one.series, this.matching)) {
      if (!fills && group.left.length === 0 && group.right.length < 2) continue;
      if (!fills && group.right.length === 0) continue;
      if (!fills && this.isSimple(group)) this.addPairs(group);
      else await this.matchByStep(group);
      if (this.context.budget.due) await this.context.budget.pause();
    }
  }

  row(index: number, out: Row): void {
    const output = this.outputs[index];
    if (output.kind === 'row') return out.copyFrom(output.row);
    const { manyRow, oneRow, node } = this;
    this.many.row(output.many, manyRow);
    if (this.oneRowIndex !== output.one) {
      this.one.row(output.one, oneRow);
      this.oneRowIndex = output.one;
    }
    intersect(manyRow, oneRow, out);
    if (out.count === 0) return;
    const left = this.swapped ? oneRow.values : manyRow.values;
    const right = this.swapped ? manyRow.values : oneRow.values;
    if (isComparison(node.op)) compareRow(node.op, left, right, left, node.returnBool, out);
    else arithmeticRow(node.op, left, right, out.values);
  }

  /** One partner at most, and results that cannot collide. */
  private isSimple({ left, right }: MatchGroup): boolean {
    if (right.length !== 1) return false;
    if (left.length === 1) return true;
    if (this.matching.card === 'one-to-one') return false;
    const one = this.one.series[right[0]].labels;
    const keys = new Set(left.map((many) => resultLabels(this.node, this.many.series[many].labels, one).key()));
    return keys.size === left.length;
  }

  private addPairs({ left, right: [one] }: MatchGroup): void {
    for (const many of left) {
      this.addOutput(resultLabels(this.node, this.many.series[many].labels, this.one.series[one].labels), {
        kind: 'pair',
        many,
        one,
      });
    }
  }

  private addOutput(labels: Labels, output: Output): void {
    this.series.push({ labels, dropName: this.node.returnBool });
    this.outputs.push(output);
  }

  /** The general case: several series a side, or fill values for those without a partner. */
  private async matchByStep(group: MatchGroup): Promise<void> {
    // After sides are swapped, "left" is the "many" side, as in Prometheus.
    const { fillLeft: fillMany, fillRight: fillOne } = this.matching;
    const manyRows = await this.readAll(this.many, group.left);
    const oneRows = await this.readAll(this.one, group.right);
    // Two candidates on the "one" side are an error even where nothing matches them, unless the other side is empty.
    const needsPresence = oneRows.length > 1 && fillMany === undefined && fillOne === undefined;
    const manyPresent = needsPresence ? await this.presenceOfMany() : undefined;
    const results = new GroupResults(this.context, this.steps, (many, one) => this.groupLabels(group, many, one));
    for (let step = 0; step < this.steps; step++) {
      const one = this.onlyOne(group.right, oneRows, step, manyPresent === undefined || manyPresent[step] === 1);
      const taken = new Set<PairResult>();
      const match = (many: number, manyValue: number, oneValue: number) => {
        const result = results.of(many, one);
        this.refuseSecondMatch(taken, result);
        taken.add(result);
        this.computeElement(result.row, step, manyValue, oneValue);
      };
      for (let many = 0; many < manyRows.length; many++) {
        if (manyRows[many].present[step] === 0) continue;
        const value = manyRows[many].values[step];
        if (one >= 0) match(many, value, oneRows[one].values[step]);
        else if (fillOne !== undefined) match(many, value, fillOne);
      }
      if (one >= 0 && taken.size === 0 && fillMany !== undefined) match(-1, fillMany, oneRows[one].values[step]);
    }
    for (const { labels, row } of results.all()) this.addOutput(labels, { kind: 'row', row });
  }

  /** Labels of a pair of a group, by position; -1 stands for a filled-in partner, which has the matching labels only. */
  private groupLabels(group: MatchGroup, many: number, one: number): Labels {
    const manyLabels = many >= 0 ? this.many.series[group.left[many]].labels : undefined;
    const oneLabels = one >= 0 ? this.one.series[group.right[one]].labels : undefined;
    const some = manyLabels ?? oneLabels;
    if (!some) throw new Error('match without either side');
    const filled = matchingLabels(some, this.matching);
    return resultLabels(this.node, manyLabels ?? filled, oneLabels ?? filled);
  }

  private refuseSecondMatch(taken: ReadonlySet<PairResult>, result: PairResult): void {
    if (this.matching.card === 'one-to-one') {
      if (taken.size > 0)
        throw executionError(
          'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
        );
    } else if (taken.has(result)) {
      throw executionError('multiple matches for labels: grouping labels must ensure unique matches');
    }
  }

  private computeElement(row: Row, step: number, manyValue: number, oneValue: number): void {
    const { op, returnBool } = this.node;
    const left = this.swapped ? oneValue : manyValue;
    const right = this.swapped ? manyValue : oneValue;
    const compute = arithmetic(op);
    if (compute) return row.set(step, compute(left, right));
    const passes = comparison(op)?.(left, right) ?? false;
    if (returnBool) row.set(step, passes ? 1 : 0);
    else if (passes) row.set(step, left);
  }

  /** Which of the "one" side's rows has a value at the step, or -1. */
  private onlyOne(indices: readonly number[], rows: readonly Row[], step: number, manyPresent: boolean): number {
    let found = -1;
    for (let i = 0; i < rows.length; i++) {
      if (rows[i].present[step] === 0) continue;
      if (found >= 0 && manyPresent) throw this.duplicateError(indices[found], indices[i]);
      if (found < 0) found = i;
    }
    return found;
  }

  private duplicateError(first: number, second: number): Error {
    const labels = this.one.series[second].labels;
    const group = printLabels(matchingLabels(labels, this.matching));
    const [a, b] = [printLabels(this.one.series[first].labels), printLabels(labels)].sort();
    const side = this.swapped ? 'left' : 'right';
    return executionError(
      `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: [${a}, ${b}];many-to-many matching not allowed: matching labels must be unique on one side`,
    );
  }

  private async readAll(operator: VectorOperator, indices: readonly number[]): Promise<Row[]> {
    const { budget } = this.context;
    budget.hold(indices.length * this.steps);
    const rows: Row[] = [];
    for (const index of indices) {
      const row = new Row(this.steps);
      operator.row(index, row);
      rows.push(row);
      if (budget.due) await budget.pause();
    }
    return rows;
  }

  /** At which steps the "many" side has any element at all. */
  private async presenceOfMany(): Promise<Uint8Array> {
    if (this.manyPresent) return this.manyPresent;
    const matrix = await Matrix.of(this.context, this.many, this.steps);
    const present = new Uint8Array(this.steps);
    for (let i = 0; i < matrix.present.length; i++) if (matrix.present[i] === 1) present[i % this.steps] = 1;
    this.context.budget.release(matrix.present.length);
    return (this.manyPresent = present);
  }
}

interface PairResult {
  labels: Labels;
  row: Row;
}

/** Result rows of one match group, by pair and by labels: pairs with equal labels share a row. */
class GroupResults {
  private readonly byPair = new Map<number, PairResult>();
  private readonly byLabels = new Map<string, PairResult>();
  private readonly context: QueryContext;
  private readonly steps: number;
  private readonly labelsOf: (many: number, one: number) => Labels;

  constructor(context: QueryContext, steps: number, labelsOf: (many: number, one: number) => Labels) {
    this.context = context;
    this.steps = steps;
    this.labelsOf = labelsOf;
  }

  all(): Iterable<PairResult> {
    return this.byLabels.values();
  }

  of(many: number, one: number): PairResult {
    const pair = (many + 1) * 2 ** 26 + one + 1;
    const known = this.byPair.get(pair);
    if (known) return known;
    const labels = this.labelsOf(many, one);
    let result = this.byLabels.get(labels.key());
    if (!result) {
      this.context.budget.hold(this.steps);
      this.byLabels.set(labels.key(), (result = { labels, row: new Row(this.steps) }));
    }
    this.byPair.set(pair, result);
    return result;
  }
}

/** Labels as Go prints a label set: `{__name__="up", job="a"}`. */
export function printLabels(labels: Labels): string {
  return `{${[...labels.entries()].map(([name, value]) => `${printName(name)}=${JSON.stringify(value)}`).join(', ')}}`;
}

function printName(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}
