import type { Expr } from '../parser/ast.ts';
import { childrenOf } from '../parser/children.ts';
import { printExpr } from '../parser/format.ts';

/**
 * Gives equal sub-expressions equal numbers and counts how often each stands in a query, in time linear in its size: a
 * node's key is made of its own text and its children's numbers.
 */
export class ExpressionTable {
  private readonly ids = new Map<string, number>();
  private readonly byNode = new WeakMap<Expr, number>();
  private readonly uses: number[] = [];

  constructor(root: Expr) {
    this.intern(root);
    this.count(root);
  }

  id(expr: Expr): number {
    return this.byNode.get(expr) ?? -1;
  }

  /** True when the expression stands in the query more than once, other than inside a larger one that does. */
  isShared(expr: Expr): boolean {
    return (this.uses[this.id(expr)] ?? 0) > 1;
  }

  private intern(expr: Expr): number {
    const children = childrenOf(expr).map((child) => this.intern(child));
    const key = `${ownText(expr)}\u0000${children.join()}`;
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(key, id);
    }
    this.byNode.set(expr, id);
    return id;
  }

  private count(expr: Expr): void {
    const id = this.id(expr);
    this.uses[id] = (this.uses[id] ?? 0) + 1;
    if (this.uses[id] === 1) for (const child of childrenOf(expr)) this.count(child);
  }
}

function ownText(expr: Expr): string {
  switch (expr.kind) {
    case 'binary':
      return `binary ${expr.op} ${expr.returnBool} ${JSON.stringify(expr.matching)}`;
    case 'aggregate':
      return `aggregate ${expr.op} ${expr.without} ${JSON.stringify(expr.grouping)}`;
    case 'call':
      return `call ${expr.func.name}`;
    case 'unary':
      return `unary ${expr.op}`;
    case 'paren':
      return 'paren';
    case 'subquery':
      return `subquery ${JSON.stringify([expr.rangeMs, expr.rangeExpr, expr.stepMs, expr.stepExpr, expr.offsetMs, expr.offsetExpr, expr.at])}`;
    default:
      return `${expr.kind} ${printExpr(expr)}`;
  }
}
