import { formatDuration } from '../../model/duration.ts';
import { formatFloatDecimal, formatFloatGeneral } from '../../model/format-float.ts';
import { LEGACY_LABEL_NAME, LEGACY_METRIC_NAME } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type {
  AggregateExpr,
  BinaryExpr,
  DurationExpr,
  DurationOperand,
  Expr,
  MatrixSelector,
  NumberLiteral,
  SubqueryExpr,
  TimeShift,
  VectorSelector,
} from './ast.ts';
import { goQuote } from './go-quote.ts';

/** The expression on one line, as Prometheus prints it. Parsing the result gives an equal tree. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return printNumber(expr);
    case 'string':
      return goQuote(expr.value);
    case 'vectorSelector':
      return printVectorSelector(expr);
    case 'matrixSelector':
      return printMatrixSelector(expr);
    case 'subquery':
      return printExpr(expr.expr) + printSubquerySuffix(expr);
    case 'unary':
      return expr.op + printExpr(expr.expr);
    case 'binary':
      return `${printExpr(expr.left)} ${printOperator(expr)} ${printExpr(expr.right)}`;
    case 'aggregate': {
      const param = expr.param ? `${printExpr(expr.param)}, ` : '';
      return `${printAggregateHead(expr)}(${param}${printExpr(expr.expr)})`;
    }
    case 'call':
      return `${expr.func.name}(${expr.args.map(printExpr).join(', ')})`;
    case 'paren':
      return `(${printExpr(expr.expr)})`;
  }
}

/** `sum by (a, b) ` or `sum`. */
export function printAggregateHead({ op, grouping, without }: AggregateExpr): string {
  if (without) return `${op} without (${printLabels(grouping)}) `;
  return grouping.length > 0 ? `${op} by (${printLabels(grouping)}) ` : op;
}

/** The operator with `bool`, matching and fill values. */
export function printOperator(expr: BinaryExpr): string {
  return expr.op + (expr.returnBool ? ' bool' : '') + printMatching(expr);
}

function printMatching({ matching }: BinaryExpr): string {
  if (!matching) return '';
  const { card, on, labels, include, fillLeft, fillRight } = matching;
  const grouped = card === 'many-to-one' || card === 'one-to-many';
  let text = '';
  if (labels.length > 0 || on || grouped) text += ` ${on ? 'on' : 'ignoring'} (${printLabels(labels)})`;
  if (grouped) text += ` group_${card === 'many-to-one' ? 'left' : 'right'} (${printLabels(include)})`;
  if (fillLeft !== undefined && fillLeft === fillRight) return `${text} fill (${formatFloatGeneral(fillLeft)})`;
  if (fillLeft !== undefined) text += ` fill_left (${formatFloatGeneral(fillLeft)})`;
  if (fillRight !== undefined) text += ` fill_right (${formatFloatGeneral(fillRight)})`;
  return text;
}

function printLabels(labels: readonly string[]): string {
  return labels.map((label) => (LEGACY_LABEL_NAME.test(label) ? label : goQuote(label))).join(', ');
}

function printNumber({ value, duration }: NumberLiteral): string {
  return duration ? formatDuration(Math.trunc(value * 1000 + Math.sign(value) * 1e-6)) : formatFloatDecimal(value);
}

function printVectorSelector(selector: VectorSelector): string {
  const extended = selector.anchored ? ' anchored' : selector.smoothed ? ' smoothed' : '';
  return printMatchers(selector) + printAt(selector) + extended + printOffset(selector);
}

function printMatrixSelector({ selector, rangeMs, rangeExpr }: MatrixSelector): string {
  const extended = selector.anchored ? ' anchored' : selector.smoothed ? ' smoothed' : '';
  return `${printMatchers(selector)}[${printRange(rangeMs, rangeExpr)}]${extended}${printAt(selector)}${printOffset(selector)}`;
}

/** `[5m:1m] @ 10.000 offset 1m`. */
export function printSubquerySuffix(expr: SubqueryExpr): string {
  const step = expr.stepMs !== 0 ? formatDuration(expr.stepMs) : expr.stepExpr ? printDuration(expr.stepExpr) : '';
  return `[${printRange(expr.rangeMs, expr.rangeExpr)}:${step}]${printAt(expr)}${printOffset(expr)}`;
}

function printRange(rangeMs: number, rangeExpr: DurationExpr | undefined): string {
  return rangeExpr ? printDuration(rangeExpr) : formatDuration(rangeMs);
}

function printAt({ at }: TimeShift): string {
  if (!at) return '';
  return at.kind === 'time' ? ` @ ${printSeconds(at.timestampMs)}` : ` @ ${at.kind}()`;
}

/** Seconds with three decimals, exact for every integer of milliseconds. */
function printSeconds(timestampMs: number): string {
  const magnitude = Math.abs(timestampMs);
  const whole = formatFloatDecimal(Math.floor(magnitude / 1000));
  return `${timestampMs < 0 ? '-' : ''}${whole}.${String(magnitude % 1000).padStart(3, '0')}`;
}

function printOffset({ offsetMs, offsetExpr }: TimeShift): string {
  if (offsetExpr) return ` offset ${printDuration(offsetExpr)}`;
  if (offsetMs === 0) return '';
  return ` offset ${offsetMs < 0 ? '-' : ''}${formatDuration(Math.abs(offsetMs))}`;
}

function printDuration(operand: DurationOperand): string {
  if (operand.kind === 'number') return printNumber(operand);
  const text = printDurationBody(operand);
  return operand.wrapped ? `(${text})` : text;
}

function printDurationBody({ op, left, right }: DurationExpr): string {
  if (op === 'step' || op === 'range') return `${op}()`;
  const rightText = right ? printDuration(right) : '';
  if (!left) return op === '-' ? `-${rightText}` : rightText;
  const leftText = printDuration(left);
  return op === 'min_of' || op === 'max_of' ? `${op}(${leftText}, ${rightText})` : `${leftText} ${op} ${rightText}`;
}

function printMatchers({ name, matchers }: VectorSelector): string {
  const isOuterName = (matcher: Matcher) =>
    matcher.name === '__name__' && matcher.type === '=' && matcher.value === name && name !== '';
  const texts = matchers.filter((matcher) => !isOuterName(matcher)).map(printMatcher);
  return name + (texts.length > 0 ? `{${texts.sort().join(',')}}` : '');
}

function printMatcher({ name, type, value }: Matcher): string {
  return `${LEGACY_LABEL_NAME.test(name) ? name : goQuote(name)}${type}${goQuote(value)}`;
}

/** A metric name as it may stand in a query: bare, or quoted in braces. */
export function printMetricName(name: string): string {
  return LEGACY_METRIC_NAME.test(name) ? name : `{${goQuote(name)}}`;
}
