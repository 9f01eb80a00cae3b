/** Queries of `POST /frames` that analysis answers: the band of a query, its forecast, and what may have caused a symptom. */
import * as z from 'zod';

/** Times that frames can hold, as in frames.ts. */
const MAX_TIME_MS = 9_223_372_036_854;
const timeMs = z.number().min(-MAX_TIME_MS).max(MAX_TIME_MS).transform(Math.trunc);
const durationMs = z.number().positive().max(MAX_TIME_MS);

const head = {
  refId: z.string().min(1).max(100),
  fromMs: timeMs,
  toMs: timeMs,
  hide: z.boolean().default(false),
  /** `instant`: one number a series, for alert rules. */
  mode: z.enum(['range', 'instant']).default('range'),
};
/** Grafana's macros (`$__interval`, `$__rate_interval`, `$__range`) are put in here, as in PromQL queries. */
const analysed = {
  ...head,
  expr: z.string().max(100_000),
  intervalMs: durationMs.default(15_000),
  maxDataPoints: z.number().int().positive().max(100_000).default(300),
  scrapeIntervalMs: durationMs.default(15_000),
};

/**
 * A query with the band that was to be expected. `range`: a frame a series with `value`, `expected`, `lower`, `upper` and
 * `anomaly` (1 outside of the band). `instant`: how far the newest value is from the middle of its band, in half-widths of
 * it: above 1 it is outside.
 */
export const anomaliesFrameQuery = z.object({
  ...analysed,
  kind: z.literal('anomalies'),
  /** Half-width of the band in robust standard deviations. */
  sensitivity: z.number().min(1).max(20).default(4),
});
export type AnomaliesFrameQuery = z.output<typeof anomaliesFrameQuery>;

/**
 * Where a query is going: history up to now or `toMs`, then `forecast`, `lower`, `upper` up to `toMs`, or as far as
 * `horizon`. `instant`: with a limit the seconds until it is met, else the value at the horizon. A limit that is not met
 * within the horizon is infinitely far.
 */
export const forecastFrameQuery = z.object({
  ...analysed,
  kind: z.literal('forecast'),
  /** A duration as PromQL writes it. */
  horizon: z.string().max(50).default('1h'),
  /** A value whose crossing is looked for. */
  limit: z.number().optional(),
});
export type ForecastFrameQuery = z.output<typeof forecastFrameQuery>;

/**
 * Ranked candidates for a symptom from `fromMs` to `toMs`, as a table. `instant`: the confidence of each, with its node and
 * change as labels; one 0 without labels where there is none.
 */
export const candidatesFrameQuery = z.object({
  ...head,
  kind: z.literal('candidates'),
  /** PromQL of the symptom; empty: it is looked for in the window. */
  expr: z.string().max(10_000).default(''),
  /** One cluster, or none for all. */
  clusters: z.array(z.string().max(200)).max(100).default([]),
  limit: z.number().int().min(1).max(50).default(5),
});
export type CandidatesFrameQuery = z.output<typeof candidatesFrameQuery>;
