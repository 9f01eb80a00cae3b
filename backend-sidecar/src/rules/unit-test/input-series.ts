import type { Matcher } from '../../model/matcher.ts';
import type { Labels } from '../../model/labels.ts';
import { parseExpr, parseSeriesDescription, selectorsOf, type DescribedValue } from '../../promql/index.ts';
import type { SeriesRef } from '../../storage.ts';
import type { MemoryStore } from './memory-store.ts';
import type { TestGroup } from './test-file.ts';

interface Input {
  ref: SeriesRef;
  values: readonly DescribedValue[];
  next: number;
}

/** The series a test describes, given to the store as time goes on, so that no rule sees the future. */
export class InputSeries {
  private readonly store: MemoryStore;
  private readonly inputs: Input[] = [];
  private readonly startMs: number;
  private readonly intervalMs: number;
  /** Series with native histograms, which are not stored. */
  private readonly histograms: Labels[] = [];

  /** @throws Error that says what in a series cannot be understood. */
  constructor(test: TestGroup, store: MemoryStore) {
    this.store = store;
    this.startMs = test.startMs;
    this.intervalMs = test.interval;
    for (const { series, values } of test.input_series) {
      const described = parseSeriesDescription(`${series} ${values}`);
      this.inputs.push({ ref: store.seriesRef(described.labels), values: described.values, next: 0 });
      if (described.values.some((value) => typeof value === 'object')) this.histograms.push(described.labels);
    }
  }

  /** Gives the store all samples up to and including a time. @throws Error when a series occurs twice. */
  appendUpTo(timeMs: number): void {
    for (const input of this.inputs) {
      for (; input.next < input.values.length; input.next++) {
        const atMs = this.startMs + input.next * this.intervalMs;
        if (atMs > timeMs) break;
        const value = input.values[input.next];
        const refusal =
          value === 'stale'
            ? this.store.appendStale(input.ref, atMs)
            : typeof value === 'number'
              ? this.store.append(input.ref, atMs, value)
              : undefined;
        if (refusal !== undefined) throw new Error('a series occurs twice in input_series');
      }
    }
  }

  /** True when an expression selects a series whose samples are native histograms. */
  needsHistograms(expr: string): boolean {
    if (this.histograms.length === 0) return false;
    try {
      return selectorsOf(parseExpr(expr)).some((matchers) =>
        this.histograms.some((labels) => matchesAll(matchers, labels)),
      );
    } catch {
      return false;
    }
  }
}

function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
}
