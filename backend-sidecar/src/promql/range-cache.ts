/**
 * Results of range queries, kept so that a dashboard that asks again every few seconds has only its newest steps evaluated.
 * An entry belongs to a query, a step and the phase of its steps (clients align them, or nothing can be reused). A step looks
 * at nothing after it, so a sample that comes or goes at a time leaves all earlier steps as they are: the source says from
 * when on it changed, and entries lose their steps from there on. Of a source that cannot say, the youngest steps are
 * answered but not kept.
 */
import type { MatrixSeries, OldestChange, PromqlSource, QueryOptions, QueryResult } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { compareLabels } from './engine/compare-labels.ts';
import { limitResult } from './engine/limit-result.ts';
import type { Expr, TimeShift } from './parser/ast.ts';
import { childrenOf } from './parser/children.ts';
import { parseExpr } from './parser/parse.ts';

export interface RangeCacheOptions {
  source: PromqlSource;
  clock: Clock;
  /** Where the source changed since the last look; makes the answer exact. */
  oldestChange?: OldestChange;
  /** Steps younger than this are not kept. Default 0 with `oldestChange`, else 2 minutes: how late samples may come. */
  settleMs?: number;
  /** Bytes of kept results; the least recently used go first. Default 64 MiB. */
  maxBytes?: number;
  /** Ceiling of series in an answer, as of the engine. */
  maxSeries?: number;
}

export interface RangeCache extends PromqlSource {
  /** Forgets everything. */
  clear(): void;
  readonly bytes: number;
  readonly hits: number;
}

interface Entry {
  startMs: number;
  stepMs: number;
  /** Last step that counts; columns may go on behind it. */
  endMs: number;
  series: MatrixSeries[];
  warnings: string[];
  infos: string[];
  bytes: number;
}

export function createRangeCache(options: RangeCacheOptions): RangeCache {
  return new CachedSource({
    oldestChange: () => Infinity,
    settleMs: options.oldestChange ? 0 : 120_000,
    maxBytes: 64 * 1024 * 1024,
    maxSeries: 100_000,
    ...options,
  });
}

class CachedSource implements RangeCache {
  bytes = 0;
  hits = 0;
  private readonly options: Required<RangeCacheOptions>;
  /** In order of use, oldest first. */
  private readonly entries = new Map<string, Entry>();
  /** Evaluations under way: a change that falls into one counts for its result too. */
  private readonly underWay = new Set<{ changedFromMs: number }>();

  constructor(options: Required<RangeCacheOptions>) {
    this.options = options;
  }

  clear(): void {
    this.entries.clear();
    this.bytes = 0;
  }

  instant(query: string, timeMs: number, options?: QueryOptions): Promise<QueryResult> {
    return this.options.source.instant(query, timeMs, options);
  }

  async range(
    query: string,
    startMs: number,
    endMs: number,
    stepMs: number,
    options: QueryOptions = {},
  ): Promise<QueryResult> {
    const { source, clock } = this.options;
    if (options.noCache || !(stepMs > 0) || endMs < startMs || !dependsOnlyOnItsSteps(query))
      return source.range(query, startMs, endMs, stepMs, options);
    this.forgetChanged();
    const key = JSON.stringify([query, stepMs, startMs % stepMs, options.lookbackMs ?? 0]);
    const kept = this.entries.get(key);
    const isUsable = kept !== undefined && kept.startMs <= startMs && kept.endMs >= startMs;
    // As of now: while the rest is evaluated the entry may be shortened, or replaced.
    const keptEndMs = isUsable ? kept.endMs : -Infinity;
    const fromMs = isUsable ? Math.min(keptEndMs, endMs) + stepMs : startMs;
    if (isUsable) this.hits++;
    const lastStepMs = startMs + Math.floor((endMs - startMs) / stepMs) * stepMs;
    const evaluation = { changedFromMs: Infinity };
    this.underWay.add(evaluation);
    let tail: QueryResult | undefined;
    try {
      if (fromMs <= lastStepMs) tail = await source.range(query, fromMs, lastStepMs, stepMs, { ...options, limit: 0 });
      this.forgetChanged();
    } finally {
      this.underWay.delete(evaluation);
    }
    const tailSeries = tail?.value.resultType === 'matrix' ? tail.value.series : [];
    const series = isUsable ? join(kept.series, tailSeries, startMs, Math.min(keptEndMs, lastStepMs)) : tailSeries;
    const warnings = union(isUsable ? kept.warnings : [], tail?.warnings ?? []);
    const infos = union(isUsable ? kept.infos : [], tail?.infos ?? []);
    const { settleMs } = this.options;
    const settledMs = Math.min(
      lastStepMs,
      settleMs > 0 ? startMs + Math.floor((clock.now() - settleMs - startMs) / stepMs) * stepMs : Infinity,
      lastStepBefore(evaluation.changedFromMs, startMs, stepMs),
    );
    if (settledMs >= startMs && (!isUsable || settledMs > kept.endMs)) {
      this.keep(key, {
        startMs,
        stepMs,
        endMs: settledMs,
        series: join(series, [], startMs, settledMs),
        warnings,
        infos,
        bytes: 0,
      });
    } else if (isUsable) {
      this.touch(key, kept);
    }
    const shown = [...warnings];
    const value = limitResult({ resultType: 'matrix', series }, options.limit, this.options.maxSeries, shown);
    return { value, warnings: shown, infos, stats: tail?.stats ?? NO_WORK };
  }

