/**
 * What analysis asks and answers: `explain`, `correlate`, `anomalies`, `forecast`, `capacity`. Times in answers are RFC 3339
 * in UTC; in requests they may also be seconds since the epoch. Keys of `Explanation` are those that `observatory explain
 * --json` prints.
 */
import * as z from 'zod';

/** A moment: RFC 3339 or seconds since the epoch. */
const time = z.union([z.string().min(1).max(64), z.number()]);
export const timeSpan = z.object({ from: z.string(), to: z.string() });
export type TimeSpan = z.infer<typeof timeSpan>;

/** `change`: a state that went from one to another and may cause. `symptom`: a measurement that got worse. */
export const findingClass = z.enum(['change', 'resource', 'load', 'symptom']);
export type FindingClass = z.infer<typeof findingClass>;

export const analysedNode = z.object({
  /** `broker`, `bookie`, `topic`, `subscription`, `zookeeper`, `function_worker`, `host`, … */
  kind: z.string(),
  /** Topology id, `<cluster>/<kind>/<name>`. */
  id: z.string(),
  name: z.string(),
  /** Other names of the same: Pulsar's own id, HTTP address, the name of a recording. */
  aliases: z.array(z.string()),
});
export type AnalysedNode = z.infer<typeof analysedNode>;

/** One series (or a sum of some) that moved, with the numbers of both spans and its samples for a small chart. */
export const causeEvidence = z.object({
  /** PromQL of what is shown. */
  query: z.string(),
  /** What it measures, in words. */
  label: z.string(),
  node: analysedNode.optional(),
  unit: z.string(),
  baseline: z.number().nullable(),
  window: z.number().nullable(),
  /** The value farthest from the baseline. */
  peak: z.number().nullable(),
  /** How far it left its expected band, in widths of the band (robust z). */
  score: z.number(),
  onset: z.string(),
  /** False when the source renews the series once a minute: its edge dates nothing. */
  live: z.boolean(),
  /** Seconds from this onset to the symptom's; positive when this came first. */
  leadSeconds: z.number(),
  /** Columns for a chart, at most a few hundred: ms since the epoch and values. */
  points: z.object({ t: z.array(z.number()), v: z.array(z.number().nullable()) }).optional(),
});
export type CauseEvidence = z.infer<typeof causeEvidence>;

/** A step from cause towards symptom. */
export const pathStep = z.object({
  node: analysedNode,
  /** How the step before acts on this one: `journal of the ledgers it writes`, … Absent on the first. */
  via: z.string().optional(),
});
export type PathStep = z.infer<typeof pathStep>;

