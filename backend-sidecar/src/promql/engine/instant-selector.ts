import { isStaleAt } from '../../model/stale.ts';
import type { SampleBuffer } from '../../storage.ts';
import type { VectorSelector } from '../parser/ast.ts';
import type { QueryContext } from './context.ts';
import type { SeriesMeta, VectorOperator } from './operator.ts';
import type { Row } from './row.ts';
import { Selection } from './selection.ts';
import { LastTimestamps } from './timestamps.ts';
import { lastRefTime, refTime, type TimeRef } from './time-ref.ts';

/** What a step's value is: the sample's value, or its timestamp in seconds or milliseconds. */
export type Yield = 'value' | 'seconds' | 'milliseconds';

/**
 * An instant selector: per step the last sample within the lookback delta, unless that is a staleness marker. One pass
 * over the samples serves all steps.
 */
export class InstantSelector implements VectorOperator {
  private readonly context: QueryContext;
  private readonly selector: VectorSelector;
  private readonly ref: TimeRef;
  private readonly func: string | undefined;
  private readonly yields: Yield;
  private selection: Selection | undefined;
  private readonly last = new LastTimestamps();
  private readonly picks: Int32Array;

  constructor(
    context: QueryContext,
    selector: VectorSelector,
    ref: TimeRef,
    func: string | undefined,
    yields: Yield = 'value',
  ) {
    this.context = context;
    this.selector = selector;
    this.ref = ref;
    this.func = func;
    this.yields = yields;
    this.picks = new Int32Array(ref.grid.steps);
  }

  get series(): readonly SeriesMeta[] {
    return this.selection?.series ?? [];
  }

  async open(): Promise<void> {
    if (this.selection || this.ref.grid.steps === 0) return;
    const { lookbackMs } = this.context;
    const { grid, fixedMs } = this.ref;
    const after = this.selector.smoothed ? lookbackMs : 0;
    const newestOnly = !this.selector.smoothed && (grid.steps === 1 || fixedMs !== undefined);
    const hints = { stepMs: grid.steps > 1 ? grid.stepMs : 0, rangeMs: 0, func: this.func, newestOnly };
    // A coarser tier may hold no more than a sample a step: reach back far enough to find the first step's.
    const before = grid.steps > 1 && fixedMs === undefined ? Math.max(lookbackMs, grid.stepMs) : lookbackMs;
    const [min, max] = [refTime(this.ref, 0) - before + 1, lastRefTime(this.ref) + after];
    this.selection = await Selection.open(this.context, this.selector.matchers, min, max, hints);
  }

  row(index: number, out: Row): void {
    const { selection } = this;
    if (!selection) return out.clear();
    if (this.selector.smoothed) return smooth(selection.readSamples(index), this.ref, selection.lookbackMs, out);
    this.pickLast(selection.read(index), selection.lookbackMs, out);
  }

  private pickLast({ timestamps, values, valueWords, length }: SampleBuffer, lookbackMs: number, out: Row): void {
    const { picks } = this;
    if (!this.last.sameAsBefore(timestamps, length)) findPicks(timestamps, length, this.ref, lookbackMs, picks);
    const column = this.yields === 'value' ? values : timestamps;
    const { values: outValues, present } = out;
    let count = 0;
    for (let step = 0; step < picks.length; step++) {
      const pick = picks[step];
      if (pick < 0 || (values[pick] !== values[pick] && isStaleAt(valueWords, pick))) {
        present[step] = 0;
        continue;
      }
      outValues[step] = column[pick];
      present[step] = 1;
      count++;
    }
    out.count = count;
    if (this.yields === 'seconds') for (let step = 0; step < picks.length; step++) outValues[step] /= 1000;
  }
}

/** Per step the index of the last sample within the lookback delta, or -1. */
function findPicks(
  timestamps: Float64Array,
  length: number,
  ref: TimeRef,
  lookbackMs: number,
  picks: Int32Array,
): void {
  const stepMs = ref.fixedMs === undefined ? ref.grid.stepMs : 0;
  let time = refTime(ref, 0);
  let next = 0;
  for (let step = 0; step < picks.length; step++, time += stepMs) {
    while (next < length && timestamps[next] <= time) next++;
    picks[step] = next > 0 && timestamps[next - 1] > time - lookbackMs ? next - 1 : -1;
  }
}

/**
 * `smoothed`: the value on the line between the samples around the step, within the lookback delta on either side; after
 * the last sample, its value.
 */
function smooth({ timestamps, values, length }: SampleBuffer, ref: TimeRef, lookbackMs: number, out: Row): void {
  out.clear();
  let first = 0;
  let next = 0;
  for (let step = 0; step < out.values.length; step++) {
    const time = refTime(ref, step);
    while (first < length && timestamps[first] <= time - lookbackMs) first++;
    if (next < first) next = first;
    while (next < length && timestamps[next] < time) next++;
    const hasNext = next < length && timestamps[next] <= time + lookbackMs;
    if (hasNext && timestamps[next] === time) out.set(step, values[next]);
    else if (next > first) {
      const before = next - 1;
      const slope = hasNext
        ? ((values[next] - values[before]) * (time - timestamps[before])) / (timestamps[next] - timestamps[before])
        : 0;
      out.set(step, hasNext ? values[before] + slope : values[before]);
    }
  }
}
