/** Turns the tree of a query into operators over a grid of steps. */
import { Aggregation } from '../aggregate/aggregation.ts';
import { CountValues } from '../aggregate/count-values.ts';
import { LimitK, LimitRatio } from '../aggregate/limit.ts';
import { QuantileAggregation } from '../aggregate/quantile.ts';
import { TopK } from '../aggregate/topk.ts';
import { scalarOperation } from '../binary/element.ts';
import { SetOperator } from '../binary/set-operator.ts';
import { VectorScalarBinary } from '../binary/vector-scalar.ts';
import { VectorVectorBinary } from '../binary/vector-vector.ts';
import { goMax, goMin } from '../functions/math.ts';
import { mapRow, MapValues } from '../functions/map-values.ts';
import type {
  AggregateExpr,
  BinaryExpr,
  CallExpr,
  Expr,
  MatrixSelector,
  SubqueryExpr,
  TimeShift,
  VectorSelector,
} from '../parser/ast.ts';
import { isSetOperator, typeOf } from '../parser/ast.ts';
import { BroadcastScalar, BroadcastVector } from './broadcast.ts';
import { compileVectorCall } from './compile-call.ts';
import type { QueryContext } from './context.ts';
import { type Grid, gridKey, instantGrid } from './grid.ts';
import { InstantSelector, type Yield } from './instant-selector.ts';
import { ExpressionTable } from './intern.ts';
import { isStepInvariant } from './invariant.ts';
import { MergeEqual } from './merge.ts';
import type { RangeOperator, ScalarOperator, VectorOperator } from './operator.ts';
import { nativeHistogramsUnsupported } from './query-error.ts';
import { RangeSelector } from './range-selector.ts';
import { type QueryTimes, resolveDuration } from './resolve-duration.ts';
import { ConstantScalar, MappedScalar, TimeScalar, VectorToScalar } from './scalars.ts';
import { SharedVector } from './shared.ts';
import { Subquery, subqueryGrid } from './subquery.ts';
import type { TimeRef } from './time-ref.ts';
import { unwrapParens } from './unwrap.ts';

export class Compiler {
  readonly context: QueryContext;
  readonly times: QueryTimes;
  private readonly table: ExpressionTable;
  private readonly shared = new Map<string, VectorOperator>();
  private readonly invariant = new WeakMap<Expr, boolean>();

  constructor(context: QueryContext, times: QueryTimes, root: Expr) {
    this.context = context;
    this.times = times;
    this.table = new ExpressionTable(root);
  }

  /** `func` names the innermost function around a selector, as a hint to the source. */
  vector(node: Expr, grid: Grid, func?: string): VectorOperator {
    const expr = unwrapParens(node);
    const isLeaf = expr.kind === 'number' || expr.kind === 'string';
    if (grid.steps > 1 && !isLeaf && this.isInvariant(expr))
      return new BroadcastVector(this.vector(expr, instantGrid(grid.startMs), func));
    if (!this.table.isShared(expr) || isLeaf) return this.vectorOf(expr, grid, func);
    const key = `${this.table.id(expr)}@${gridKey(grid)}`;
    let operator = this.shared.get(key);
    if (!operator) {
      operator = new SharedVector(this.context, this.vectorOf(expr, grid, func), grid.steps);
      this.shared.set(key, operator);
    }
    return operator;
  }

  scalar(node: Expr, grid: Grid): ScalarOperator {
    const expr = unwrapParens(node);
    this.context.budget.holdScratch(grid.steps);
    if (expr.kind === 'number') return new ConstantScalar(grid, expr.value);
    if (grid.steps > 1 && this.isInvariant(expr))
      return new BroadcastScalar(grid, this.scalar(expr, instantGrid(grid.startMs)));
    switch (expr.kind) {
      case 'unary':
        return new MappedScalar(
          grid,
          [this.scalar(expr.expr, grid)],
          expr.op === '-' ? (value) => -value : (value) => value,
        );
      case 'binary':
        return new MappedScalar(
          grid,
          [this.scalar(expr.left, grid), this.scalar(expr.right, grid)],
          scalarOperation(expr.op),
        );
      case 'call':
        return this.scalarCall(expr, grid);
      default:
        throw new Error(`${expr.kind} is no scalar`);
    }
  }

  range(node: Expr, grid: Grid, func?: string): RangeOperator {
    const expr = unwrapParens(node);
    if (expr.kind === 'matrixSelector')
      return new RangeSelector(this.context, expr, this.ref(expr.selector, grid), this.rangeMs(expr), func);
    if (expr.kind !== 'subquery') throw new Error(`${expr.kind} is no range vector`);
    const ref = this.ref(expr, grid);
    const rangeMs = this.rangeMs(expr);
    const inner = subqueryGrid(ref, { rangeMs, stepMs: this.subqueryStepMs(expr, rangeMs) });
    this.context.budget.holdScratch(inner.steps);
    return new Subquery(this.vector(expr.expr, inner, func), ref, inner, rangeMs);
  }

  selector(expr: VectorSelector, grid: Grid, func: string | undefined, yields: Yield = 'value'): VectorOperator {
    return new InstantSelector(this.context, expr, this.ref(expr, grid), func, yields);
  }