export const stateChange = z.object({
  /** Kind of resource or state: `unreachable`, `gc_pause`, `consumers`, `disk_latency`, … */
  kind: z.string(),
  class: findingClass,
  text: z.string(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  unit: z.string(),
  direction: z.enum(['up', 'down', 'event']),
  /** When it was back to normal within what was looked at. */
  until: z.string().optional(),
});
export type StateChange = z.infer<typeof stateChange>;

export const candidate = z.object({
  rank: z.number().int().positive(),
  node: analysedNode,
  topic: z.string().optional(),
  subscription: z.string().optional(),
  change: stateChange,
  onset: z.string(),
  /** Calibrated share of such candidates that were the cause, 0 to 1. */
  confidence: z.number(),
  sentence: z.string(),
  evidence: z.array(causeEvidence),
  path: z.array(pathStep),
  /** What the log of events has of this node around the onset. */
  events: z.array(z.object({ time: z.string(), type: z.string(), summary: z.string() })).optional(),
  next_step: z.string(),
});
export type Candidate = z.infer<typeof candidate>;

export const rejectedHypothesis = z.object({
  node: analysedNode,
  topic: z.string().optional(),
  subscription: z.string().optional(),
  change: stateChange,
  onset: z.string().optional(),
  reason: z.string(),
});
export type RejectedHypothesis = z.infer<typeof rejectedHypothesis>;

export const symptomFound = z.object({
  /** PromQL: as asked, or of what was found. */
  query: z.string(),
  /** True when nobody named it and it was found in the window. */
  found: z.boolean(),
  text: z.string(),
  node: analysedNode.optional(),
  topic: z.string().optional(),
  subscription: z.string().optional(),
  onset: z.string(),
  unit: z.string(),
  baseline: z.number().nullable(),
  peak: z.number().nullable(),
  points: z.object({ t: z.array(z.number()), v: z.array(z.number().nullable()) }).optional(),
});
export type SymptomFound = z.infer<typeof symptomFound>;

export const explanation = z.object({
  window: timeSpan,
  baseline: timeSpan,
  /** Null: nothing in the window is worse than in the baseline. */
  symptom: symptomFound.nullable(),
  /** Series and signals that were tested. */
  comparisons: z.number().int(),
  candidates: z.array(candidate),
  /** Changes that are effects: what the candidates did elsewhere, in the order they began. */
  effects: z.array(rejectedHypothesis),
  rejected: z.array(rejectedHypothesis),
  /** The answer in one sentence; says so when nothing upstream explains the symptom. */
  summary: z.string(),
  /** What limits the answer: a short baseline, a topology that is not known for that time, … */
  notes: z.array(z.string()),
  /** False while a refined answer follows. */
  complete: z.boolean(),
});
export type Explanation = z.infer<typeof explanation>;

const common = {
  from: time.describe('Begin of the window: RFC 3339 or seconds since the epoch.'),
  to: time.describe('End of the window.'),
  baselineFrom: time.optional().describe('Begin of the baseline; four windows before the window unless said.'),
  baselineTo: time.optional().describe('End of the baseline; the begin of the window unless said.'),
  cluster: z.string().max(200).optional().describe('Only this cluster.'),
};

export const explainRequest = z.object({
  ...common,
  query: z.string().max(10_000).optional().describe('PromQL of the symptom; found in the window unless said.'),
  limit: z.coerce.number().int().min(1).max(50).default(5).describe('Most candidates.'),
});
export type ExplainRequest = z.output<typeof explainRequest>;

export const correlateRequest = z.object({
  ...common,
  query: z.string().max(10_000).describe('PromQL of the series to compare all others with.'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  match: z.string().max(10_000).optional().describe('Selector of the series to compare; all unless said.'),
});
export type CorrelateRequest = z.output<typeof correlateRequest>;

export const correlated = z.object({
  rank: z.number().int(),
  /** The strongest series of its family. */
  query: z.string(),
  metric: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Rank correlation at the best lag, -1 to 1. */
  correlation: z.number(),
  /** Seconds by which the series leads the chosen one; negative when it follows. */
  leadSeconds: z.number(),
  /** Change of level against the baseline, in widths of the baseline's band. */
  shift: z.number(),
  baseline: z.number().nullable(),
  window: z.number().nullable(),
  /** Two-sample Kolmogorov-Smirnov distance of window and baseline, 0 to 1. */
  ks: z.number(),
  /** Probability of as much by chance, and after Benjamini-Hochberg over all comparisons. */
  p: z.number(),
  q: z.number(),
  score: z.number(),
  /** Samples compared. */
  samples: z.number().int(),
  /** Near-duplicates and members of the same family that were folded into it. */
  folded: z.number().int(),
  family: z.array(z.string()),
});
export type Correlated = z.infer<typeof correlated>;

export const correlation = z.object({
  window: timeSpan,
  baseline: timeSpan,
  query: z.string(),
  comparisons: z.number().int(),
  /** Those with q below this are listed. */
  falseDiscoveryRate: z.number(),
  results: z.array(correlated),
  notes: z.array(z.string()),
  complete: z.boolean(),
});
export type Correlation = z.infer<typeof correlation>;

export const anomaliesRequest = z.object({
  query: z.string().max(10_000),
  from: time,
  to: time,
  step: z.coerce.number().min(0.1).max(86_400).optional().describe('Seconds; about 300 points unless said.'),
  /** Width of the band in robust standard deviations. */
  sensitivity: z.coerce.number().min(1).max(20).default(4),
});
export type AnomaliesRequest = z.output<typeof anomaliesRequest>;

const column = z.array(z.number().nullable());
export const anomalySeries = z.object({
  labels: z.record(z.string(), z.string()),
  t: z.array(z.number()),
  value: column,
  /** The middle and the bounds of what was to be expected. */
  expected: column,
  lower: column,
  upper: column,
  /** Spans outside the band. */
  anomalies: z.array(
    z.object({ from: z.string(), to: z.string(), score: z.number(), direction: z.enum(['up', 'down']) }),
  ),
  changePoints: z.array(z.object({ at: z.string(), before: z.number(), after: z.number(), score: z.number() })),
  /** How the band was made, in words: `the same time of the last 7 days`, `the median of the last 2 h`. */
  basis: z.string(),
});
export type AnomalySeries = z.infer<typeof anomalySeries>;
export const anomalies = z.object({ series: z.array(anomalySeries), notes: z.array(z.string()) });
export type Anomalies = z.infer<typeof anomalies>;

export const forecastRequest = z.object({
  query: z.string().max(10_000),
  from: time.describe('Begin of the history that is learnt from.'),
  to: time.describe('End of the history.'),
  /** Seconds into the future. */
  horizon: z.coerce
    .number()
    .min(1)
    .max(366 * 86_400)
    .default(3600),
  /** A value whose crossing is looked for. */
  limit: z.coerce.number().optional(),
  step: z.coerce.number().min(0.1).max(86_400).optional(),
});
export type ForecastRequest = z.output<typeof forecastRequest>;

export const forecastSeries = z.object({
  labels: z.record(z.string(), z.string()),
  t: z.array(z.number()),
  value: column,
  forecast: z.object({ t: z.array(z.number()), value: column, lower: column, upper: column }),
  /** Units a second. */
  slope: z.number(),
  /** When the limit is met: at the earliest, most likely, at the latest; null where it is not within the horizon. */
  limit: z
    .object({
      value: z.number(),
      earliest: z.string().nullable(),
      expected: z.string().nullable(),
      latest: z.string().nullable(),
    })
    .optional(),
  basis: z.string(),
});
export type ForecastSeries = z.infer<typeof forecastSeries>;
export const forecast = z.object({ series: z.array(forecastSeries), notes: z.array(z.string()) });
export type Forecast = z.infer<typeof forecast>;

export const capacityRequest = z.object({
  from: time,
  to: time,
  cluster: z.string().max(200).optional(),
});
export type CapacityRequest = z.output<typeof capacityRequest>;

export const capacityEstimate = z.object({
  node: analysedNode,
  /** What load is counted in: messages or bytes a second. */
  load: z.object({ now: z.number(), peak: z.number(), unit: z.string(), query: z.string() }),
  /** The resource that saturates first. */
  resource: z.object({
    kind: z.string(),
    label: z.string(),
    now: z.number(),
    limit: z.number(),
    unit: z.string(),
    query: z.string(),
  }),
  /** Load at which the resource is used up, with an 80 % interval; null where it cannot be told. */
  saturates: z.object({ at: z.number(), lower: z.number(), upper: z.number().nullable() }).nullable(),
  sentence: z.string(),
  reasons: z.array(z.string()),
  /** Correlation of load and resource, and points. */
  fit: z.object({ r: z.number(), points: z.number().int() }),
});
export type CapacityEstimate = z.infer<typeof capacityEstimate>;

export const capacity = z.object({
  window: timeSpan,
  estimates: z.array(capacityEstimate),
  /** Uneven load in words, worst first. */
  uneven: z.array(
    z.object({
      kind: z.string(),
      sentence: z.string(),
      ratio: z.number(),
      values: z.array(z.object({ node: analysedNode, value: z.number() })),
    }),
  ),
  notes: z.array(z.string()),
});
export type Capacity = z.infer<typeof capacity>;
