/** What may follow an operand: `offset`, `@`, `[…]`, `anchored`, `smoothed`. They bind tighter than every operator. */
import type {
  AtModifier,
  DurationExpr,
  DurationOperand,
  Expr,
  MatrixSelector,
  SubqueryExpr,
  TimeShift,
} from './ast.ts';
import { parseOffsetDuration, parsePositiveDuration, secondsToMs } from './duration-expression.ts';
import { numberLiteral } from './literals.ts';
import type { Token } from './token.ts';
import type { TokenStream } from './token-stream.ts';

const DURATION_WORDS = 'number, duration, step(), or range()';

/** Applies all postfixes that follow. */
export function parsePostfixes(tokens: TokenStream, operand: Expr): Expr {
  let expr = operand;
  for (let count = 0; ; count++) {
    const token = tokens.peek();
    if (token.kind === 'offset') parseOffset(tokens, expr);
    else if (token.kind === '@') parseAt(tokens, expr);
    else if (token.kind === '[') expr = parseBrackets(tokens, expr);
    else if (token.kind === 'anchored' || token.kind === 'smoothed') parseExtended(tokens, expr, token.kind);
    else return expr;
    // Subqueries of subqueries nest without recursion here, but not in those who walk the tree.
    if (count >= 100) tokens.fail(token.pos, 'more than 100 modifiers on one expression');
  }
}

function parseOffset(tokens: TokenStream, expr: Expr): void {
  tokens.next();
  const duration = tokens.within('offset', DURATION_WORDS, () => parseOffsetDuration(tokens));
  const target = timeShiftOf(expr);
  if (!target) {
    tokens.fail(
      expr.pos,
      'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    );
  }
  if (target.offsetMs !== 0 || target.offsetExpr) tokens.fail(expr.pos, 'offset may not be set multiple times');
  const { ms, expression } = resolve(duration);
  target.offsetMs = ms;
  target.offsetExpr = expression;
  expr.pos = { start: expr.pos.start, end: tokens.lastEnd };
}

function parseAt(tokens: TokenStream, expr: Expr): void {
  tokens.next();
  const at = tokens.within('@', 'timestamp', () => parseAtTime(tokens, expr));
  const target = timeShiftOf(expr);
  if (!target) {
    tokens.fail(
      expr.pos,
      '@ modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    );
  }
  if (target.at) tokens.fail(expr.pos, '@ <timestamp> may not be set multiple times');
  target.at = at;
  expr.pos = { start: expr.pos.start, end: tokens.lastEnd };
}

function parseAtTime(tokens: TokenStream, expr: Expr): AtModifier {
  const preprocessor = tokens.accept('start') ?? tokens.accept('end');
  if (preprocessor) {
    tokens.expect('(');
    tokens.expect(')');
    return { kind: preprocessor.kind as 'start' | 'end' };
  }
  const sign = tokens.accept('+') ?? tokens.accept('-');
  const token = tokens.accept('number') ?? tokens.expect('duration');
  const seconds = numberLiteral(tokens, token).value * (sign?.kind === '-' ? -1 : 1);
  if (!(Math.abs(seconds) < 2 ** 63)) {
    const printed = Number.isNaN(seconds)
      ? 'NaN'
      : Number.isFinite(seconds)
        ? seconds.toFixed(6)
        : seconds > 0
          ? '+Inf'
          : '-Inf';
    tokens.fail(expr.pos, `timestamp out of bounds for @ modifier: ${printed}`);
  }
  return { kind: 'time', timestampMs: roundHalfAway(seconds * 1000) };
}

function parseExtended(tokens: TokenStream, expr: Expr, modifier: 'anchored' | 'smoothed'): void {
  tokens.next();
  if (expr.kind === 'subquery') tokens.fail(expr.pos, `${modifier} modifier is not supported for subqueries`);
  const selector = expr.kind === 'matrixSelector' ? expr.selector : expr;
  if (selector.kind !== 'vectorSelector') tokens.fail(expr.pos, `${modifier} modifier not implemented`);
  selector[modifier] = true;
  if (selector.anchored && selector.smoothed)
    tokens.fail(expr.pos, 'anchored and smoothed modifiers cannot be used together');
}

function parseBrackets(tokens: TokenStream, expr: Expr): MatrixSelector | SubqueryExpr {
  const open = tokens.next();
  const range = tokens.within('subquery or range selector', DURATION_WORDS, () => parsePositiveDuration(tokens));
  const close = tokens.accept(']');
  if (close) return matrixSelector(tokens, expr, range, open, close);
  tokens.expect(':', 'subquery or range', '":" or "]"');
  let step: DurationOperand | undefined;
  if (!tokens.at(']')) {
    step = tokens.within('subquery selector', 'number, duration, step(), range(), or "]"', () =>
      parsePositiveDuration(tokens),
    );
  }
  const end = tokens.expect(']', 'subquery selector', '"]"');
  const { ms: rangeMs, expression: rangeExpr } = resolve(range);
  const { ms: stepMs, expression: stepExpr } = step ? resolve(step) : { ms: 0, expression: undefined };
  const pos = { start: expr.pos.start, end: end.pos.end };
  return { kind: 'subquery', expr, rangeMs, rangeExpr, stepMs, stepExpr, offsetMs: 0, pos };
}

function matrixSelector(
  tokens: TokenStream,
  expr: Expr,
  range: DurationOperand,
  open: Token,
  close: Token,
): MatrixSelector {
  const pos = { start: open.pos.start, end: close.pos.end };
  if (expr.kind !== 'vectorSelector') tokens.fail(pos, 'ranges only allowed for vector selectors');
  if (expr.offsetMs !== 0 || expr.offsetExpr) tokens.fail(pos, 'no offset modifiers allowed before range');
  if (expr.at) tokens.fail(pos, 'no @ modifiers allowed before range');
  const { ms, expression } = resolve(range);
  return {
    kind: 'matrixSelector',
    selector: expr,
    rangeMs: ms,
    rangeExpr: expression,
    pos: { start: expr.pos.start, end: close.pos.end },
  };
}

function timeShiftOf(expr: Expr): TimeShift | undefined {
  if (expr.kind === 'matrixSelector') return expr.selector;
  return expr.kind === 'vectorSelector' || expr.kind === 'subquery' ? expr : undefined;
}

function resolve(duration: DurationOperand): { ms: number; expression: DurationExpr | undefined } {
  if (duration.kind === 'duration') return { ms: 0, expression: duration };
  return { ms: secondsToMs(duration.value), expression: undefined };
}

/** Go's math.Round: halves away from zero. */
function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) || 0;
}
