import type { Clock } from '../../util/clock.ts';
import type { PromqlSource, QueryOptions, QueryResult, QueryValue, SeriesSource } from '../../storage.ts';
import { documentedType, type Expr, typeOf } from '../parser/ast.ts';
import { parseExpr } from '../parser/parse.ts';
import { Annotations } from './annotations.ts';
import { QueryBudget } from './budget.ts';
import { Compiler } from './compile.ts';
import type { QueryContext } from './context.ts';
import { ConcurrencyGate } from './gate.ts';
import { instantGrid, rangeGrid } from './grid.ts';
import { limitResult } from './limit-result.ts';
import { OpenSets } from './open-sets.ts';
import { QueryError } from './query-error.ts';
import type { QueryTimes } from './resolve-duration.ts';
import { collectMatrix, collectRangeVector, collectVector } from './results.ts';
import { ScalarToVector } from './scalars.ts';
import { Turns } from './turns.ts';
import { unwrapParens } from './unwrap.ts';

export interface EngineOptions {
  source: SeriesSource;
  clock: Clock;
  /** How far an instant selector looks back for a sample. Default 5 minutes. */
  lookbackMs?: number;
  /** Default 2 minutes. */
  timeoutMs?: number;
  /** Samples that one query may hold at a time. Default 50 million, as in Prometheus. */
  maxSamples?: number;
  /** Bytes of columns that one query may hold at a time. Default 512 MiB. */
  maxMemoryBytes?: number;
  /** Series in an answer. Default 100,000. */
  maxSeries?: number;
  /** Queries evaluated at a time; others wait. Default 4: they share one thread. */
  maxConcurrency?: number;
  /** How long a query computes before the event loop has its turn. Default 5 ms. */
  sliceMs?: number;
  /** Step of subqueries that name none. Default 1 minute. */
  subqueryStepMs?: number | ((rangeMs: number) => number);
  /** Warnings and infos told of one query, each; 0 for all. Default 10, as Prometheus' API. */
  maxAnnotations?: number;
}

const DEFAULTS = {
  lookbackMs: 300_000,
  timeoutMs: 120_000,
  maxSamples: 50_000_000,
  maxMemoryBytes: 512 * 1024 * 1024,
  maxSeries: 100_000,
  maxConcurrency: 4,
  sliceMs: 5,
  subqueryStepMs: 60_000,
  maxAnnotations: 10,
};

/**
 * The embedded PromQL engine: Prometheus 3's language over float samples. Experimental functions, duration expressions,
 * `anchored`/`smoothed` and fill modifiers are on, metric names are dropped last.
 */
export function createEngine(options: EngineOptions): PromqlSource {
  return new Engine({ ...DEFAULTS, ...withoutUndefined(options) });
}

type Settings = Required<EngineOptions>;

class Engine implements PromqlSource {
  private readonly settings: Settings;
  private readonly gate: ConcurrencyGate;

  constructor(settings: Settings) {
    this.settings = settings;
    this.gate = new ConcurrencyGate(settings.maxConcurrency);
  }

  async instant(query: string, timeMs: number, options: QueryOptions = {}): Promise<QueryResult> {
    const expr = parseExpr(query);
    const times = { startMs: timeMs, endMs: timeMs, stepMs: 0 };
    return this.run(query, options, (context) => evaluateInstant(context, expr, times));
  }

  async range(
    query: string,
    startMs: number,
    endMs: number,
    stepMs: number,
    options: QueryOptions = {},
  ): Promise<QueryResult> {
    const expr = parseExpr(query);
    const type = typeOf(expr);
    if (type !== 'vector' && type !== 'scalar') {
      throw new QueryError(
        'bad_data',
        'OBS_QUERY_RANGE_TYPE',
        `invalid expression type ${JSON.stringify(documentedType(type))} for range query, must be Scalar or instant Vector`,
        'Apply a function over the range, such as rate(), or ask an instant query.',
      );
    }
    if (!(stepMs > 0))
      throw new QueryError(
        'bad_data',
        'OBS_QUERY_STEP',
        'zero or negative query resolution step widths are not accepted. Try a positive integer',
      );
    const times = { startMs, endMs, stepMs };
    return this.run(query, options, (context) => evaluateRange(context, expr, times));
  }

