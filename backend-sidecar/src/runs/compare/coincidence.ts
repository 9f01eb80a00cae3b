import type { RunSeries } from '@observatory/protocol/runs';
import { numberText } from '../report/number-text.ts';
import type { MeasuredRun } from './measured-run.ts';

const WORST = 0.1;
const MIN_WORST = 3;
/** The node's values then are at least this many times those of the rest. */
const CLEAR = 2;

/**
 * Whether a node's series was high just when a measure was: `, 450 ms of each second in the 12 slowest samples and 10 ms in the
 * rest`. Undefined when it was not, or when nobody knows what was when.
 */
export function coincidence(run: MeasuredRun, measure: string, series: RunSeries): string | undefined {
  const column = run.columns.get(measure);
  const times = run.run.timeseries?.times ?? [];
  if (
    !column ||
    !run.span ||
    !/_(avg|p\d+|max)(@|$)/.test(measure) ||
    !['gc', 'writeP99', 'journalP99'].includes(series.measure)
  ) {
    return undefined;
  }
  const { fromMs } = run.span;
  const rows = [...column.values.keys()].filter((row) => Number.isFinite(column.values[row]));
  const worst = new Set(
    [...rows].sort((a, b) => column.values[b] - column.values[a]).slice(0, Math.floor(rows.length * WORST)),
  );
  if (worst.size < MIN_WORST) return undefined;
  const [then, else_]: [number[], number[]] = [[], []];
  for (const row of rows) {
    const value = series.values[nearest(times, fromMs + (row + 0.5) * column.stepMs)];
    if (value != null) (worst.has(row) ? then : else_).push(value);
  }
  if (then.length < MIN_WORST || else_.length === 0) return undefined;
  const [high, usual] = [then, else_].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  if (high < CLEAR * usual || high - usual < 5) return undefined;
  const unit = series.measure === 'gc' ? ' of each second' : '';
  return `, ${numberText(high, 'ms')}${unit} in its ${worst.size} slowest samples and ${numberText(usual, 'ms')} in the rest`;
}

function nearest(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - times[low - 1] < times[low] - at ? low - 1 : low;
}
