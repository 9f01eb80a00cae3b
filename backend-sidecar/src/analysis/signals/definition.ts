import type { FindingClass } from '@observatory/protocol/analysis';

/**
 * How samples become the values that are judged. `gauge`: as they are. `rate`: increase a second of a counter. `mean`:
 * increase of a sum over the increase of its count. `growth`: change a second of a gauge. `share`: a gauge over its limit.
 * `shift`: a gauge less its value one step before, for what has no level of its own (start times).
 */
export type Reading = 'gauge' | 'rate' | 'mean' | 'growth' | 'share' | 'shift';

/** What a signal belongs to: the target that exposes it, or what its labels name. */
export type SignalSubject = 'node' | 'topic' | 'subscription' | 'function';

export type Direction = 'up' | 'down' | 'both';

/**
 * One thing that can be told of a node, a topic or a subscription: a resource, a load, a state, a symptom. Kinds, never
 * faults: the ranking reasons about what kinds do to each other (causes/mechanisms.ts).
 */
export interface SignalDefinition {
  kind: string;
  class: FindingClass;
  /** What it measures, as part of a sentence: `time in garbage collection`. */
  title: string;
  /** `s`, `ms`, `B`, `/s`, `B/s`, `share`, or what is counted. */
  unit: string;
  subject: SignalSubject;
  reading: Reading;
  /** Names of the same fact, newest first; of those that exist all are read. A `*` stands for any text. */
  metrics: readonly string[];
  /** Of `mean` the counts, of `share` the limits; in the order of `metrics`. */
  over?: readonly string[];
  /** Series count only when these labels match. */
  where?: Readonly<Record<string, RegExp>>;
  /** Series of one subject at one time. */
  combine: 'sum' | 'max' | 'min';
  /** Which way is worse, or is a change. */
  direction: Direction;
  /** Less than this is no change, in the signal's unit; and less than this share of the level. */
  floor: number;
  relativeFloor: number;
  /** Rates over less than this are chance: what is counted comes in lumps. */
  minRateMs?: number;
  /** It fills over time: a line through the baseline is taken off before it is judged. */
  hasTrend?: boolean;
  /** Kinds of nodes that have it; any when absent. */
  nodes?: readonly string[];
  /** Renewed by the source only once in this time: dates nothing. */
  steppedMs?: number;
  /** How much a user of the cluster feels it, 0 to 1; absent where it is no symptom. */
  severity?: number;
}