  /** Drops the steps that the source says may have changed. */
  private forgetChanged(): void {
    const fromMs = this.options.oldestChange();
    if (fromMs === Infinity) return;
    for (const evaluation of this.underWay) evaluation.changedFromMs = Math.min(evaluation.changedFromMs, fromMs);
    for (const [key, entry] of this.entries) {
      if (entry.endMs < fromMs) continue;
      if (entry.startMs >= fromMs) this.drop(key);
      else entry.endMs = lastStepBefore(fromMs, entry.startMs, entry.stepMs);
    }
  }

  private keep(key: string, entry: Entry): void {
    this.drop(key);
    entry.bytes = entry.series.reduce(
      (sum, { labels, values }) => sum + 16 * values.length + 2 * labels.key().length + 100,
      200,
    );
    if (entry.bytes > this.options.maxBytes / 4) return;
    this.entries.set(key, entry);
    this.bytes += entry.bytes;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.options.maxBytes) break;
      this.drop(oldest);
    }
  }

  private touch(key: string, entry: Entry): void {
    // It may have been dropped, or replaced, while the rest was evaluated.
    if (this.entries.get(key) !== entry) return;
    this.entries.delete(key);
    this.entries.set(key, entry);
  }

  private drop(key: string): void {
    this.bytes -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
}

/** The last of the steps from `startMs` on that lies before a time. */
function lastStepBefore(timeMs: number, startMs: number, stepMs: number): number {
  return startMs + (Math.ceil((timeMs - startMs) / stepMs) - 1) * stepMs;
}

const NO_WORK = { samples: 0, series: 0, peakSamples: 0, timings: { evalMs: 0, queueMs: 0, totalMs: 0 } };

/** Points of both within the bounds, by series; `later` has none before the last of `earlier`. */
function join(
  earlier: readonly MatrixSeries[],
  later: readonly MatrixSeries[],
  fromMs: number,
  toMs: number,
): MatrixSeries[] {
  const byLabels = new Map<string, MatrixSeries>();
  for (const series of earlier) {
    const { timestamps, values } = series;
    let first = 0;
    while (first < timestamps.length && timestamps[first] < fromMs) first++;
    let end = timestamps.length;
    while (end > first && timestamps[end - 1] > toMs) end--;
    if (end > first)
      byLabels.set(series.labels.key(), {
        labels: series.labels,
        timestamps: timestamps.slice(first, end),
        values: values.slice(first, end),
      });
  }
  for (const series of later) {
    const before = byLabels.get(series.labels.key());
    byLabels.set(series.labels.key(), before ? concat(before, series) : series);
  }
  return [...byLabels.values()].sort((a, b) => compareLabels(a.labels, b.labels));
}

function concat(a: MatrixSeries, b: MatrixSeries): MatrixSeries {
  const timestamps = new Float64Array(a.timestamps.length + b.timestamps.length);
  const values = new Float64Array(timestamps.length);
  timestamps.set(a.timestamps);
  timestamps.set(b.timestamps, a.timestamps.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  return { labels: a.labels, timestamps, values };
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/** False when a step's value depends on the bounds of the query, or on samples from after the step. */
function dependsOnlyOnItsSteps(query: string): boolean {
  return check(parseExpr(query));

  function check(expr: Expr): boolean {
    if (expr.kind === 'call' && (expr.func.name === 'start' || expr.func.name === 'end' || expr.func.name === 'range'))
      return false;
    const shift: TimeShift | undefined =
      expr.kind === 'matrixSelector'
        ? expr.selector
        : expr.kind === 'vectorSelector' || expr.kind === 'subquery'
          ? expr
          : undefined;
    if (shift && (shift.at !== undefined || shift.offsetMs < 0 || shift.offsetExpr)) return false;
    if (expr.kind === 'vectorSelector' && expr.smoothed) return false;
    if (expr.kind === 'matrixSelector' && (expr.rangeExpr || expr.selector.smoothed)) return false;
    if (expr.kind === 'subquery' && (expr.rangeExpr || expr.stepExpr)) return false;
    return childrenOf(expr).every(check);
  }
}
