/** What the builder and the completion know of PromQL's functions and aggregations. */

export type ParameterKind = 'vector' | 'range' | 'scalar' | 'string';

export interface PromqlFunction {
  name: string;
  /** In order; a trailing `?` in `name` marks one that may be left out, `…` one that may come again. */
  parameters: Array<{ kind: ParameterKind; name: string; initial?: string }>;
  category: 'rate' | 'over time' | 'histogram' | 'math' | 'label' | 'time' | 'sort and shape';
  summary: string;
}

const v = { kind: 'vector', name: 'v' } as const;
const range = { kind: 'range', name: 'v' } as const;
const scalar = (name: string, initial: string) => ({ kind: 'scalar', name, initial }) as const;
const text = (name: string, initial: string) => ({ kind: 'string', name, initial: JSON.stringify(initial) }) as const;

const over = (name: string, summary: string): PromqlFunction => ({
  name,
  parameters: [range],
  category: 'over time',
  summary,
});
const rate = (name: string, summary: string): PromqlFunction => ({
  name,
  parameters: [range],
  category: 'rate',
  summary,
});
const math = (name: string, summary: string): PromqlFunction => ({ name, parameters: [v], category: 'math', summary });
const time = (name: string, summary: string): PromqlFunction => ({
  name,
  parameters: [{ ...v, name: 'v?' }],
  category: 'time',
  summary,
});

export const FUNCTIONS: readonly PromqlFunction[] = [
  rate('rate', 'Mean increase per second of a counter over the range; resets are mended. Use at least four scrapes.'),
  rate('increase', 'Increase of a counter over the range, extrapolated to its ends.'),
  rate('irate', 'Increase per second between the last two samples of a counter; for fast movements, not for alerts.'),
  rate('delta', 'Difference between the first and the last value of a gauge, extrapolated to the ends of the range.'),
  rate('idelta', 'Difference between the last two samples of a gauge.'),
  rate('deriv', 'Change per second of a gauge, by least squares over the range.'),
  rate('changes', 'How often the value changed within the range.'),
  rate('resets', 'How often a counter began anew within the range.'),
  {
    name: 'predict_linear',
    parameters: [range, scalar('t', '3600')],
    category: 'rate',
    summary: 'Value of a gauge in t seconds if it goes on as in the range.',
  },
  {
    name: 'double_exponential_smoothing',
    parameters: [range, scalar('sf', '0.5'), scalar('tf', '0.5')],
    category: 'rate',
    summary: 'A gauge smoothed by level (sf) and trend (tf).',
  },
  over('avg_over_time', 'Mean of the samples in the range.'),
  over('min_over_time', 'Least of the samples in the range.'),
  over('max_over_time', 'Largest of the samples in the range.'),
  over('sum_over_time', 'Sum of the samples in the range; depends on how often is scraped.'),
  over('count_over_time', 'Number of samples in the range.'),
  {
    name: 'quantile_over_time',
    parameters: [scalar('φ', '0.95'), range],
    category: 'over time',
    summary: 'The φ-quantile of the samples in the range.',
  },
  over('stddev_over_time', 'Standard deviation of the samples in the range.'),
  over('stdvar_over_time', 'Variance of the samples in the range.'),
  over('last_over_time', 'The newest sample in the range; bridges gaps.'),
  over('present_over_time', '1 for every series with a sample in the range.'),
  over('absent_over_time', '1 when no series has a sample in the range.'),
  over('mad_over_time', 'Median absolute deviation of the samples in the range.'),
  {
    name: 'histogram_quantile',
    parameters: [scalar('φ', '0.99'), v],
    category: 'histogram',
    summary: 'The φ-quantile of a histogram: over rate of its buckets, summed by le.',
  },
  {
    name: 'histogram_fraction',
    parameters: [scalar('lower', '0'), scalar('upper', '0.1'), v],
    category: 'histogram',
    summary: 'Share of observations between two bounds.',
  },
  { name: 'histogram_avg', parameters: [v], category: 'histogram', summary: 'Mean of a native histogram.' },
  {
    name: 'histogram_count',
    parameters: [v],
    category: 'histogram',
    summary: 'Count of observations of a native histogram.',
  },
  {
    name: 'histogram_sum',
    parameters: [v],
    category: 'histogram',
    summary: 'Sum of observations of a native histogram.',
  },
  {
    name: 'histogram_stddev',
    parameters: [v],
    category: 'histogram',
    summary: 'Estimated standard deviation of a native histogram.',
  },
  {
    name: 'histogram_stdvar',
    parameters: [v],
    category: 'histogram',
    summary: 'Estimated variance of a native histogram.',
  },
  math('abs', 'Absolute value.'),
  math('ceil', 'Rounded up.'),
  math('floor', 'Rounded down.'),
  {
    name: 'round',
    parameters: [v, { kind: 'scalar', name: 'to?', initial: '1' }],
    category: 'math',
    summary: 'Rounded to the nearest multiple of `to`.',
  },
  {
    name: 'clamp',
    parameters: [v, scalar('min', '0'), scalar('max', '100')],
    category: 'math',
    summary: 'Kept between two bounds.',
  },
  { name: 'clamp_min', parameters: [v, scalar('min', '0')], category: 'math', summary: 'Never below a bound.' },
  { name: 'clamp_max', parameters: [v, scalar('max', '100')], category: 'math', summary: 'Never above a bound.' },
  math('sgn', '1, 0 or -1 by sign.'),
  math('sqrt', 'Square root.'),
  math('exp', 'e to the power of the value.'),
  math('ln', 'Natural logarithm.'),
  math('log2', 'Logarithm to base 2.'),
  math('log10', 'Logarithm to base 10.'),
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'deg', 'rad'].map(
    (name) => math(name, 'Trigonometric function.'),
  ),
  { name: 'pi', parameters: [], category: 'math', summary: 'The number π.' },
  {
    name: 'label_replace',
    parameters: [v, text('dst', 'name'), text('replacement', '$1'), text('src', 'instance'), text('regex', '(.*):.*')],
    category: 'label',
    summary: 'Sets a label from a regular expression over another.',
  },
  {
    name: 'label_join',
    parameters: [v, text('dst', 'name'), text('separator', '/'), text('src…', 'cluster')],
    category: 'label',
    summary: 'Sets a label to others joined.',
  },
  {
    name: 'info',
    parameters: [v, { ...v, name: 'selector?' }],
    category: 'label',
    summary: 'Adds labels of matching info metrics.',
  },
  { name: 'sort', parameters: [v], category: 'sort and shape', summary: 'In order of value, instant queries only.' },
  {
    name: 'sort_desc',
    parameters: [v],
    category: 'sort and shape',
    summary: 'In falling order of value, instant queries only.',
  },
  {
    name: 'sort_by_label',
    parameters: [v, text('label…', 'instance')],
    category: 'sort and shape',
    summary: 'In order of labels, instant queries only.',
  },
  {
    name: 'sort_by_label_desc',
    parameters: [v, text('label…', 'instance')],
    category: 'sort and shape',
    summary: 'In falling order of labels, instant queries only.',
  },
  { name: 'absent', parameters: [v], category: 'sort and shape', summary: '1 when there is no series.' },
  { name: 'scalar', parameters: [v], category: 'sort and shape', summary: 'The value of the only series as a number.' },
  {
    name: 'vector',
    parameters: [scalar('s', '1')],
    category: 'sort and shape',
    summary: 'A number as a series without labels.',
  },
  { name: 'time', parameters: [], category: 'time', summary: 'Time of the evaluation, in seconds since the epoch.' },
  { name: 'timestamp', parameters: [v], category: 'time', summary: 'Time of each sample, in seconds since the epoch.' },
  time('minute', 'Minute of the hour, UTC.'),
  time('hour', 'Hour of the day, UTC.'),
  time('day_of_week', 'Day of the week, 0 is Sunday, UTC.'),
  time('day_of_month', 'Day of the month, UTC.'),
  time('day_of_year', 'Day of the year, UTC.'),
  time('days_in_month', 'Days of the month, UTC.'),
  time('month', 'Month, 1 is January, UTC.'),
  time('year', 'Year, UTC.'),
];

