import type { Expr } from './ast.ts';
import { printAggregateHead, printExpr, printOperator, printSubquerySuffix } from './format.ts';
import { byteLength } from './position.ts';

const MAX_LINE_BYTES = 100;
const INDENT = '  ';

/**
 * The expression laid out over lines as Prometheus' `format_query` does: what fits into 100 characters stays on one line,
 * operators stand at the head of their line, arguments are indented by two spaces.
 */
export function formatExpr(expr: Expr): string {
  return pretty(expr, 0);
}

function pretty(expr: Expr, level: number): string {
  const indent = INDENT.repeat(level);
  const line = printExpr(expr);
  switch (expr.kind) {
    case 'unary':
      // The sign stands before what it applies to, whose own indentation goes.
      return indent + expr.op + pretty(expr.expr, level).trim();
    case 'subquery':
      return fits(line) ? line : pretty(expr.expr, level) + printSubquerySuffix(expr);
    case 'binary':
      if (fits(line)) return indent + line;
      return `${pretty(expr.left, level + 1)}\n${indent}${printOperator(expr)}\n${pretty(expr.right, level + 1)}`;
    case 'aggregate': {
      if (fits(line)) return indent + line;
      const param = expr.param ? `${pretty(expr.param, level + 1)},\n` : '';
      return `${indent}${printAggregateHead(expr)}(\n${param}${pretty(expr.expr, level + 1)}\n${indent})`;
    }
    case 'call':
      if (fits(line)) return indent + line;
      return `${indent}${expr.func.name}(\n${expr.args.map((arg) => pretty(arg, level + 1)).join(',\n')}\n${indent})`;
    case 'paren':
      if (fits(line)) return indent + line;
      return `${indent}(\n${pretty(expr.expr, level + 1)}\n${indent})`;
    default:
      return indent + line;
  }
}

function fits(line: string): boolean {
  return byteLength(line) <= MAX_LINE_BYTES;
}
