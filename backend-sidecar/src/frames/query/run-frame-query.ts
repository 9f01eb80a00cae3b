import type { PromqlFrameQuery } from '@observatory/protocol/frames';
import { formatDuration } from '../../model/duration.ts';
import type { PromqlSource, QueryResult, SeriesSource } from '../../storage.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Frame, FrameMeta, Notice } from '../frame.ts';
import type { MetadataOf } from '../unit/metric-unit.ts';
import { describeQuery } from './describe-query.ts';
import { expandMacros, unknownVariable } from './macros.ts';
import { seriesOf, shapeResult } from './shape-result.ts';
import { alignedBounds, MAX_STEPS, stepOf } from './step.ts';
import type { EvaluatedQuery } from '../evaluated-query.ts';
import { exemplarFrame, findExemplars } from './exemplars.ts';

export interface FrameQueryDeps {
  engine: PromqlSource;
  source: Pick<SeriesSource, 'metadata' | 'exemplars'>;
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * Evaluates one query. `isOnly`: no other query is answered with it (tables then call their values `Value`).
 * @throws ObservatoryError with the engine's words and a status.
 */
export async function runFrameQuery(
  query: PromqlFrameQuery,
  deps: FrameQueryDeps,
  isOnly: boolean,
): Promise<EvaluatedQuery> {
  const { engine, timeoutMs, signal } = deps;
  const stepMs = stepOf(query);
  const expr = expandMacros(query, stepMs);
  const isRange = query.kind === 'range';
  let result: QueryResult;
  let exemplars: Awaited<ReturnType<typeof exemplarsOf>>;
  try {
    if (isRange) {
      checkRange(query, stepMs);
      const { startMs, endMs } = alignedBounds(query, stepMs);
      result = await engine.range(expr, startMs, endMs, stepMs, { timeoutMs, signal });
      exemplars = await exemplarsOf(query, expr, deps.source);
    } else result = await engine.instant(expr, query.toMs, { timeoutMs, signal });
  } catch (error) {
    throw withVariableHint(error, expr);
  }
  const series = seriesOf(result.value);
  const { unit, steppedMs, notices } = describeQuery(expr, memoized(deps.source));
  const shaping = {
    refId: query.refId,
    expr,
    legendFormat: query.legendFormat,
    stepMs: isRange ? stepMs : undefined,
    unit,
    steppedMs,
    resultType: result.value.resultType,
    // Grafana Live tells fields apart by name alone, and appends what comes to the field of that name.
    hasUniqueNames: isRange && query.channel !== undefined,
    valueName: isOnly ? 'Value' : `Value #${query.refId}`,
  };
  const { channel } = query;
  const isLive = channel !== undefined && isRange;
  const format = isLive ? 'wide' : query.format;
  return {
    samples: result.stats.samples,
    ...(isLive && { live: { query: expr, stepMs, ...(unit !== undefined && { unit }) } }),
    frames(budget) {
      budget.take(series, format);
      const shaped = shapeResult(result.value, series, format, shaping);
      if (exemplars?.frame) budget.takeFrames([exemplars.frame]);
      return withFirst(exemplars?.frame ? followedBy(shaped.frames, exemplars.frame) : shaped.frames, {
        executedQueryString: isRange ? `Expr: ${expr}\nStep: ${formatDuration(stepMs)}` : `Expr: ${expr}`,
        notices: [...noticesOf(result), ...shaped.notices, ...notices, ...(exemplars?.notices ?? [])],
        stats: statsOf(result),
        ...(isLive && { channel }),
      });
    },
  };
}

/** Undefined when nobody asked. They are an addition: where they cannot be read, the query is answered without. */
async function exemplarsOf(
  { refId, exemplars, fromMs, toMs }: PromqlFrameQuery,
  expr: string,
  source: FrameQueryDeps['source'],
): Promise<{ frame?: Frame; notices: Notice[] } | undefined> {
  if (!exemplars) return undefined;
  try {
    const found = await findExemplars(source, expr, fromMs, toMs);
    return found.length > 0 ? { frame: exemplarFrame(refId, found, fromMs, toMs), notices: [] } : undefined;
  } catch (error) {
    return { notices: [{ severity: 'warning', text: `the exemplars could not be read: ${messageOf(error)}` }] };
  }
}

function* followedBy(frames: Iterable<Frame>, last: Frame): Generator<Frame> {
  yield* frames;
  yield last;
}

function checkRange({ fromMs, toMs }: PromqlFrameQuery, stepMs: number): void {
  if (toMs < fromMs) {
    throw new ObservatoryError('OBS_QUERY_PARAMETER', 'toMs must not be before fromMs', { httpStatus: 400 });
  }
  if ((toMs - fromMs) / stepMs > MAX_STEPS) {
    throw new ObservatoryError(
      'OBS_QUERY_PARAMETER',
      `stepMs ${stepMs} gives more than ${MAX_STEPS} points a series in this range`,
      { httpStatus: 400, hint: 'leave stepMs away, or make it longer' },
    );
  }
}

/** Who wrote `$cluster` finds "unexpected character" of little help. */
function withVariableHint(error: unknown, expr: string): unknown {
  const variable = unknownVariable(expr);
  if (!(error instanceof ObservatoryError) || error.httpStatus !== 400 || variable === undefined) return error;
  return new ObservatoryError(error.code, error.message, {
    httpStatus: 400,
    cause: error,
    hint: `${variable} has no value here: dashboard variables must be replaced before the query is sent (alert rules cannot use them)`,
  });
}

function noticesOf({ warnings, infos }: QueryResult): Notice[] {
  return [
    ...warnings.map((text): Notice => ({ severity: 'warning', text })),
    ...infos.map((text): Notice => ({ severity: 'info', text })),
  ];
}

function statsOf({ stats: { samples, series, timings } }: QueryResult): FrameMeta['stats'] {
  return [
    { displayName: 'Samples read', value: samples, unit: 'short' },
    { displayName: 'Series read', value: series, unit: 'short' },
    { displayName: 'Evaluation time', value: timings.evalMs, unit: 'ms' },
    { displayName: 'Waiting time', value: timings.queueMs, unit: 'ms' },
  ];
}

/** What concerns the whole answer stands on its first frame, where Grafana looks for it. */
function* withFirst(frames: Iterable<Frame>, meta: FrameMeta): Generator<Frame> {
  let isFirst = true;
  for (const frame of frames) {
    yield isFirst ? { ...frame, meta: { ...frame.meta, ...withoutEmpty(meta) } } : frame;
    isFirst = false;
  }
}

function withoutEmpty(meta: FrameMeta): FrameMeta {
  const { notices, ...rest } = meta;
  return notices && notices.length > 0 ? meta : rest;
}

function memoized(source: Pick<SeriesSource, 'metadata'>): MetadataOf {
  const known = new Map<string, ReturnType<MetadataOf>>();
  return (name) => {
    if (!known.has(name)) known.set(name, source.metadata(name).get(name));
    return known.get(name);
  };
}

/** Anything thrown, as the result of its query. `downstream`: the query's fault, or that of what it asked. */
export function failureOf(error: unknown): {
  status: number;
  error: string;
  errorCode: string;
  hint?: string;
  errorSource: 'downstream' | 'plugin';
} {
  if (error instanceof ObservatoryError) {
    const { httpStatus: status, message, code: errorCode, hint } = error;
    const errorSource = status === 500 ? 'plugin' : 'downstream';
    return { status, error: message, errorCode, ...(hint === '' ? {} : { hint }), errorSource };
  }
  return {
    status: 500,
    error: `the query failed: ${messageOf(error)}`,
    errorCode: 'OBS_QUERY_FAILED',
    errorSource: 'plugin',
  };
}
