import { EXPORT_AGGREGATIONS, type ExportAggregation, type ExportQuery } from '@observatory/protocol/export';
import { parseExpr, typeOf, type Expr } from '../promql/index.ts';
import type { Matcher } from '../model/matcher.ts';
import type { PromqlSource, SeriesSource } from '../storage.ts';
import { ObservatoryError } from '../util/errors.ts';
import { dependsOnBounds } from './depends-on-bounds.ts';
import { labelColumns } from './label-columns.ts';
import { durationOf, parseMoment } from './moment.ts';
import { evaluatedSteps, rawSamples, type SliceSource } from './slice-source.ts';
import { TimeZone } from './time-zone.ts';

export interface ExportDeps {
  engine: PromqlSource;
  source: SeriesSource;
  nowMs: number;
  timeoutMs: number;
}

/** An export that can be carried out: what was asked for, checked. */
export interface ExportPlan {
  startMs: number;
  /** Not included. */
  endMs: number;
  zone: TimeZone;
  source: SliceSource;
  /** Undefined for samples as they are. */
  everyMs?: number;
  aggregations: readonly ExportAggregation[];
  /** Columns of a CSV; empty for other formats, which name the labels in each row. */
  labelNames: readonly string[];
  valueNames: readonly string[];
}

const DEFAULT_STEP_MS = 60_000;

/** @throws ObservatoryError (400) that names the parameter or the place in the query. */
export async function planExport(request: ExportQuery, deps: ExportDeps): Promise<ExportPlan> {
  const zone = new TimeZone(request.tz);
  const startMs = parseMoment('start', request.start, deps.nowMs, zone);
  const endMs = parseMoment('end', request.end, deps.nowMs, zone);
  if (endMs <= startMs) throw new ObservatoryError('OBS_EXPORT_TIME', 'end: must be after start', { httpStatus: 400 });
  const everyMs = request.every === undefined ? undefined : durationOf('every', request.every);
  const aggregations = everyMs === undefined ? [] : aggregationsOf(request.agg ?? 'avg');
  if (everyMs === undefined && request.agg !== undefined) {
    throw new ObservatoryError('OBS_EXPORT_PARAMETER', 'agg: needs every', {
      httpStatus: 400,
      hint: 'say how long a bucket is, for example every=1h',
    });
  }
  const expr = parseExpr(request.query);
  if (typeOf(expr) !== 'vector' && typeOf(expr) !== 'scalar') {
    throw new ObservatoryError('OBS_EXPORT_PARAMETER', `query: a ${typeOf(expr)} cannot be exported`, {
      httpStatus: 400,
      hint: 'give a selector without a range, or an expression that gives a vector',
    });
  }
  return {
    startMs,
    endMs,
    zone,
    source: sliceSource(request, expr, everyMs, deps),
    everyMs,
    aggregations,
    labelNames:
      request.format !== 'csv'
        ? []
        : request.labels === undefined
          ? await labelColumns(expr, deps.source, startMs, endMs)
          : splitList(request.labels),
    valueNames: everyMs === undefined ? ['value'] : aggregations,
  };
}

function sliceSource(
  request: ExportQuery,
  expr: Expr,
  everyMs: number | undefined,
  { engine, source, timeoutMs }: ExportDeps,
): SliceSource {
  const matchers = request.step === undefined ? plainSelector(expr) : undefined;
  if (matchers) return rawSamples(source, matchers);
  const stepMs =
    request.step === undefined
      ? Math.min(DEFAULT_STEP_MS, everyMs ?? DEFAULT_STEP_MS)
      : durationOf('step', request.step);
  return evaluatedSteps(engine, request.query, stepMs, timeoutMs, dependsOnBounds(expr));
}

/** The matchers of a selector whose samples stand where they were measured. */
function plainSelector(expr: Expr): readonly Matcher[] | undefined {
  if (expr.kind === 'paren') return plainSelector(expr.expr);
  if (expr.kind !== 'vectorSelector') return undefined;
  const isMoved = expr.offsetMs !== 0 || expr.offsetExpr !== undefined || expr.at !== undefined;
  return isMoved || expr.anchored || expr.smoothed ? undefined : expr.matchers;
}

function aggregationsOf(text: string): ExportAggregation[] {
  return splitList(text).map((name) => {
    const known = EXPORT_AGGREGATIONS.find((each) => each === name);
    if (known) return known;
    throw new ObservatoryError('OBS_EXPORT_PARAMETER', `agg: there is no ${JSON.stringify(name)}`, {
      httpStatus: 400,
      hint: `choose among ${EXPORT_AGGREGATIONS.join(', ')}`,
    });
  });
}

function splitList(text: string): string[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
}