export interface PromqlAggregation {
  name: string;
  /** What comes before the vector, as PromQL writes it. */
  parameter?: { kind: 'scalar' | 'string'; name: string; initial: string };
  summary: string;
}

export const AGGREGATIONS: readonly PromqlAggregation[] = [
  { name: 'sum', summary: 'Sum over the series of a group.' },
  { name: 'avg', summary: 'Mean over the series of a group.' },
  { name: 'min', summary: 'Least value of a group.' },
  { name: 'max', summary: 'Largest value of a group.' },
  { name: 'count', summary: 'Number of series of a group.' },
  { name: 'group', summary: '1 for each group.' },
  { name: 'stddev', summary: 'Standard deviation over the series of a group.' },
  { name: 'stdvar', summary: 'Variance over the series of a group.' },
  {
    name: 'topk',
    parameter: { kind: 'scalar', name: 'k', initial: '5' },
    summary: 'The k series with the largest values.',
  },
  {
    name: 'bottomk',
    parameter: { kind: 'scalar', name: 'k', initial: '5' },
    summary: 'The k series with the least values.',
  },
  {
    name: 'quantile',
    parameter: { kind: 'scalar', name: 'φ', initial: '0.95' },
    summary: 'The φ-quantile over the series of a group.',
  },
  {
    name: 'count_values',
    parameter: { kind: 'string', name: 'label', initial: '"value"' },
    summary: 'Number of series for each value.',
  },
  { name: 'limitk', parameter: { kind: 'scalar', name: 'k', initial: '5' }, summary: 'Any k series.' },
  {
    name: 'limit_ratio',
    parameter: { kind: 'scalar', name: 'r', initial: '0.1' },
    summary: 'A share of the series, always the same ones.',
  },
];

const FUNCTIONS_BY_NAME = new Map(FUNCTIONS.map((entry) => [entry.name, entry]));
const AGGREGATIONS_BY_NAME = new Map(AGGREGATIONS.map((entry) => [entry.name, entry]));

export const functionOf = (name: string): PromqlFunction | undefined => FUNCTIONS_BY_NAME.get(name);
export const aggregationOf = (name: string): PromqlAggregation | undefined => AGGREGATIONS_BY_NAME.get(name);

/** `rate(v range)`: for tooltips and completion. */
export function signatureOf({ name, parameters }: PromqlFunction): string {
  const kinds: Record<ParameterKind, string> = {
    vector: 'instant vector',
    range: 'range vector',
    scalar: 'number',
    string: 'text',
  };
  return `${name}(${parameters.map((parameter) => `${parameter.name}: ${kinds[parameter.kind]}`).join(', ')})`;
}
