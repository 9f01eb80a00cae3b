import type { Labels } from '../../model/labels.ts';

/** What a rule gives at one evaluation: one sample of one series. */
export interface RuleSample {
  labels: Labels;
  value: number;
}
