/**
 * A slow, obviously right evaluator of the core of PromQL, written from its documentation for comparison with the engine:
 * every step by itself, every window by a filter, every element an object.
 */
import type { Labels } from '../../model/labels.ts';
import type {
  AggregateExpr,
  BinaryExpr,
  CallExpr,
  Expr,
  MatrixSelector,
  SubqueryExpr,
  VectorSelector,
} from '../parser/ast.ts';
import { isComparison, isSetOperator, typeOf } from '../parser/ast.ts';
import type { MemorySample } from './memory-source.ts';

export interface ReferenceSeries {
  labels: Labels;
  samples: MemorySample[];
}

export interface Element {
  labels: Labels;
  dropName: boolean;
  value: number;
}

interface Sample {
  timestampMs: number;
  value: number;
}

const LOOKBACK_MS = 300_000;

/** Evaluates at one time. @throws Error where the language forbids the result. */
export function referenceInstant(expr: Expr, timeMs: number, data: readonly ReferenceSeries[]): Element[] {
  const elements = vector(expr, timeMs, data).map(({ labels, dropName, value }) => ({
    labels: dropName ? labels.without(new Set(['__name__'])) : labels,
    dropName: false,
    value,
  }));
  if (new Set(elements.map(({ labels }) => labels.key())).size < elements.length) throw new Error('same labelset');
  return elements;
}

function scalar(expr: Expr, timeMs: number, data: readonly ReferenceSeries[]): number {
  if (expr.kind === 'number') return expr.value;
  if (expr.kind === 'paren') return scalar(expr.expr, timeMs, data);
  if (expr.kind === 'call' && expr.func.name === 'time') return timeMs / 1000;
  throw new Error(`reference has no scalar ${expr.kind}`);
}

function vector(expr: Expr, timeMs: number, data: readonly ReferenceSeries[]): Element[] {
  switch (expr.kind) {
    case 'paren':
      return vector(expr.expr, timeMs, data);
    case 'vectorSelector':
      return select(expr, timeMs, data);
    case 'unary':
      return vector(expr.expr, timeMs, data).map((element) => ({ ...element, dropName: true, value: -element.value }));
    case 'aggregate':
      return aggregate(expr, timeMs, data);
    case 'binary':
      return binary(expr, timeMs, data);
    case 'call':
      return call(expr, timeMs, data);
    default:
      throw new Error(`reference has no ${expr.kind}`);
  }
}

const lookAt = (expr: VectorSelector | SubqueryExpr, timeMs: number): number =>
  (expr.at?.kind === 'time' ? expr.at.timestampMs : timeMs) - expr.offsetMs;

function select(expr: VectorSelector, timeMs: number, data: readonly ReferenceSeries[]): Element[] {
  const at = lookAt(expr, timeMs);
  return matching(expr, data).flatMap(({ labels, samples }) => {
    const last = samples.filter(({ timestampMs }) => timestampMs <= at && timestampMs > at - LOOKBACK_MS).at(-1);
    return last === undefined || last.value === 'stale' ? [] : [{ labels, dropName: false, value: last.value }];
  });
}

function matching({ matchers }: VectorSelector, data: readonly ReferenceSeries[]): ReferenceSeries[] {
  return data.filter(({ labels }) => matchers.every((matcher) => matcher.matches(labels.get(matcher.name))));
}

function windows(
  expr: MatrixSelector | SubqueryExpr,
  timeMs: number,
  data: readonly ReferenceSeries[],
): { labels: Labels; dropName: boolean; samples: Sample[]; endMs: number }[] {
  if (expr.kind === 'matrixSelector') {
    const endMs = lookAt(expr.selector, timeMs);
    return matching(expr.selector, data).map(({ labels, samples }) => ({
      labels,
      dropName: false,
      endMs,
      samples: samples.filter(
        (sample): sample is Sample =>
          sample.value !== 'stale' && sample.timestampMs <= endMs && sample.timestampMs > endMs - expr.rangeMs,
      ),
    }));
  }
  const endMs = lookAt(expr, timeMs);
  const byLabels = new Map<string, { labels: Labels; dropName: boolean; samples: Sample[]; endMs: number }>();
  for (let at = Math.ceil((endMs - expr.rangeMs) / expr.stepMs) * expr.stepMs; at <= endMs; at += expr.stepMs) {
    if (at <= endMs - expr.rangeMs) continue;
    for (const { labels, dropName, value } of vector(expr.expr, at, data)) {
      const series = byLabels.get(labels.key()) ?? { labels, dropName, samples: [], endMs };
      series.samples.push({ timestampMs: at, value });
      byLabels.set(labels.key(), series);
    }
  }
  return [...byLabels.values()];
}

