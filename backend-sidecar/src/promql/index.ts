/** PromQL: Prometheus 3's language, parsed, printed and evaluated over a SeriesSource. */
export { createEngine, type EngineOptions } from './engine/engine.ts';
export { QueryError, type QueryErrorType } from './engine/query-error.ts';
export { type Expr, typeOf, type ValueType } from './parser/ast.ts';
export { childrenOf } from './parser/children.ts';
export { functionNames, functionSignature, type FunctionSignature } from './parser/functions.ts';
export { printExpr } from './parser/format.ts';
export { exprToJson, type ExprJson } from './parser/json.ts';
export { ParseError } from './parser/parse-error.ts';
export { parseExpr, parseMetricSelector } from './parser/parse.ts';
export { formatExpr } from './parser/pretty.ts';
export { createRangeCache, type RangeCache, type RangeCacheOptions } from './range-cache.ts';
export { unquote } from './parser/unquote.ts';
export {
  type DescribedValue,
  parseMetric,
  parseSeriesDescription,
  type SeriesDescription,
} from './parser/series-description.ts';
export { selectorsOf } from './parser/selectors.ts';
