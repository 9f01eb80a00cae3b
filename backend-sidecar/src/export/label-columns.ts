import type { Matcher } from '../model/matcher.ts';
import { compareUtf8 } from '../model/labels.ts';
import type { Expr } from '../promql/index.ts';
import type { SeriesSource } from '../storage.ts';

/** Positions of arguments of functions that name a label which the function makes. */
const MADE_LABELS: Readonly<Record<string, number>> = { label_replace: 1, label_join: 1, histogram_quantiles: 1 };

/**
 * Every label that the series of an answer may have, known before the first of them: the columns of a CSV stand in its
 * first line. What an aggregation drops is left out; otherwise the labels of everything selected, and those made.
 */
export async function labelColumns(
  expr: Expr,
  source: SeriesSource,
  startMs: number,
  endMs: number,
): Promise<string[]> {
  const names = await namesOf(expr, (selectors) => source.labelNames(selectors, startMs, endMs));
  return [...names].sort(compareUtf8);
}

type NamesOf = (selectors: readonly (readonly Matcher[])[]) => Promise<string[]>;

async function namesOf(expr: Expr, ask: NamesOf): Promise<Set<string>> {
  switch (expr.kind) {
    case 'vectorSelector':
      return new Set(await ask([expr.matchers]));
    case 'matrixSelector':
      return namesOf(expr.selector, ask);
    case 'paren':
    case 'unary':
    case 'subquery':
      return namesOf(expr.expr, ask);
    case 'binary':
      return union([await namesOf(expr.left, ask), await namesOf(expr.right, ask)]);
    case 'aggregate': {
      const made = expr.param?.kind === 'string' ? [expr.param.value] : [];
      const keeps = expr.without || PICKING.has(expr.op);
      if (!keeps) return new Set([...expr.grouping, ...made]);
      const inner = await namesOf(expr.expr, ask);
      if (expr.without) for (const name of expr.grouping) inner.delete(name);
      return union([inner, new Set(made)]);
    }
    case 'call': {
      const names = union(await Promise.all(expr.args.map((arg) => namesOf(arg, ask))));
      const made = expr.args[MADE_LABELS[expr.func.name] ?? -1];
      if (made?.kind === 'string') names.add(made.value);
      if (expr.func.name === 'absent' || expr.func.name === 'absent_over_time')
        for (const name of namesAskedFor(expr)) names.add(name);
      // It adds labels of info series that the expression does not name.
      if (expr.func.name === 'info') for (const name of await ask([])) names.add(name);
      return names;
    }
    default:
      return new Set();
  }
}
const PICKING: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

/** What is absent has the labels it was asked for by. */
function namesAskedFor(expr: Expr): string[] {
  switch (expr.kind) {
    case 'vectorSelector':
      return expr.matchers.map(({ name }) => name);
    case 'matrixSelector':
      return namesAskedFor(expr.selector);
    case 'call':
      return expr.args.flatMap(namesAskedFor);
    case 'paren':
    case 'subquery':
      return namesAskedFor(expr.expr);
    default:
      return [];
  }
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
