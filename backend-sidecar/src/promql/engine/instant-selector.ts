import { isStaleAt } from '../../model/stale.ts';
import type { SampleBuffer } from '../../storage.ts';
import type { VectorSelector } from '../parser/ast.ts';
import type { QueryContext } from './context.ts';
import type { SeriesMeta, VectorOperator } from './operator.ts';
import type { Row } from './row.ts';
import { Selection } from './selection.ts';
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
  }

  get series(): readonly SeriesMeta[] {
    return this.selection?.series ?? [];
  }

  async open(): Promise<void> {
    if (this.selection || this.ref.grid.steps === 0) return;
    const { lookbackMs } = this.context;
    const { grid, fixedMs } = this.ref;
    const after = this.selector.smoothed ? lookbackMs : 0;
    const hints = { stepMs: grid.steps > 1 ? grid.stepMs : 0, rangeMs: 0, func: this.func };
    // A coarser tier may hold no more than a sample a step: reach back far enough to find the first step's.
    const before = grid.steps > 1 && fixedMs === undefined ? Math.max(lookbackMs, grid.stepMs) : lookbackMs;
    const [min, max] = [refTime(this.ref, 0) - before + 1, lastRefTime(this.ref) + after];
    this.selection = await Selection.open(this.context, this.selector.matchers, min, max, hints);
  }

  row(index: number, out: Row): void {
    const { selection } = this;
    if (!selection) return out.clear();
    if (this.selector.smoothed) return smooth(selection.readSamples(index), this.ref, selection.lookbackMs, out);
    pickLast(selection.read(index), this.ref, selection.lookbackMs, this.yields, out);
  }
}

function pickLast(buffer: SampleBuffer, ref: TimeRef, lookbackMs: number, yields: Yield, out: Row): void {
  const { timestamps, values, valueWords, length } = buffer;
  const { values: outValues, present } = out;
  const steps = outValues.length;
  const stepMs = ref.fixedMs === undefined ? ref.grid.stepMs : 0;
  let time = refTime(ref, 0);
  let next = 0;
  let count = 0;
  for (let step = 0; step < steps; step++, time += stepMs) {
    while (next < length && timestamps[next] <= time) next++;
    const last = next - 1;
    if (last < 0 || timestamps[last] <= time - lookbackMs || isStaleAt(valueWords, last)) {
      present[step] = 0;
      continue;
    }
    outValues[step] =
      yields === 'value' ? values[last] : yields === 'seconds' ? timestamps[last] / 1000 : timestamps[last];
    present[step] = 1;
    count++;
  }
  out.count = count;
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
