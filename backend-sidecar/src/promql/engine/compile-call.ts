import { Absent, absentLabels } from '../functions/absent.ts';
import { clampRow } from '../functions/clamp.ts';
import { DATE_FUNCTIONS } from '../functions/date.ts';
import { InfoFunction } from '../functions/info.ts';
import { labelJoin, labelReplace } from '../functions/label-functions.ts';
import { mapRow, MapValues } from '../functions/map-values.ts';
import { roundTo, VALUE_FUNCTIONS } from '../functions/math.ts';
import { byLabels, byValue, Sort } from '../functions/sort.ts';
import { HistogramFunction } from '../histogram/histogram-function.ts';
import { HistogramQuantiles } from '../histogram/histogram-quantiles.ts';
import type { CallExpr, Expr } from '../parser/ast.ts';
import { ANCHORED_FUNCTIONS, SMOOTHED_FUNCTIONS } from '../range/extended.ts';
import { rangeKernel } from '../range/registry.ts';
import type { Compiler } from './compile.ts';
import { EmptyVector } from './empty.ts';
import { type Grid, gridTime } from './grid.ts';
import { MergeEqual } from './merge.ts';
import type { VectorOperator } from './operator.ts';
import { executionError, nativeHistogramsUnsupported } from './query-error.ts';
import { RangeFunction } from './range-function.ts';
import { ScalarToVector, TimeScalar } from './scalars.ts';
import { unwrapParens } from './unwrap.ts';

/** The operator of a function that gives an instant vector. */
export function compileVectorCall(compiler: Compiler, expr: CallExpr, grid: Grid): VectorOperator {
  const { name } = expr.func;
  const args = expr.args.map(unwrapParens);
  const { context } = compiler;
  const child = () => compiler.vector(args[0], grid, name);
  const simple = VALUE_FUNCTIONS[name];
  if (simple) return new MapValues(child(), [], mapRow(simple));
  if (expr.func.argTypes.includes('matrix')) return compileRangeCall(compiler, expr, args, grid);
  const ofDate = DATE_FUNCTIONS[name];
  if (ofDate) {
    // Without an argument they tell of the step's own time, which has no labels.
    const input = args.length > 0 ? child() : new ScalarToVector(new TimeScalar(grid));
    return new MapValues(input, [], mapRow(ofDate));
  }
  switch (name) {
    case 'vector':
      return new ScalarToVector(compiler.scalar(args[0], grid));
    case 'absent':
      return new Absent(context, grid, child(), absentLabels(args[0]));
    case 'clamp':
    case 'clamp_max':
    case 'clamp_min':
      return new MapValues(
        child(),
        args.slice(1).map((arg) => compiler.scalar(arg, grid)),
        clampRow(name),
      );
    case 'round':
      return compileRound(compiler, args, grid);
    case 'timestamp':
      return compileTimestamp(compiler, args[0], grid);
    case 'start_timestamp':
      // Our samples do not say when their counter started.
      return new EmptyVector();
    case 'label_replace': {
      const [dst, replacement, src, regex] = args.slice(1).map(stringOf);
      return new MergeEqual(compiler.context.budget, child(), grid.steps, labelReplace(dst, replacement, src, regex));
    }
    case 'label_join': {
      const [dst, separator, ...sources] = args.slice(1).map(stringOf);
      return new MergeEqual(compiler.context.budget, child(), grid.steps, labelJoin(dst, separator, sources));
    }
    case 'sort':
    case 'sort_desc':
      return new Sort(context, grid, child(), byValue(name === 'sort_desc'), expr.pos);
    case 'sort_by_label':
    case 'sort_by_label_desc':
      return new Sort(
        context,
        grid,
        child(),
        byLabels(args.slice(1).map(stringOf), name === 'sort_by_label_desc'),
        expr.pos,
      );
    case 'histogram_quantile': {
      const question = { kind: 'quantile' as const, q: compiler.scalar(args[0], grid), qPos: args[0].pos };
      return new HistogramFunction(context, grid, question, compiler.vector(args[1], grid, name), args[1].pos);
    }
    case 'histogram_fraction': {
      const question = {
        kind: 'fraction' as const,
        lower: compiler.scalar(args[0], grid),
        upper: compiler.scalar(args[1], grid),
      };
      return new HistogramFunction(context, grid, question, compiler.vector(args[2], grid, name), args[2].pos);
    }
    case 'histogram_quantiles': {
      const quantiles = args.slice(2).map((arg) => ({ q: compiler.scalar(arg, grid), pos: arg.pos }));
      return new HistogramQuantiles(
        context,
        grid,
        compiler.share(child(), grid),
        args[0].pos,
        stringOf(args[1]),
        quantiles,
      );
    }
    case 'info':
      return new MergeEqual(compiler.context.budget, new InfoFunction(compiler, grid, args), grid.steps);
    default:
      throw nativeHistogramsUnsupported(`function "${name}"`);
  }
}

function compileRangeCall(compiler: Compiler, expr: CallExpr, args: readonly Expr[], grid: Grid): VectorOperator {
  const { context } = compiler;
  const { name } = expr.func;
  const at = expr.func.argTypes.indexOf('matrix');
  const matrix = args[at];
  const selector = matrix.kind === 'matrixSelector' ? matrix.selector : undefined;
  const extension = selector?.anchored ? 'anchored' : selector?.smoothed ? 'smoothed' : undefined;
  const kernel = rangeKernel(name, extension);
  if (!kernel) {
    const allowed = extension === 'anchored' ? ANCHORED_FUNCTIONS : SMOOTHED_FUNCTIONS;
    throw executionError(`${extension} modifier can only be used with: ${allowed.join(', ')} - not with ${name}`);
  }
  const scalars = args.filter((_, i) => i !== at).map((arg) => compiler.scalar(arg, grid));
  const call = { name, kernel, extension, pos: args[0].pos } as const;
  const result = new RangeFunction(context, grid, call, compiler.range(matrix, grid, name), scalars);
  return name === 'absent_over_time' ? new Absent(context, grid, result, absentLabels(matrix)) : result;
}

function compileRound(compiler: Compiler, args: readonly Expr[], grid: Grid): VectorOperator {
  const nearest = args.length > 1 ? [compiler.scalar(args[1], grid)] : [];
  return new MapValues(compiler.vector(args[0], grid, 'round'), nearest, ({ values }, [multiples]) => {
    for (let step = 0; step < values.length; step++)
      values[step] = roundTo(values[step], multiples ? multiples[step] : 1);
  });
}

/** Of a selector the time of its samples; of anything else the step's own. */
function compileTimestamp(compiler: Compiler, arg: Expr, grid: Grid): VectorOperator {
  if (arg.kind === 'vectorSelector')
    return new MapValues(compiler.selector(arg, grid, 'timestamp', 'seconds'), [], () => {});
  return new MapValues(compiler.vector(arg, grid, 'timestamp'), [], ({ values }) => {
    for (let step = 0; step < values.length; step++) values[step] = gridTime(grid, step) / 1000;
  });
}

function stringOf(expr: Expr): string {
  return expr.kind === 'string' ? expr.value : '';
}
