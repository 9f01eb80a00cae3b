import {
  type AggregateExpr,
  type BinaryExpr,
  type CallExpr,
  documentedType,
  type Expr,
  isComparison,
  isSetOperator,
  typeOf,
  type ValueType,
  type VectorSelector,
} from './ast.ts';
import { isSpace } from './characters.ts';
import { goQuote } from './go-quote.ts';
import { ParseError } from './parse-error.ts';
import type { PosRange } from './position.ts';

/**
 * Checks types and everything else that the grammar cannot express, in the order Prometheus does, and completes the tree:
 * set operators match many to many, matching is dropped where a side is a scalar.
 * @throws ParseError the first thing found wrong.
 */
export function checkTypes(query: string, expr: Expr): ValueType {
  return new Checker(query).check(expr);
}

class Checker {
  private readonly query: string;

  constructor(query: string) {
    this.query = query;
  }

  check(expr: Expr): ValueType {
    switch (expr.kind) {
      case 'aggregate':
        this.aggregate(expr);
        break;
      case 'binary':
        this.binary(expr);
        break;
      case 'call':
        this.call(expr);
        break;
      case 'paren':
        this.check(expr.expr);
        break;
      case 'unary': {
        const type = this.check(expr.expr);
        if (type !== 'scalar' && type !== 'vector') {
          this.fail(
            expr.pos,
            `unary expression only allowed on expressions of type scalar or instant vector, got ${goQuote(documentedType(type))}`,
          );
        }
        break;
      }
      case 'subquery': {
        const type = this.check(expr.expr);
        if (type !== 'vector') this.fail(expr.pos, `subquery is only allowed on instant vector, got ${type} instead`);
        break;
      }
      case 'matrixSelector':
        this.selector(expr.selector);
        break;
      case 'vectorSelector':
        this.selector(expr);
        break;
    }
    return typeOf(expr);
  }

  private expectType(expr: Expr, want: ValueType, context: string): void {
    const type = this.check(expr);
    if (type !== want)
      this.fail(expr.pos, `expected type ${documentedType(want)} in ${context}, got ${documentedType(type)}`);
  }

  private aggregate(expr: AggregateExpr): void {
    this.expectType(expr.expr, 'vector', 'aggregation expression');
    if (expr.param)
      this.expectType(expr.param, expr.op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
  }

  private binary(expr: BinaryExpr): void {
    const left = this.check(expr.left);
    const right = this.check(expr.right);
    const { op, matching } = expr;
    const bothScalar = left === 'scalar' && right === 'scalar';
    if (expr.returnBool && !isComparison(op))
      this.fail(this.operatorPos(expr), 'bool modifier can only be used on comparison operators');
    if (isComparison(op) && !expr.returnBool && bothScalar) {
      this.fail(this.operatorPos(expr), 'comparisons between scalars must use BOOL modifier');
    }
    if (isSetOperator(op) && matching?.card === 'one-to-one') matching.card = 'many-to-many';
    const shared = matching?.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
    if (shared !== undefined)
      this.fail(this.operatorPos(expr), `label ${goQuote(shared)} must not occur in ON and GROUP clause at once`);
    for (const [side, type] of [[expr.left, left] as const, [expr.right, right] as const]) {
      if (type !== 'scalar' && type !== 'vector')
        this.fail(side.pos, 'binary expression must contain only scalar and instant vector types');
    }
    const fills = matching?.fillLeft !== undefined || matching?.fillRight !== undefined;
    if (left !== 'vector' || right !== 'vector') {
      if (matching && matching.labels.length > 0)
        this.fail(expr.pos, 'vector matching only allowed between instant vectors');
      if (fills) this.fail(expr.pos, 'filling in missing series only allowed between instant vectors');
      expr.matching = undefined;
      if (isSetOperator(op)) this.fail(expr.pos, `set operator ${goQuote(op)} not allowed in binary scalar expression`);
    } else if (isSetOperator(op)) {
      if (matching?.card !== 'many-to-many') this.fail(expr.pos, `no grouping allowed for ${goQuote(op)} operation`);
      if (fills) this.fail(expr.pos, 'filling in missing series not allowed for set operators');
    }
  }

  private call(expr: CallExpr): void {
    const { func, args } = expr;
    const count = func.argTypes.length;
    const wants = (least: string, n: number) =>
      this.fail(expr.pos, `expected ${least}${n} argument(s) in call to ${goQuote(func.name)}, got ${args.length}`);
    if (func.variadic === 0) {
      if (count !== args.length) wants('', count);
    } else {
      if (count - 1 > args.length) wants('at least ', count - 1);
      if (func.variadic > 0 && count - 1 + func.variadic < args.length) wants('at most ', count - 1 + func.variadic);
    }
    if (func.name === 'info' && args.length > 1) this.infoSelector(expr, args[1]);
    args.forEach((arg, i) => {
      const want = func.argTypes[Math.min(i, count - 1)];
      const type = this.check(arg);
      if (type !== want) {
        this.fail(
          arg.pos,
          `expected type ${documentedType(want)} in call to function ${goQuote(func.name)}, got ${documentedType(type)}`,
        );
      }
    });
  }

  /** The second argument of `info` is a set of label matchers in a selector's clothes. */
  private infoSelector(call: CallExpr, arg: Expr): void {
    const type = typeOf(arg);
    if (type !== 'vector') {
      this.fail(
        call.pos,
        `expected type ${documentedType('vector')} in call to function "info", got ${documentedType(type)}`,
      );
    }
    if (arg.kind !== 'vectorSelector') this.fail(arg.pos, 'expected label selectors only');
    if (arg.name !== '') this.fail(arg.pos, 'expected label selectors only, got vector selector instead');
    arg.mayBeEmpty = true;
  }

  private selector(selector: VectorSelector): void {
    const { name, matchers, pos } = selector;
    if (name !== '') {
      const other = matchers.slice(0, -1).find((matcher) => matcher.name === '__name__');
      if (other) this.fail(pos, `metric name must not be set twice: ${goQuote(name)} or ${goQuote(other.value)}`);
      return;
    }
    if (!selector.mayBeEmpty && matchers.every((matcher) => matcher.matchesEmpty)) {
      this.fail(pos, 'vector selector must contain at least one non-empty matcher');
    }
  }

  /** The operator with its modifiers: what stands between the operands, trimmed. */
  private operatorPos(expr: BinaryExpr): PosRange {
    let start = expr.left.pos.end;
    let end = expr.right.pos.start - 1;
    while (isSpace(this.query[start] ?? '')) start++;
    while (isSpace(this.query[end] ?? '')) end--;
    return { start, end };
  }

  private fail(pos: PosRange, message: string): never {
    throw new ParseError(this.query, pos, message);
  }
}
