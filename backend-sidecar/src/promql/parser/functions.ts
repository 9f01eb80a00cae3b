import type { ValueType } from './ast.ts';

/** What a function takes and gives. */
export interface FunctionSignature {
  name: string;
  argTypes: readonly ValueType[];
  /** How many arguments more than `argTypes.length - 1` are allowed; -1 for any number, 0 for exactly `argTypes`. */
  variadic: number;
  returnType: ValueType;
}

const V: ValueType = 'vector';
const S: ValueType = 'scalar';
const M: ValueType = 'matrix';
const T: ValueType = 'string';

const FUNCTIONS = new Map<string, FunctionSignature>();

function define(names: string, argTypes: readonly ValueType[], returnType: ValueType = V, variadic = 0): void {
  for (const name of names.split(' ')) FUNCTIONS.set(name, { name, argTypes, variadic, returnType });
}

define('abs ceil floor exp sqrt ln log2 log10 sgn deg rad', [V]);
define('sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh', [V]);
define('absent sort sort_desc timestamp start_timestamp', [V]);
define('histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar', [V]);
define('avg_over_time count_over_time first_over_time last_over_time mad_over_time max_over_time min_over_time', [M]);
define('present_over_time absent_over_time stddev_over_time stdvar_over_time sum_over_time', [M]);
define('ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time', [M]);
define('changes resets delta idelta increase irate rate deriv', [M]);
define('predict_linear', [M, S]);
define('double_exponential_smoothing', [M, S, S]);
define('quantile_over_time', [S, M]);
define('days_in_month day_of_month day_of_week day_of_year hour minute month year', [V], V, 1);
define('clamp', [V, S, S]);
define('clamp_max clamp_min', [V, S]);
define('round', [V, S], V, 1);
define('histogram_quantile', [S, V]);
define('histogram_fraction', [S, S, V]);
define('histogram_quantiles', [V, T, S, S], V, 9);
define('label_replace', [V, T, T, T, T]);
define('label_join', [V, T, T, T], V, -1);
define('sort_by_label sort_by_label_desc', [V, T], V, -1);
define('info', [V, V], V, 1);
define('vector', [S]);
define('scalar', [V], S);
define('time pi start end step range', [], S);
define('max_of min_of', [S, S], S);

/** The signature of a PromQL function, experimental ones included, or undefined when there is none of that name. */
export function functionSignature(name: string): FunctionSignature | undefined {
  return FUNCTIONS.get(name);
}

/** All names, for completion and tests. */
export function functionNames(): string[] {
  return [...FUNCTIONS.keys()].sort();
}
