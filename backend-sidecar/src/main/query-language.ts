import type { QueryLanguage } from '../http/context.ts';
import type { Matcher } from '../model/matcher.ts';
import { exprToJson, formatExpr, parseExpr, parseMetricSelector, type Expr } from '../promql/index.ts';

/** PromQL's parser as the HTTP layer asks for it. */
export const queryLanguage: QueryLanguage = {
  parseSelector: parseMetricSelector,
  selectors: (text) => selectorsOf(parseExpr(text)),
  format: (text) => formatExpr(parseExpr(text)),
  parse: (text) => exprToJson(parseExpr(text)),
};

function selectorsOf(expr: Expr): (readonly Matcher[])[] {
  switch (expr.kind) {
    case 'vectorSelector':
      return [expr.matchers];
    case 'matrixSelector':
      return [expr.selector.matchers];
    case 'subquery':
    case 'unary':
    case 'paren':
      return selectorsOf(expr.expr);
    case 'binary':
      return [...selectorsOf(expr.left), ...selectorsOf(expr.right)];
    case 'aggregate':
      return [...(expr.param ? selectorsOf(expr.param) : []), ...selectorsOf(expr.expr)];
    case 'call':
      return expr.args.flatMap(selectorsOf);
    case 'number':
    case 'string':
      return [];
  }
}
