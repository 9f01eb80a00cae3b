/**
 * Hostile PromQL: deep nesting, huge ranges and steps, catastrophic regexes, selections of everything, and broken text.
 * Deterministic by seed, so that a failing query can be asked again.
 */
export interface HostileQuery {
  query: string;
  /** Length of the range query to ask; 0 for an instant query. */
  rangeMs: number;
  stepMs: number;
}

/** `count` queries; each must be answered or refused, never crash or hang the sidecar. */
export function* hostileQueries(seed: number, count: number): IterableIterator<HostileQuery> {
  const random = mulberry32(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)];
  for (let i = 0; i < count; i++) {
    const [rangeMs, stepMs] = pick(WINDOWS);
    yield { query: pick(SHAPES)(random, pick), rangeMs, stepMs };
  }
}

type Pick = <T>(items: readonly T[]) => T;
type Shape = (random: () => number, pick: Pick) => string;

const HOUR = 3_600_000;
const WINDOWS: readonly (readonly [number, number])[] = [
  [0, 0],
  [HOUR, 15_000],
  [24 * HOUR, 10_000],
  [30 * 24 * HOUR, 1000],
  [10 * 365 * 24 * HOUR, 1],
];

const SELECTORS = [
  'up',
  '{__name__=~".+"}',
  '{__name__!=""}',
  '{job=~"(a+)+$"}',
  '{instance=~"(.*)*(.*)*(.*)*x"}',
  'nothing',
  '{"ü.x"}',
];
const RANGES = ['1ms', '5m', '1d', '10y', '290y', '5m:1ms', '1y:1s', '30d:', '1h:15s'];
const RANGE_FUNCTIONS = [
  'rate',
  'stddev_over_time',
  'mad_over_time',
  'deriv',
  'changes',
  'absent_over_time',
  'ts_of_max_over_time',
];
const AGGREGATIONS = ['sum', 'count by (instance)', 'avg without (job)', 'stddev by (__name__)', 'group'];
const OPERATORS = [
  '+',
  '/',
  'and',
  'or',
  'unless',
  '== bool',
  '> on () group_left ()',
  '* ignoring (job)',
  '+ fill (1)',
  '%',
  '^',
  'atan2',
];

const selector: Shape = (_random, pick) =>
  pick(SELECTORS) + pick(['', '', ' offset 1y', ' offset -1y', ' @ 1e9', ' @ end()', ' smoothed']);

const rangeCall: Shape = (_random, pick) => `${pick(RANGE_FUNCTIONS)}(${pick(SELECTORS)}[${pick(RANGES)}])`;

const operand: Shape = (random, pick) => pick([selector, rangeCall])(random, pick);

function nested(open: string, close: string): Shape {
  return (random, pick) => {
    const depth = pick([3, 50, 400, 990, 5_000, 100_000]);
    return open.repeat(depth) + operand(random, pick) + close.repeat(depth);
  };
}

function garble(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const junk = ['', ')', '{', '[', '"', '\\', '\u0000', '\ud800', '@', 'offset', '[5m', '\n#', '1e', '$'];
  return text.slice(0, at) + junk[Math.floor(random() * junk.length)] + text.slice(at + Math.floor(random() * 3));
}

const SHAPES: readonly Shape[] = [
  selector,
  rangeCall,
  nested('(', ')'),
  nested('-', ''),
  nested('sum(', ')'),
  nested('abs(', ')'),
  nested('max_over_time(', '[1h:1m])'),
  (random, pick) =>
    Array.from({ length: pick([2, 30, 900, 20_000]) }, () => selector(random, pick)).join(` ${pick(OPERATORS)} `),
  (random, pick) => `${operand(random, pick)} ${pick(OPERATORS)} ${operand(random, pick)}`,
  (random, pick) => `${pick(AGGREGATIONS)} (${operand(random, pick)})`,
  (random, pick) => `topk(${pick(['1e9', '9e18', 'NaN', '-1', 'Inf', '3'])}, ${operand(random, pick)})`,
  (random, pick) => `count_values("v", ${operand(random, pick)})`,
  (random, pick) => `quantile(${pick(['0.5', 'NaN', '-7'])}, ${operand(random, pick)})`,
  (_random, pick) => `quantile_over_time(0.9, ${pick(SELECTORS)}[${pick(RANGES)}])`,
  (random, pick) => `histogram_quantile(${pick(['0.99', 'time()'])}, ${operand(random, pick)})`,
  (random, pick) =>
    `label_replace(${operand(random, pick)}, "${pick(['job', '', 'ü'])}", "$1$1$1$1", "instance", "${pick(['(.*)', '(a+)+', '((', '.{1000}{1000}'])}")`,
  (random, pick) => `label_join(${operand(random, pick)}, "x", ",", ${new Array(200).fill('"instance"').join()})`,
  (random, pick) => `info(${operand(random, pick)}, {__name__=~".+"})`,
  (random, pick) => `sort_by_label(${operand(random, pick)}, "instance")`,
  (_random, pick) => `${pick(SELECTORS)}[${pick(RANGES)}]`,
  (_random, pick) => `{${new Array(pick([1, 500])).fill('a=~"(x|y|z)*"').join(',')}}`,
  (_random, pick) => `"${'\\u00e9'.repeat(pick([1, 50_000]))}"`,
  (random, pick) => garble(`sum by (a) (rate(up{job="x"}[5m] offset 1m)) / on (b) ${operand(random, pick)}`, random),
];

/** Small generator of good enough numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
