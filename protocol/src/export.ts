/** `GET /export`: a query over any time as CSV or JSON, raw or in buckets of time. All parameters are text in the URL. */
import * as z from 'zod';

export const EXPORT_AGGREGATIONS = ['avg', 'min', 'max', 'sum', 'count', 'last'] as const;
export type ExportAggregation = (typeof EXPORT_AGGREGATIONS)[number];

export const exportRequest = z.object({
  /** A selector (its raw samples are exported) or any expression that gives a vector. */
  query: z.string().min(1).max(100_000),
  /** Seconds since the epoch, RFC 3339, a local date or date and time, `now`, or `now-7d`. Included. */
  start: z.string().min(1).max(100),
  /** As `start`. Not included, so that exports can follow each other without repeating samples. */
  end: z.string().min(1).max(100).default('now'),
  /** Length of a bucket (`1h`, `1d`); without it samples are exported as they are. Whole days follow the calendar. */
  every: z.string().max(50).optional(),
  /** Evaluates the query in these steps, also a selector. Default for expressions: 1m, or `every` if that is shorter. */
  step: z.string().max(50).optional(),
  /** Comma-separated: avg, min, max, sum, count, last. Only with `every`; default `avg`. */
  agg: z.string().max(100).optional(),
  /** Comma-separated: the labels that become columns of a CSV. Default: all that may occur. */
  labels: z.string().max(10_000).optional(),
  format: z.enum(['csv', 'json', 'ndjson']).default('csv'),
  /** IANA name of the zone of calendar days, local dates and times in the answer. */
  tz: z.string().max(100).default('UTC'),
  /** How times are written. */
  time: z.enum(['rfc3339', 'unix', 'unix_ms']).default('rfc3339'),
});
export type ExportRequest = z.input<typeof exportRequest>;
export type ExportQuery = z.output<typeof exportRequest>;

const value = z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]);

/** A sample has `value`; a bucket has its start as `time`, and a key for each aggregation. */
export const exportRow = z.object({
  time: z.union([z.string(), z.number()]),
  metric: z.record(z.string(), z.string()),
  value: value.optional(),
  avg: value.optional(),
  min: value.optional(),
  max: value.optional(),
  sum: value.optional(),
  count: value.optional(),
  last: value.optional(),
});
export type ExportRow = z.infer<typeof exportRow>;

/** The JSON answer; NDJSON has the rows alone, one a line. */
export const exportAnswer = z.object({ rows: z.array(exportRow), warnings: z.array(z.string()) });
export type ExportAnswer = z.infer<typeof exportAnswer>;