function call({ func: { name }, args }: CallExpr, timeMs: number, data: readonly ReferenceSeries[]): Element[] {
  if (name === 'abs')
    return vector(args[0], timeMs, data).map((e) => ({ ...e, dropName: true, value: Math.abs(e.value) }));
  const range = args.find((arg) => arg.kind === 'matrixSelector' || arg.kind === 'subquery');
  if (range?.kind !== 'matrixSelector' && range?.kind !== 'subquery') throw new Error(`reference has no ${name}`);
  return windows(range, timeMs, data).flatMap(({ labels, dropName, samples, endMs }) => {
    const value = overWindow(
      name,
      samples,
      endMs - range.rangeMs,
      endMs,
      args.length > 1 ? scalar(args[0], timeMs, data) : 0,
    );
    return value === undefined ? [] : [{ labels, dropName: dropName || name !== 'last_over_time', value }];
  });
}

function overWindow(
  name: string,
  samples: readonly Sample[],
  startMs: number,
  endMs: number,
  parameter: number,
): number | undefined {
  const values = samples.map(({ value }) => value);
  if (values.length === 0) return undefined;
  const numbers = values.filter((value) => !Number.isNaN(value));
  switch (name) {
    case 'rate':
    case 'increase':
    case 'delta':
      return extrapolate(name, samples, startMs, endMs);
    case 'count_over_time':
      return values.length;
    case 'sum_over_time':
      return sum(values);
    case 'avg_over_time':
      return sum(values) / values.length;
    case 'min_over_time':
      return numbers.length > 0 ? Math.min(...numbers) : NaN;
    case 'max_over_time':
      return numbers.length > 0 ? Math.max(...numbers) : NaN;
    case 'last_over_time':
      return values.at(-1);
    case 'changes':
      return values.filter((value, i) => i > 0 && !Object.is(value, values[i - 1])).length;
    case 'resets':
      return values.filter((value, i) => i > 0 && value < values[i - 1]).length;
    case 'stddev_over_time':
      return Math.sqrt(variance(values));
    case 'quantile_over_time':
      return quantile(parameter, values);
    default:
      throw new Error(`reference has no ${name}`);
  }
}

function extrapolate(name: string, samples: readonly Sample[], startMs: number, endMs: number): number | undefined {
  if (samples.length < 2) return undefined;
  const [first, last] = [samples[0], samples[samples.length - 1]];
  let increase = last.value - first.value;
  if (name !== 'delta')
    samples.forEach(({ value }, i) => (increase += i > 0 && value < samples[i - 1].value ? samples[i - 1].value : 0));
  const sampled = (last.timestampMs - first.timestampMs) / 1000;
  const average = sampled / (samples.length - 1);
  let before = (first.timestampMs - startMs) / 1000;
  let after = (endMs - last.timestampMs) / 1000;
  if (before >= 1.1 * average) before = average / 2;
  if (after >= 1.1 * average) after = average / 2;
  if (name !== 'delta' && increase > 0 && first.value >= 0)
    before = Math.min(before, (sampled * first.value) / increase);
  const extrapolated = (increase * (sampled + before + after)) / sampled;
  return name === 'rate' ? extrapolated / ((endMs - startMs) / 1000) : extrapolated;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function variance(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / values.length;
}

function quantile(q: number, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b));
  const rank = q * (sorted.length - 1);
  const lower = sorted[Math.floor(rank)];
  const upper = sorted[Math.min(sorted.length - 1, Math.floor(rank) + 1)];
  return lower * (1 - (rank % 1)) + upper * (rank % 1);
}

