/**
 * `POST /frames`: queries in, data frames out, for Grafana's datasource backend and the console alike.
 *
 * The answer is JSON (Grafana's data frame JSON) when `Accept` asks for it, else an envelope of Arrow IPC files that a
 * receiver passes on as they are: frames-envelope.ts.
 */
import * as z from 'zod';
import { anomaliesFrameQuery, candidatesFrameQuery, forecastFrameQuery } from './analysis-frames.ts';
import { eventType } from './events.ts';
import { logLevel } from './logs.ts';
import { runState } from './run-objects.ts';
import { measure, subscriptionVerdict } from './topics.ts';
import { health, topologyKind } from './topology.ts';

/** Times that frames can hold: int64 nanoseconds, years 1678 to 2261. */
const MAX_TIME_MS = 9_223_372_036_854;
const timeMs = z.number().min(-MAX_TIME_MS).max(MAX_TIME_MS).transform(Math.trunc);
const durationMs = z.number().positive().max(MAX_TIME_MS);

export const MAX_FRAME_QUERIES = 100;

const head = {
  /** Names the answer; unique in a request. */
  refId: z.string().min(1).max(100),
  fromMs: timeMs,
  toMs: timeMs,
  /** Not evaluated and not in the answer. */
  hide: z.boolean().default(false),
};
/** Cluster names; empty for all. */
const clusters = z.array(z.string().max(200)).max(100).default([]);

export const promqlFrameQuery = z.object({
  ...head,
  /**
   * PromQL. Grafana's `$__interval`, `$__rate_interval`, `$__range` and their `_ms` and `_s` forms are put in here;
   * dashboard variables must have been before.
   */
  expr: z.string().max(100_000),
  /** An instant query is asked at `toMs`. A range query's bounds are rounded down to multiples of its step. */
  kind: z.enum(['range', 'instant']).default('range'),
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
  /** One frame more: the exemplars of the expression's series. */
  exemplars: z.boolean().default(false),
  /**
   * Of a range query: the Grafana Live channel on which it goes on. It is put into the meta of the one frame that is
   * answered (format `wide`, fields named by `seriesText`), and the result says in `live` what the stream is to be asked.
   */
  channel: z.string().max(200).optional(),
});
export type PromqlFrameQuery = z.output<typeof promqlFrameQuery>;

/** What is asked about topology; saved queries (datasource-query.ts) hold the same. */
export const topologyAsked = {
  clusters,
  /** Topology id; the sub-graph around it. Empty for the whole graph. */
  around: z.string().max(1000).default(''),
  depth: z.number().int().min(0).max(10).default(1),
  /** Empty: cluster, host, broker, bookie, rack, function worker; around a node: all. */
  kinds: z.array(topologyKind).default([]),
  /** Only nodes at least this bad, with their neighbours. */
  worseThan: health.optional(),
  /** Most nodes in an answer. */
  limit: z.number().int().min(1).max(20_000).default(1000),
};

/** The graph at `toMs` as the two frames of Grafana's node graph. */
export const topologyFrameQuery = z.object({ ...head, kind: z.literal('topology'), ...topologyAsked });
export type TopologyFrameQuery = z.output<typeof topologyFrameQuery>;

/** What is asked about nodes; saved queries (datasource-query.ts) hold the same. */
export const nodesAsked = {
  clusters,
  /** `broker`, `bookie`, …; empty for all. */
  kinds: z.array(z.string().max(50)).default([]),
  states: z.array(z.string().max(50)).default([]),
};

/** The nodes of the clusters as a table, with what their metrics said at `toMs`. */
export const nodesFrameQuery = z.object({ ...head, kind: z.literal('nodes'), ...nodesAsked });
export type NodesFrameQuery = z.output<typeof nodesFrameQuery>;

/** What is asked about topics; saved queries (datasource-query.ts) hold the same. */
export const topicsAsked = {
  clusters,
  subject: z.enum(['topics', 'subscriptions']).default('topics'),
  by: z.enum(['topic', 'partition', 'namespace', 'group']).default('topic'),
  measure: measure.default('backlog_entries'),
  limit: z.number().int().min(1).max(10_000).default(20),
  namespace: z.string().max(500).default(''),
  /** RE2, found anywhere in the topic's name; empty for all. */
  pattern: z.string().max(1000).default(''),
  /** Of subscriptions: any of these. */
  verdicts: z.array(subscriptionVerdict).default([]),
};

/** The largest topics, or sums of them, or subscriptions, as they are now. */
export const topicsFrameQuery = z.object({ ...head, kind: z.literal('topics'), ...topicsAsked });
export type TopicsFrameQuery = z.output<typeof topicsFrameQuery>;

