/**
 * The tree of a query. Times and durations are integer milliseconds; positions are offsets into the query text. A
 * duration that is an expression (`[step() * 2]`) stays one here; the engine resolves it when it knows the query's step.
 */
import type { Matcher } from '../../model/matcher.ts';
import type { FunctionSignature } from './functions.ts';
import type { PosRange } from './position.ts';

export type ValueType = 'none' | 'vector' | 'scalar' | 'matrix' | 'string';

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | SubqueryExpr
  | UnaryExpr
  | BinaryExpr
  | AggregateExpr
  | CallExpr
  | ParenExpr;

export interface NumberLiteral {
  kind: 'number';
  value: number;
  /** Written as a duration, so printed as one. */
  duration: boolean;
  pos: PosRange;
}

export interface StringLiteral {
  kind: 'string';
  value: string;
  pos: PosRange;
}

/** `@ <time>`, `@ start()` or `@ end()`. */
export type AtModifier = { kind: 'time'; timestampMs: number } | { kind: 'start' } | { kind: 'end' };

/** What may follow a selector or subquery. */
export interface TimeShift {
  offsetMs: number;
  offsetExpr?: DurationExpr;
  at?: AtModifier;
}

export interface VectorSelector extends TimeShift {
  kind: 'vectorSelector';
  /** The name before the braces; empty when it stands inside them or is missing. */
  name: string;
  /** Includes one for the name, last. */
  matchers: Matcher[];
  anchored: boolean;
  smoothed: boolean;
  /** The label selector of `info()`, which may match everything. */
  mayBeEmpty: boolean;
  pos: PosRange;
}

export interface MatrixSelector {
  kind: 'matrixSelector';
  /** Offset and `@` stand on the selector. */
  selector: VectorSelector;
  rangeMs: number;
  rangeExpr?: DurationExpr;
  pos: PosRange;
}

export interface SubqueryExpr extends TimeShift {
  kind: 'subquery';
  expr: Expr;
  rangeMs: number;
  rangeExpr?: DurationExpr;
  /** 0 stands for the engine's default. */
  stepMs: number;
  stepExpr?: DurationExpr;
  pos: PosRange;
}

export interface UnaryExpr {
  kind: 'unary';
  op: '+' | '-';
  expr: Expr;
  pos: PosRange;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type SetOp = 'and' | 'or' | 'unless';
/** Operators on native histograms, which the engine refuses. */
export type TrimOp = '</' | '>/';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp | TrimOp;

export type Cardinality = 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';

export interface VectorMatching {
  card: Cardinality;
  on: boolean;
  labels: string[];
  /** Labels taken over from the "one" side. */
  include: string[];
  fillLeft?: number;
  fillRight?: number;
}

export interface BinaryExpr {
  kind: 'binary';
  op: BinaryOp;
  left: Expr;
  right: Expr;
  returnBool: boolean;
  /** Undefined unless both sides are vectors. */
  matching?: VectorMatching;
  pos: PosRange;
}

export type AggregateOp =
  | 'sum'
  | 'avg'
  | 'count'
  | 'min'
  | 'max'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'count_values'
  | 'quantile'
  | 'limitk'
  | 'limit_ratio';

export interface AggregateExpr {
  kind: 'aggregate';
  op: AggregateOp;
  expr: Expr;
  param?: Expr;
  grouping: string[];
  without: boolean;
  pos: PosRange;
}

export interface CallExpr {
  kind: 'call';
  func: FunctionSignature;
  args: Expr[];
  pos: PosRange;
}

export interface ParenExpr {
  kind: 'paren';
  expr: Expr;
  pos: PosRange;
}

export type DurationOp = '+' | '-' | '*' | '/' | '%' | '^' | 'step' | 'range' | 'min_of' | 'max_of';

/** Arithmetic on durations. Without `left`, `+` and `-` are signs; `step` and `range` have no operands. */
export interface DurationExpr {
  kind: 'duration';
  op: DurationOp;
  left?: DurationOperand;
  right?: DurationOperand;
  /** Written in parentheses. */
  wrapped: boolean;
  pos: PosRange;
}

/** Numbers here are seconds. */
export type DurationOperand = DurationExpr | NumberLiteral;

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

export const isComparison = (op: BinaryOp): op is ComparisonOp => COMPARISONS.has(op);
export const isSetOperator = (op: BinaryOp): op is SetOp => SET_OPERATORS.has(op);

/** The type an expression evaluates to. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'vectorSelector':
    case 'aggregate':
      return 'vector';
    case 'matrixSelector':
    case 'subquery':
      return 'matrix';
    case 'unary':
    case 'paren':
      return typeOf(expr.expr);
    case 'binary':
      return typeOf(expr.left) === 'scalar' && typeOf(expr.right) === 'scalar' ? 'scalar' : 'vector';
    case 'call':
      return expr.func.returnType;
  }
}

/** The type in the words of the documentation and of error messages. */
export function documentedType(type: ValueType): string {
  if (type === 'vector') return 'instant vector';
  return type === 'matrix' ? 'range vector' : type;
}