function aggregate(
  { op, expr, grouping, without, param }: AggregateExpr,
  timeMs: number,
  data: readonly ReferenceSeries[],
): Element[] {
  const groups = new Map<string, { labels: Labels; elements: Element[] }>();
  for (const element of vector(expr, timeMs, data)) {
    const labels = element.labels.filter((name) =>
      without ? name !== '__name__' && !grouping.includes(name) : grouping.includes(name),
    );
    const group = groups.get(labels.key()) ?? { labels, elements: [] };
    group.elements.push(element);
    groups.set(labels.key(), group);
  }
  return [...groups.values()].flatMap(({ labels, elements }) => {
    const values = elements.map(({ value }) => value);
    const numbers = values.filter((value) => !Number.isNaN(value));
    const one = (value: number): Element[] => [{ labels, dropName: elements.some(({ dropName }) => dropName), value }];
    switch (op) {
      case 'sum':
        return one(sum(values));
      case 'avg':
        return one(sum(values) / values.length);
      case 'count':
        return one(values.length);
      case 'min':
        return one(numbers.length > 0 ? Math.min(...numbers) : NaN);
      case 'max':
        return one(numbers.length > 0 ? Math.max(...numbers) : NaN);
      case 'stddev':
        return one(Math.sqrt(variance(values)));
      case 'quantile':
        return one(quantile(param ? scalar(param, timeMs, data) : 0, values));
      default:
        throw new Error(`reference has no ${op}`);
    }
  });
}

function apply(op: string, a: number, b: number): number | boolean {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    default:
      throw new Error(`reference has no ${op}`);
  }
}

function binary(expr: BinaryExpr, timeMs: number, data: readonly ReferenceSeries[]): Element[] {
  const { op, returnBool } = expr;
  const combine = (labels: Labels, a: number, b: number, kept: number): Element[] => {
    const result = apply(op, a, b);
    if (typeof result === 'number') return [{ labels, dropName: true, value: result }];
    if (returnBool) return [{ labels, dropName: true, value: result ? 1 : 0 }];
    return result ? [{ labels, dropName: false, value: kept }] : [];
  };
  if (typeOf(expr.right) === 'scalar') {
    const b = scalar(expr.right, timeMs, data);
    return vector(expr.left, timeMs, data).flatMap(({ labels, dropName, value }) =>
      combine(labels, value, b, value).map((e) => ({ ...e, dropName: e.dropName || dropName })),
    );
  }
  const left = vector(expr.left, timeMs, data);
  const right = vector(expr.right, timeMs, data);
  const signature = (labels: Labels) => labels.filter((name) => matches(expr, name)).key();
  if (isSetOperator(op)) {
    const inLeft = new Set(left.map(({ labels }) => signature(labels)));
    const inRight = new Set(right.map(({ labels }) => signature(labels)));
    if (op === 'and') return left.filter(({ labels }) => inRight.has(signature(labels)));
    if (op === 'unless') return left.filter(({ labels }) => !inRight.has(signature(labels)));
    return [...left, ...right.filter(({ labels }) => !inLeft.has(signature(labels)))];
  }
  if (left.length === 0 || right.length === 0) return [];
  const bySignature = new Map<string, Element>();
  for (const element of right) {
    if (bySignature.has(signature(element.labels))) throw new Error('many-to-many');
    bySignature.set(signature(element.labels), element);
  }
  const taken = new Set<string>();
  return left.flatMap(({ labels, value }) => {
    const partner = bySignature.get(signature(labels));
    if (!partner) return [];
    const isOneToOne = expr.matching?.card === 'one-to-one';
    let result = isComparison(op) ? labels : labels.without(new Set(['__name__']));
    if (isOneToOne) result = result.filter((name) => (name === '__name__' ? !expr.matching?.on : matches(expr, name)));
    const key = isOneToOne ? signature(labels) : `${signature(labels)} ${result.key()}`;
    if (taken.has(key)) throw new Error('multiple matches');
    taken.add(key);
    return combine(result, value, partner.value, value);
  });
}

function matches({ matching }: BinaryExpr, name: string): boolean {
  if (name === '__name__' && !matching?.on) return false;
  return matching?.on ? matching.labels.includes(name) : !matching?.labels.includes(name);
}