  /** Queues, evaluates and accounts for one query. */
  private async run(
    query: string,
    options: QueryOptions,
    evaluate: (context: QueryContext) => Promise<QueryValue>,
  ): Promise<QueryResult> {
    const { settings } = this;
    const queuedAt = performance.now();
    const leave = await this.gate.enter(options.signal);
    const startedAt = performance.now();
    // The wait for a turn counts, as in Prometheus.
    const timeoutMs = Math.min(options.timeoutMs ?? Infinity, settings.timeoutMs) - (startedAt - queuedAt);
    const budget = new QueryBudget({ ...settings, timeoutMs }, settings.clock, options.signal);
    const annotations = new Annotations();
    const { subqueryStepMs } = settings;
    const openSets = new OpenSets();
    const context: QueryContext = {
      source: settings.source,
      budget,
      annotations,
      lookbackMs: options.lookbackMs && options.lookbackMs > 0 ? options.lookbackMs : settings.lookbackMs,
      subqueryStepMs: typeof subqueryStepMs === 'number' ? () => subqueryStepMs : subqueryStepMs,
      signal: options.signal,
      selections: new Turns(),
      closeAtEnd: (set) => openSets.add(set),
    };
    try {
      budget.check();
      const value = await evaluate(context);
      const { warnings, infos } = annotations.render(query, settings.maxAnnotations);
      const limited = limitResult(value, options.limit, settings.maxSeries, warnings);
      const endedAt = performance.now();
      const timings = { evalMs: endedAt - startedAt, queueMs: startedAt - queuedAt, totalMs: endedAt - queuedAt };
      const stats = {
        samples: budget.samplesRead,
        series: budget.seriesRead,
        peakSamples: budget.peakSamples,
        timings,
      };
      return { value: limited, warnings, infos, stats };
    } finally {
      budget.end();
      openSets.closeAll();
      leave();
    }
  }
}

async function evaluateInstant(context: QueryContext, root: Expr, times: QueryTimes): Promise<QueryValue> {
  const expr = unwrapParens(root);
  const grid = instantGrid(times.startMs);
  const timestampMs = times.startMs;
  const compiler = new Compiler(context, times, expr);
  switch (typeOf(expr)) {
    case 'string':
      return { resultType: 'string', timestampMs, value: expr.kind === 'string' ? expr.value : '' };
    case 'scalar': {
      const scalar = compiler.scalar(expr, grid);
      await scalar.open();
      return { resultType: 'scalar', timestampMs, value: scalar.values[0] };
    }
    case 'matrix':
      return collectRangeVector(context, compiler.range(expr, grid), expr.kind === 'matrixSelector' ? expr : undefined);
    default:
      return collectVector(context, compiler.vector(expr, grid), timestampMs, isOrdered(expr));
  }
}

async function evaluateRange(context: QueryContext, expr: Expr, times: QueryTimes): Promise<QueryValue> {
  const grid = rangeGrid(times.startMs, times.endMs, times.stepMs);
  context.budget.holdScratch(grid.steps);
  const compiler = new Compiler(context, times, expr);
  const operator =
    typeOf(expr) === 'scalar' ? new ScalarToVector(compiler.scalar(expr, grid)) : compiler.vector(expr, grid);
  return collectMatrix(context, operator, grid);
}

/** Functions and operators that keep the order of their input pass on one that a query asked for. */
function isOrdered(node: Expr): boolean {
  const expr = unwrapParens(node);
  switch (expr.kind) {
    case 'aggregate':
      return expr.op === 'topk' || expr.op === 'bottomk';
    case 'call':
      return expr.func.name.startsWith('sort') || (expr.args.length > 0 && isOrdered(expr.args[0]));
    case 'unary':
      return isOrdered(expr.expr);
    case 'binary':
      return isOrdered(expr.left) || (typeOf(expr.left) === 'scalar' && isOrdered(expr.right));
    default:
      return false;
  }
}

function withoutUndefined(options: EngineOptions): EngineOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as EngineOptions;
}
