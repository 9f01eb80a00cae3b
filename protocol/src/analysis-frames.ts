/** Queries of `POST /frames` that analysis answers: the band of a query, its forecast, and what may have caused a symptom. */
import * as z from 'zod';

const head = {
  refId: z.string().min(1).max(100),
  fromMs: z.number(),
  toMs: z.number(),
  hide: z.boolean().default(false),
};

/** A query with its expected band; `anomalous` is 1 outside it, so that an alert rule can ask for its last value. */
export const anomaliesFrameQuery = z.object({
  ...head,
  kind: z.literal('anomalies'),
  expr: z.string().max(100_000),
  sensitivity: z.number().min(1).max(20).default(4),
  stepMs: z.number().positive().optional(),
  maxDataPoints: z.number().int().positive().max(100_000).default(300),
});
export type AnomaliesFrameQuery = z.output<typeof anomaliesFrameQuery>;

/** A query and where it is going; with a limit, `seconds_to_limit` for alert rules: none while it is not met in time. */
export const forecastFrameQuery = z.object({
  ...head,
  kind: z.literal('forecast'),
  expr: z.string().max(100_000),
  horizonMs: z.number().positive().default(3_600_000),
  limit: z.number().optional(),
});
export type ForecastFrameQuery = z.output<typeof forecastFrameQuery>;

/** What may have caused a symptom in the span: a row a candidate. */
export const candidatesFrameQuery = z.object({
  ...head,
  kind: z.literal('candidates'),
  /** PromQL of the symptom; found when empty. */
  expr: z.string().max(100_000).default(''),
  cluster: z.string().max(200).default(''),
  limit: z.number().int().min(1).max(50).default(10),
});
export type CandidatesFrameQuery = z.output<typeof candidatesFrameQuery>;