  /** Where on the time line a selector or subquery looks. */
  ref(shift: TimeShift, grid: Grid): TimeRef {
    const { at } = shift;
    const fixedMs =
      at?.kind === 'time'
        ? at.timestampMs
        : at?.kind === 'start'
          ? this.times.startMs
          : at?.kind === 'end'
            ? this.times.endMs
            : undefined;
    return {
      grid,
      fixedMs,
      offsetMs: shift.offsetExpr ? resolveDuration(shift.offsetExpr, this.times, true) : shift.offsetMs,
    };
  }

  /** The same sub-expression for several consumers. */
  share(operator: VectorOperator, grid: Grid): VectorOperator {
    return new SharedVector(this.context, operator, grid.steps);
  }

  private isInvariant(expr: Expr): boolean {
    let known = this.invariant.get(expr);
    if (known === undefined) this.invariant.set(expr, (known = isStepInvariant(expr)));
    return known;
  }

  private rangeMs(expr: MatrixSelector | SubqueryExpr): number {
    return expr.rangeExpr ? resolveDuration(expr.rangeExpr, this.times, false) : expr.rangeMs;
  }

  private subqueryStepMs(expr: SubqueryExpr, rangeMs: number): number {
    const stepMs = expr.stepExpr ? resolveDuration(expr.stepExpr, this.times, false) : expr.stepMs;
    return stepMs > 0 ? stepMs : this.context.subqueryStepMs(rangeMs);
  }

  private vectorOf(expr: Expr, grid: Grid, func: string | undefined): VectorOperator {
    this.context.budget.holdScratch(grid.steps);
    switch (expr.kind) {
      case 'vectorSelector':
        return this.selector(expr, grid, func);
      case 'unary': {
        const child = this.vector(expr.expr, grid, func);
        return expr.op === '-'
          ? new MapValues(
              child,
              [],
              mapRow((value) => -value),
            )
          : child;
      }
      case 'binary':
        return this.binary(expr, grid, func);
      case 'aggregate':
        return this.aggregate(expr, grid);
      case 'call':
        return compileVectorCall(this, expr, grid);
      default:
        throw new Error(`${expr.kind} is no instant vector`);
    }
  }

  private scalarCall(expr: CallExpr, grid: Grid): ScalarOperator {
    const { startMs, endMs, stepMs } = this.times;
    const { name } = expr.func;
    switch (name) {
      case 'time':
        return new TimeScalar(grid);
      case 'pi':
        return new ConstantScalar(grid, Math.PI);
      case 'start':
        return new ConstantScalar(grid, startMs / 1000);
      case 'end':
        return new ConstantScalar(grid, endMs / 1000);
      case 'range':
        return new ConstantScalar(grid, (endMs - startMs) / 1000);
      case 'step':
        return new ConstantScalar(grid, startMs === endMs ? 0 : stepMs / 1000);
      case 'scalar':
        return new VectorToScalar(this.context, grid, this.vector(expr.args[0], grid, name));
      case 'max_of':
      case 'min_of':
        return new MappedScalar(
          grid,
          [this.scalar(expr.args[0], grid), this.scalar(expr.args[1], grid)],
          name === 'max_of' ? goMax : goMin,
        );
      default:
        throw new Error(`no scalar function ${name}`);
    }
  }

  private binary(expr: BinaryExpr, grid: Grid, func: string | undefined): VectorOperator {
    const { op } = expr;
    if (op === '</' || op === '>/') throw nativeHistogramsUnsupported(`operator "${op}"`);
    if (typeOf(expr.left) === 'scalar')
      return new VectorScalarBinary(
        grid,
        expr,
        this.vector(expr.right, grid, func),
        this.scalar(expr.left, grid),
        true,
      );
    if (typeOf(expr.right) === 'scalar')
      return new VectorScalarBinary(
        grid,
        expr,
        this.vector(expr.left, grid, func),
        this.scalar(expr.right, grid),
        false,
      );
    const left = this.vector(expr.left, grid, func);
    const right = this.vector(expr.right, grid, func);
    if (!isSetOperator(op))
      return new MergeEqual(
        this.context.budget,
        new VectorVectorBinary(this.context, grid, expr, left, right),
        grid.steps,
      );
    const set = new SetOperator(this.context, grid, expr, left, right);
    return op === 'or' ? new MergeEqual(this.context.budget, set, grid.steps) : set;
  }

  private aggregate(expr: AggregateExpr, grid: Grid): VectorOperator {
    const child = this.vector(expr.expr, grid, expr.op);
    const { param } = expr;
    if (!param) return new Aggregation(this.context, grid, expr, child);
    if (expr.op === 'count_values') {
      const label = unwrapParens(param);
      return new CountValues(this.context, grid, expr, child, label.kind === 'string' ? label.value : '');
    }
    const scalar = this.scalar(param, grid);
    switch (expr.op) {
      case 'quantile':
        return new QuantileAggregation(this.context, grid, expr, child, scalar);
      case 'limitk':
        return new LimitK(this.context, grid, expr, child, scalar);
      case 'limit_ratio':
        return new LimitRatio(this.context, expr, child, scalar);
      default:
        return new TopK(this.context, grid, expr, child, scalar);
    }
  }
}
