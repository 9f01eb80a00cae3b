/**
 * `info(v, {selector})`: adds to each series the labels of the info series (such as `target_info`) that share its
 * identifying labels. Source: prometheus promql/info.go.
 */
import { Labels } from '../../model/labels.ts';
import { Matcher } from '../../model/matcher.ts';
import type { Compiler } from '../engine/compile.ts';
import { type Grid, instantGrid } from '../engine/grid.ts';
import { childrenOf } from '../parser/children.ts';
import { Matrix } from '../engine/matrix.ts';
import type { SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { executionError } from '../engine/query-error.ts';
import { Row } from '../engine/row.ts';
import { printLabels } from '../binary/vector-vector.ts';
import type { AtModifier, Expr, TimeShift, VectorSelector } from '../parser/ast.ts';

/** Hard coded in Prometheus as well. */
const IDENTIFYING_LABELS: ReadonlySet<string> = new Set(['instance', 'job']);

export class InfoFunction implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private rows: Row[] = [];
  private readonly compiler: Compiler;
  private readonly grid: Grid;
  private readonly base: VectorOperator;
  private readonly shift: TimeShift;
  private readonly nameMatchers: Matcher[];
  private readonly dataMatchers: Matcher[];

  constructor(compiler: Compiler, grid: Grid, [base, selector]: readonly Expr[]) {
    this.compiler = compiler;
    this.grid = grid;
    this.base = compiler.vector(base, grid, 'info');
    this.shift = referenceTime(base) ?? { offsetMs: 0 };
    const matchers = selector?.kind === 'vectorSelector' ? selector.matchers : [];
    this.nameMatchers = effectiveNameMatchers(matchers.filter(({ name }) => name === '__name__'));
    this.dataMatchers = matchers.filter(({ name }) => name !== '__name__');
  }

  async open(): Promise<void> {
    const { context } = this.compiler;
    await this.base.open();
    const infos = await this.openInfos();
    const results = new Map<string, { meta: SeriesMeta; row: Row }>();
    const { steps } = this.grid;
    const row = new Row(steps);
    for (let i = 0; i < this.base.series.length; i++) {
      this.base.row(i, row);
      const meta = this.base.series[i];
      const enrich = this.isInfoSeries(meta.labels) ? () => meta.labels : this.enricher(meta.labels, infos);
      for (let step = 0; step < steps; step++) {
        if (row.present[step] === 0) continue;
        const labels = enrich(step);
        if (!labels) continue;
        const key = labels.key();
        let result = results.get(key);
        if (!result) {
          context.budget.hold(steps);
          results.set(key, (result = { meta: { labels, dropName: meta.dropName }, row: new Row(steps) }));
        }
        if (result.row.present[step] === 1)
          throw executionError('vector cannot contain metrics with the same labelset');
        result.row.set(step, row.values[step]);
      }
      if (context.budget.due) await context.budget.pause();
    }
    this.series = [...results.values()].map(({ meta }) => meta);
    this.rows = [...results.values()].map((result) => result.row);
  }

  row(index: number, out: Row): void {
    out.copyFrom(this.rows[index]);
  }

  private isInfoSeries(labels: Labels): boolean {
    return this.nameMatchers.every((matcher) => matcher.matches(labels.metricName));
  }

  /** Info series that can match any base series, with the time of their newest sample per step. */
  private async openInfos(): Promise<InfoIndex> {
    const { context } = this.compiler;
    const values = new Map<string, Set<string>>();
    for (const { labels } of this.base.series) {
      if (this.isInfoSeries(labels)) continue;
      for (const name of IDENTIFYING_LABELS) {
        const value = labels.get(name);
        if (value === '') continue;
        const known = values.get(name);
        if (known) known.add(value);
        else values.set(name, new Set([value]));
      }
    }
    if (values.size === 0) return new InfoIndex(new Matrix(context, [], this.grid.steps));
    const identifying = [...values].map(([name, set]) => new Matcher('=~', name, [...set].map(quoteMeta).join('|')));
    const selector: VectorSelector = {
      kind: 'vectorSelector',
      name: '',
      matchers: [...identifying, ...this.dataMatchers, ...this.nameMatchers],
      ...this.shift,
      anchored: false,
      smoothed: false,
      mayBeEmpty: false,
      pos: { start: 0, end: 0 },
    };
    const pinned = this.shift.at !== undefined && this.grid.steps > 1;
    const grid = pinned ? instantGrid(this.grid.startMs) : this.grid;
    const operator = this.compiler.selector(selector, grid, 'info', 'milliseconds');
    await operator.open();
    return new InfoIndex(await Matrix.of(context, operator, grid.steps));
  }

  /** The enriched labels at a step, or undefined when the series is to be left out there. */
  private enricher(labels: Labels, infos: InfoIndex): (step: number) => Labels | undefined {
    const candidates = infos.candidates(labels);
    const wanted = this.dataMatchers.length > 0 ? new Set(this.dataMatchers.map(({ name }) => name)) : undefined;
    const mayLackInfo = this.dataMatchers.every((matcher) => matcher.matchesEmpty);
    const cache = new Map<string, Labels>();
    return (step) => {
      const found = candidates.map((group) => infos.newest(group, step)).filter((index) => index >= 0);
      if (found.length === 0) return mayLackInfo ? labels : undefined;
      const key = found.join();
      let enriched = cache.get(key);
      if (!enriched) {
        enriched = addLabels(
          labels,
          found.map((index) => infos.labels(index)),
          wanted,
        );
        cache.set(key, enriched);
      }
      return enriched;
    };
  }
}

