import type { Subject } from '../map/subject.ts';
import type { SignalDefinition } from './definition.ts';

/** One signal of one subject over a span: columns of equal length, ascending in time, finite values only. */
export interface SignalSeries {
  definition: SignalDefinition;
  subject: Subject;
  t: Float64Array;
  v: Float64Array;
  /** Distance of its samples, ms: the median. */
  stepMs: number;
  /** PromQL that shows it. */
  query: string;
  /** Targets that exposed it. */
  targets: ReadonlySet<string>;
}
