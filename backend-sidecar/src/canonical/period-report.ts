import type { Labels } from '../model/labels.ts';
import type { DerivedSeries } from './derived-batch.ts';

export const PERIODS_SEEN = 'observatory_pulsar_stats_periods_total';
export const PERIODS_MISSED = 'observatory_pulsar_stats_periods_missed_total';

/** How many of a target's statistics periods were seen, and how many ended unseen between two scrapes. */
export class PeriodReport implements DerivedSeries {
  readonly numbers = new Float64Array(2);
  private readonly labels: Labels;

  /** @param labels of the target. */
  constructor(labels: Labels) {
    this.labels = labels;
  }

  add(seen: number, missed: number): void {
    this.numbers[0] += seen;
    this.numbers[1] += missed;
  }

  labelSets(): Labels[] {
    return [PERIODS_SEEN, PERIODS_MISSED].map((name) => this.labels.with('__name__', name));
  }
}