/** Info series by metric name and identifying labels. */
class InfoIndex {
  private readonly matrix: Matrix;
  private readonly byIdentity = new Map<string, Map<string, number[]>>();

  constructor(matrix: Matrix) {
    this.matrix = matrix;
    matrix.series.forEach(({ labels }, index) => {
      if (matrix.counts[index] === 0) return;
      const identity = identityOf(labels);
      let byName = this.byIdentity.get(identity);
      if (!byName) this.byIdentity.set(identity, (byName = new Map()));
      const group = byName.get(labels.metricName);
      if (group) group.push(index);
      else byName.set(labels.metricName, [index]);
    });
  }

  labels(index: number): Labels {
    return this.matrix.series[index].labels;
  }

  /** Per info metric the series with the same identity. */
  candidates(labels: Labels): number[][] {
    return [...(this.byIdentity.get(identityOf(labels))?.values() ?? [])];
  }

  /** The series with the newest sample at a step, or -1; two equally new ones are an error. */
  newest(group: readonly number[], step: number): number {
    const { steps, present, values } = this.matrix;
    let best = -1;
    let bestMs = 0;
    for (const index of group) {
      const cell = index * steps + (steps === 1 ? 0 : step);
      if (present[cell] === 0) continue;
      if (best >= 0 && values[cell] === bestMs) {
        const [a, b] = [best, index].map((i) => printLabels(this.labels(i)));
        throw executionError(`found duplicate series for info metric: existing ${a} @ ${bestMs}, new ${b} @ ${bestMs}`);
      }
      if (best >= 0 && values[cell] < bestMs) continue;
      best = index;
      bestMs = values[cell];
    }
    return best;
  }
}

function identityOf(labels: Labels): string {
  return labels.keep(IDENTIFYING_LABELS).key();
}

function addLabels(base: Labels, infos: readonly Labels[], wanted: ReadonlySet<string> | undefined): Labels {
  const added = new Map<string, string>();
  for (const info of infos) {
    for (const [name, value] of info.entries()) {
      if (name === '__name__' || (wanted && !wanted.has(name))) continue;
      const other = added.get(name);
      if (other !== undefined && other !== value) throw executionError(`conflicting label: ${name}`);
      if (!base.has(name)) added.set(name, value);
    }
  }
  return added.size === 0 ? base : Labels.fromPairs([...base.entries(), ...added]);
}

/** Only exclusions leave open what to select: everything that is called an info metric. */
function effectiveNameMatchers(matchers: Matcher[]): Matcher[] {
  if (matchers.length === 0) return [new Matcher('=', '__name__', 'target_info')];
  const hasPositive = matchers.some(({ type }) => type === '=' || type === '=~');
  return hasPositive ? matchers : [new Matcher('=~', '__name__', '.+_info'), ...matchers];
}

/**
 * When the info series are looked at: as of the first selector's own time, moved by the subqueries around it up to the
 * innermost `@`.
 */
function referenceTime(expr: Expr): TimeShift | undefined {
  if (expr.kind === 'vectorSelector') return { offsetMs: expr.offsetMs, offsetExpr: expr.offsetExpr, at: expr.at };
  if (expr.kind === 'matrixSelector') return referenceTime(expr.selector);
  if (expr.kind === 'subquery') {
    const inner = referenceTime(expr.expr);
    if (!inner || inner.at) return inner;
    const at: AtModifier | undefined = expr.at;
    return { offsetMs: inner.offsetMs + expr.offsetMs, offsetExpr: inner.offsetExpr ?? expr.offsetExpr, at };
  }
  for (const child of childrenOf(expr)) {
    const found = referenceTime(child);
    if (found) return found;
  }
  return undefined;
}

function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
