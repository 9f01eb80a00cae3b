/**
 * Results of range queries, kept so that a dashboard that asks again every few seconds has only its newest steps evaluated.
 * An entry belongs to a query, a step and the phase of its steps (clients align them, or nothing can be reused). Steps that
 * may still change, because samples for them may still arrive, are answered but not kept.
 */
import type { MatrixSeries, PromqlSource, QueryOptions, QueryResult } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { compareLabels } from './engine/compare-labels.ts';
import { limitResult } from './engine/limit-result.ts';
import type { Expr, TimeShift } from './parser/ast.ts';
import { childrenOf } from './parser/children.ts';
import { parseExpr } from './parser/parse.ts';

export interface RangeCacheOptions {
  source: PromqlSource;
  clock: Clock;
  /** Steps younger than this are not kept: how late samples and scrapes may come. Default 2 minutes. */
  settleMs?: number;
  /** Bytes of kept results; the least recently used go first. Default 64 MiB. */
  maxBytes?: number;
  /** Ceiling of series in an answer, as of the engine. */
  maxSeries?: number;
}

export interface RangeCache extends PromqlSource {
  /** Forgets everything: after deletions, backfills and reloads. */
  clear(): void;
  readonly bytes: number;
  readonly hits: number;
}

interface Entry {
  startMs: number;
  /** Last step kept. */
  endMs: number;
  series: MatrixSeries[];
  warnings: string[];
  infos: string[];
  bytes: number;
}

export function createRangeCache(options: RangeCacheOptions): RangeCache {
  return new CachedSource({ settleMs: 120_000, maxBytes: 64 * 1024 * 1024, maxSeries: 100_000, ...options });
}

class CachedSource implements RangeCache {
  bytes = 0;
  hits = 0;
  private readonly options: Required<RangeCacheOptions>;
  /** In order of use, oldest first. */
  private readonly entries = new Map<string, Entry>();

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
    if (!(stepMs > 0) || endMs < startMs || !dependsOnlyOnItsSteps(query))
      return source.range(query, startMs, endMs, stepMs, options);
    const key = JSON.stringify([query, stepMs, startMs % stepMs, options.lookbackMs ?? 0]);
    const kept = this.entries.get(key);
    const isUsable = kept !== undefined && kept.startMs <= startMs && kept.endMs >= startMs;
    const fromMs = isUsable ? Math.min(kept.endMs, endMs) + stepMs : startMs;
    if (isUsable) this.hits++;
    const lastStepMs = startMs + Math.floor((endMs - startMs) / stepMs) * stepMs;
    const tail =
      fromMs <= lastStepMs
        ? await source.range(query, fromMs, lastStepMs, stepMs, { ...options, limit: 0 })
        : undefined;
    const tailSeries = tail?.value.resultType === 'matrix' ? tail.value.series : [];
    const series = isUsable ? join(kept.series, tailSeries, startMs, lastStepMs) : tailSeries;
    const warnings = union(isUsable ? kept.warnings : [], tail?.warnings ?? []);
    const infos = union(isUsable ? kept.infos : [], tail?.infos ?? []);
    const settledMs = Math.min(
      lastStepMs,
      startMs + Math.floor((clock.now() - this.options.settleMs - startMs) / stepMs) * stepMs,
    );
    if (settledMs >= startMs && (!isUsable || settledMs > kept.endMs)) {
      this.keep(key, {
        startMs,
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
    this.entries.delete(key);
    this.entries.set(key, entry);
  }

  private drop(key: string): void {
    this.bytes -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
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
