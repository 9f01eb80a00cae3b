/**
 * The unit of a query's values, worked out from those of its metrics. It says nothing rather than guess: an axis without a
 * unit is better than one with a wrong one.
 */
import { typeOf, type Expr } from '../../promql/index.ts';
import { familyUnit, metricUnit, type MetadataOf } from './metric-unit.ts';
import { equalUnits, unitOf, COUNTED, type Unit } from './unit.ts';

const KEEPING = new Set(
  `abs ceil floor round clamp clamp_max clamp_min sort sort_desc sort_by_label sort_by_label_desc label_replace label_join
  scalar vector delta idelta increase predict_linear double_exponential_smoothing avg_over_time min_over_time max_over_time
  sum_over_time last_over_time first_over_time quantile_over_time stddev_over_time mad_over_time info`.split(/\s+/),
);
const PER_SECOND = new Set(['rate', 'irate', 'deriv']);
const COUNTING = new Set(['count_over_time', 'changes', 'resets']);

type Binary = Extract<Expr, { kind: 'binary' }>;

export function expressionUnit(expr: Expr, metadataOf: MetadataOf): Unit | undefined {
  const unit = (each: Expr) => expressionUnit(each, metadataOf);
  switch (expr.kind) {
    case 'vectorSelector': {
      const name = metricNameOf(expr);
      return name === undefined ? undefined : metricUnit(name, metadataOf);
    }
    case 'matrixSelector':
      return unit(expr.selector);
    case 'paren':
    case 'unary':
    case 'subquery':
      return unit(expr.expr);
    case 'aggregate':
      if (expr.op === 'count' || expr.op === 'count_values' || expr.op === 'group') return unitOf('count');
      return expr.op === 'stdvar' ? undefined : unit(expr.expr);
    case 'call':
      return callUnit(expr, metadataOf);
    case 'binary':
      return binaryUnit(expr, unit(expr.left), unit(expr.right));
    default:
      return undefined;
  }
}

/** The name a selector asks for by `=`. */
export function metricNameOf({ matchers }: Extract<Expr, { kind: 'vectorSelector' }>): string | undefined {
  return matchers.find(({ name, type }) => name === '__name__' && type === '=')?.value;
}

function callUnit({ func, args }: Extract<Expr, { kind: 'call' }>, metadataOf: MetadataOf): Unit | undefined {
  const input = args.find((arg) => ['vector', 'matrix'].includes(typeOf(arg)));
  if (func.name === 'histogram_quantile' || func.name === 'histogram_quantiles') {
    const name = input && firstMetric(input);
    return name === undefined ? undefined : familyUnit(name, metadataOf);
  }
  if (func.name === 'histogram_fraction') return unitOf('ratio');
  if (COUNTING.has(func.name)) return unitOf('count');
  const unit = input && expressionUnit(input, metadataOf);
  if (KEEPING.has(func.name)) return unit;
  return unit && PER_SECOND.has(func.name) && !unit.perSecond ? unitOf(unit.base, true) : undefined;
}

function binaryUnit(
  { op, left, right, returnBool }: Binary,
  a: Unit | undefined,
  b: Unit | undefined,
): Unit | undefined {
  switch (op) {
    case '+':
    case '-':
      if (a && b) return equalUnits(a, b) ? a : undefined;
      return left.kind === 'number' ? b : right.kind === 'number' ? a : undefined;
    case '*':
      return scaled(a, right) ?? scaled(b, left);
    case '/':
      return a && b ? quotient(a, b) : undefined;
    case 'or':
      return a && b && equalUnits(a, b) ? a : undefined;
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return returnBool ? undefined : typeOf(left) === 'scalar' ? b : a;
    case 'and':
    case 'unless':
      return a;
    default:
      return undefined;
  }
}

/** The two factors that everybody writes. */
function scaled(unit: Unit | undefined, factor: Expr): Unit | undefined {
  if (!unit || factor.kind !== 'number') return undefined;
  if (factor.value === 100 && unit.base === 'ratio') return unitOf('percent', unit.perSecond);
  if (factor.value === 8 && unit.base === 'bytes') return unitOf('bits', unit.perSecond);
  return undefined;
}

function quotient(a: Unit, b: Unit): Unit | undefined {
  if (equalUnits(a, b)) return unitOf('ratio');
  // Sum by count, or their rates: the mean of what was summed.
  if (COUNTED.has(b.base) && a.perSecond === b.perSecond) return COUNTED.has(a.base) ? undefined : unitOf(a.base);
  if (equalUnits(b, unitOf('seconds')) && !a.perSecond) return unitOf(a.base, true);
  return undefined;
}

function firstMetric(expr: Expr): string | undefined {
  return metricsOf(expr)[0];
}

/** Names of the metrics that an expression selects by name, in the order written. */
export function metricsOf(expr: Expr): string[] {
  switch (expr.kind) {
    case 'vectorSelector': {
      const name = metricNameOf(expr);
      return name === undefined ? [] : [name];
    }
    case 'matrixSelector':
      return metricsOf(expr.selector);
    case 'paren':
    case 'unary':
    case 'subquery':
      return metricsOf(expr.expr);
    case 'binary':
      return [...metricsOf(expr.left), ...metricsOf(expr.right)];
    case 'aggregate':
      return [...(expr.param ? metricsOf(expr.param) : []), ...metricsOf(expr.expr)];
    case 'call':
      return expr.args.flatMap(metricsOf);
    default:
      return [];
  }
}
