import type { Matcher } from '../../model/matcher.ts';
import { isStaleAt, STALE_NAN_HIGH } from '../../model/stale.ts';
import { SampleBuffer, type SelectHints, type SeriesSet } from '../../storage.ts';
import type { QueryContext } from './context.ts';
import type { SeriesMeta } from './operator.ts';

/** The series of one selector, read one at a time into a buffer that is reused. */
export class Selection {
  readonly series: SeriesMeta[] = [];
  readonly buffer = new SampleBuffer();
  /** Lookback to apply: longer than the query's when the answer comes from a coarser tier. */
  lookbackMs: number;
  private readonly context: QueryContext;
  private readonly set: SeriesSet;

  private constructor(context: QueryContext, set: SeriesSet) {
    this.context = context;
    this.set = set;
    // A bucket stands at its end and lasts for its resolution: one that is missed must not leave a gap.
    this.lookbackMs = context.lookbackMs + (set.resolutionMs ?? 0);
    context.budget.seriesRead += set.count;
  }

  /** Bounds are inclusive. */
  static open(
    context: QueryContext,
    matchers: readonly Matcher[],
    minTimeMs: number,
    maxTimeMs: number,
    hints: SelectHints,
  ): Promise<Selection> {
    return context.selections.run(async () => {
      context.budget.check();
      if (context.budget.due) await context.budget.pause();
      const set = await context.source.select({ matchers, minTimeMs, maxTimeMs, hints, signal: context.signal });
      context.closeAtEnd(set);
      const selection = new Selection(context, set);
      for (let i = 0; i < set.count; i++) {
        selection.series.push({ labels: set.labels(i), dropName: false });
        const pause = context.budget.breathe(i);
        if (pause) await pause;
      }
      return selection;
    });
  }

  /** Reads a series as stored, with its staleness markers. */
  read(index: number): SampleBuffer {
    this.set.read(index, this.buffer);
    this.context.budget.samplesRead += this.buffer.length;
    return this.buffer;
  }

  /** Reads a series without staleness markers. */
  readSamples(index: number): SampleBuffer {
    const buffer = this.read(index);
    dropStale(buffer);
    return buffer;
  }
}

function dropStale(buffer: SampleBuffer): void {
  const { timestamps, values, valueWords, length } = buffer;
  let from = 0;
  while (from < length && !isStale(valueWords, from)) from++;
  if (from === length) return;
  let kept = from;
  for (let i = from + 1; i < length; i++) {
    if (isStale(valueWords, i)) continue;
    timestamps[kept] = timestamps[i];
    values[kept++] = values[i];
  }
  buffer.length = kept;
}

/** The high word alone tells nearly all samples apart from markers. */
function isStale(words: Uint32Array, index: number): boolean {
  return words[2 * index + 1] === STALE_NAN_HIGH && isStaleAt(words, index);
}
