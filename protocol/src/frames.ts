/**
 * `POST /frames`: queries in, data frames out, for Grafana's datasource backend and the console alike.
 *
 * The answer is JSON (Grafana's data frame JSON) when `Accept` asks for it, else an envelope of Arrow IPC files that a
 * receiver passes on as they are: frames-envelope.ts.
 */
import * as z from 'zod';

/** Times that frames can hold: int64 nanoseconds, years 1678 to 2261. */
const MAX_TIME_MS = 9_223_372_036_854;
const timeMs = z.number().min(-MAX_TIME_MS).max(MAX_TIME_MS).transform(Math.trunc);
const durationMs = z.number().positive().max(MAX_TIME_MS);

export const MAX_FRAME_QUERIES = 100;

export const frameQuery = z.object({
  /** Names the answer; unique in a request. */
  refId: z.string().min(1).max(100),
  /**
   * PromQL. Grafana's `$__interval`, `$__rate_interval`, `$__range` and their `_ms` and `_s` forms are put in here;
   * dashboard variables must have been before.
   */
  expr: z.string().max(100_000),
  kind: z.enum(['range', 'instant']).default('range'),
  /** An instant query is asked at `toMs`. A range query's bounds are rounded down to multiples of its step. */
  fromMs: timeMs,
  toMs: timeMs,
  /** Step of a range query. Without it: the larger of `intervalMs` and the range by `maxDataPoints`. */
  stepMs: durationMs.optional(),
  intervalMs: durationMs.default(15_000),
  maxDataPoints: z.number().int().positive().max(100_000).default(1000),
  /** Distance of scrapes, for `$__rate_interval`. */
  scrapeIntervalMs: durationMs.default(15_000),
  /** Text with `{{label}}`; `__auto` leaves the choice to the viewer; empty for the series as PromQL writes it. */
  legendFormat: z.string().max(1000).default(''),
  /**
   * `time_series`: a frame a series, with the rows it has. `wide`: one frame with a row a step and a field a series.
   * `table`: one frame with a column a label. `heatmap`: classic buckets, one field each, not cumulative.
   */
  format: z.enum(['time_series', 'wide', 'table', 'heatmap']).default('time_series'),
  /** Not evaluated and not in the answer. */
  hide: z.boolean().default(false),
});
export type FrameQuery = z.output<typeof frameQuery>;

export const framesRequest = z.object({
  queries: z
    .array(frameQuery)
    .max(MAX_FRAME_QUERIES)
    .refine((queries) => new Set(queries.map(({ refId }) => refId)).size === queries.length, 'refIds must be unique'),
});
export type FramesRequest = z.input<typeof framesRequest>;

/** How one query ended. */
export const frameResult = z.object({
  /** As HTTP's: 200, or 4xx and 5xx of this query alone. */
  status: z.number().int(),
  error: z.string().optional(),
  /** `OBS_…`; docs/errors.md has a section for each. */
  errorCode: z.string().optional(),
  hint: z.string().optional(),
  /** `downstream`: the query or what it asked; `plugin`: a fault of ours. */
  errorSource: z.enum(['downstream', 'plugin']).optional(),
});
export type FrameResult = z.infer<typeof frameResult>;

/** One frame in Grafana's JSON (`DataFrameJSON`). */
export const jsonFrame = z.object({
  schema: z.object({
    name: z.string(),
    refId: z.string(),
    meta: z.record(z.string(), z.unknown()),
    fields: z.array(
      z.object({
        name: z.string(),
        type: z.enum(['time', 'number', 'string']),
        typeInfo: z.object({ frame: z.string(), nullable: z.boolean() }),
        labels: z.record(z.string(), z.string()).optional(),
        config: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  }),
  data: z.object({
    /** A column a field; times in ms. */
    values: z.array(z.array(z.union([z.number(), z.string(), z.null()]))),
    /** Rows whose number JSON cannot write, a field each; they are null in `values`. */
    entities: z
      .array(
        z
          .object({ NaN: z.array(z.number()), Inf: z.array(z.number()), NegInf: z.array(z.number()) })
          .partial()
          .nullable(),
      )
      .optional(),
  }),
});
export type JsonFrame = z.infer<typeof jsonFrame>;

/** The JSON answer; hidden queries are not in it. */
export const framesAnswer = z.object({
  results: z.record(z.string(), frameResult.extend({ frames: z.array(jsonFrame) })),
});
export type FramesAnswer = z.infer<typeof framesAnswer>;