/** What is asked about events; saved queries (datasource-query.ts) hold the same. */
export const eventsAsked = {
  clusters,
  types: z.array(eventType).default([]),
  severity: z.enum(['', 'info', 'warning']).default(''),
  /** Topology id; empty for all. */
  node: z.string().max(1000).default(''),
  /** Most events, the newest. */
  limit: z.number().int().min(1).max(10_000).default(500),
};

/** What happened from `fromMs` to `toMs`, in the columns of Grafana's annotations. */
export const eventsFrameQuery = z.object({ ...head, kind: z.literal('events'), ...eventsAsked });
export type EventsFrameQuery = z.output<typeof eventsFrameQuery>;

/** What is asked about logs; saved queries (datasource-query.ts) hold the same. */
export const logsAsked = {
  /** `counts`: how many lines matched in each step, a series a level. */
  show: z.enum(['lines', 'counts']).default('lines'),
  /** Agents; empty for all. */
  nodes: z.array(z.string().max(100)).max(100).default([]),
  /** This level and the more severe ones. */
  minLevel: logLevel.optional(),
  /** Services or files; empty for all. */
  sources: z.array(z.string().max(256)).max(100).default([]),
  /** Found in the logger's name. */
  logger: z.string().max(512).default(''),
  /** Found in the message, whatever the case. */
  text: z.string().max(1000).default(''),
  /** RE2, found anywhere in the message. */
  regex: z.string().max(1000).default(''),
  /** Most lines, the newest. */
  limit: z.number().int().min(1).max(10_000).default(1000),
};

/** Log lines of agents from `fromMs` to `toMs`, newest first, as Grafana's `log-lines`; or their counts over time. */
export const logsFrameQuery = z.object({
  ...head,
  kind: z.literal('logs'),
  ...logsAsked,
  levels: z.array(logLevel).default([]),
  /** Smallest step of counts. */
  intervalMs: durationMs.default(15_000),
  maxDataPoints: z.number().int().positive().max(100_000).default(1000),
});
export type LogsFrameQuery = z.output<typeof logsFrameQuery>;

/** What is asked about runs; saved queries (datasource-query.ts) hold the same. */
export const runsAsked = {
  clusters,
  /** Found in the name or the id, whatever the case; empty for all. */
  name: z.string().max(200).default(''),
  states: z.array(runState).default([]),
  /** Each of these labels with this value. */
  labels: z.record(z.string().max(63), z.string().max(200)).default({}),
  /** `annotations`: Grafana's columns, with the end of each run; `table`: one row a run with its key figures. */
  format: z.enum(['annotations', 'table']).default('annotations'),
  /** Most runs, the newest. */
  limit: z.number().int().min(1).max(1000).default(200),
};

/** Runs that lasted at some time from `fromMs` to `toMs`, as annotations or as a table. */
export const runsFrameQuery = z.object({ ...head, kind: z.literal('runs'), ...runsAsked });
export type RunsFrameQuery = z.output<typeof runsFrameQuery>;

export const frameQuery = z.union([
  logsFrameQuery,
  runsFrameQuery,
  promqlFrameQuery,
  topologyFrameQuery,
  nodesFrameQuery,
  topicsFrameQuery,
  eventsFrameQuery,
  anomaliesFrameQuery,
  forecastFrameQuery,
  candidatesFrameQuery,
]);
export type FrameQuery = z.output<typeof frameQuery>;

const queriesOf = <Query extends z.ZodType<{ refId: string }>>(query: Query) =>
  z.object({
    queries: z
      .array(query)
      .max(MAX_FRAME_QUERIES)
      .refine((queries) => new Set(queries.map(({ refId }) => refId)).size === queries.length, 'refIds must be unique'),
  });

export const framesRequest = queriesOf(frameQuery);
export type FramesRequest = z.input<typeof framesRequest>;

/** What every query has, of whatever kind: the rest is judged query by query, so that one fails and not all. */
export const frameQueryHead = z.looseObject({ ...head, kind: z.string().max(50).default('range') });
export type FrameQueryHead = z.output<typeof frameQueryHead>;
export const framesRequestHead = queriesOf(frameQueryHead);

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
  /** How a query with a `channel` goes on: what the stream is to be asked, and the unit of the values. */
  live: z.object({ query: z.string(), stepMs: z.number(), unit: z.string().optional() }).optional(),
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

/** `GET /topology?format=nodegraph`: the frames of nodes and of edges. */
export const nodeGraphAnswer = z.object({ frames: z.array(jsonFrame) });
export type NodeGraphAnswer = z.infer<typeof nodeGraphAnswer>;

/** The JSON answer; hidden queries are not in it. */
export const framesAnswer = z.object({
  results: z.record(z.string(), frameResult.extend({ frames: z.array(jsonFrame) })),
});
export type FramesAnswer = z.infer<typeof framesAnswer>;
