/**
 * What a Grafana panel, alert rule or annotation saves as its query, and what the datasource's editor edits. The
 * backend turns it into a `FrameQuery` (frames.ts) of one of the same kinds; unknown keys are kept, so that a dashboard
 * of a newer plugin loses nothing when it passes through an older one.
 */
import * as z from 'zod';
import { eventsAsked, logsAsked, nodesAsked, runsAsked, topicsAsked, topologyAsked } from './frames.ts';

/** Raised when the meaning of a saved key changes; a migration in the datasource brings older ones up to it. */
export const DATASOURCE_QUERY_VERSION = 1;

const common = {
  refId: z.string().max(100).default('A'),
  hide: z.boolean().optional(),
  version: z.number().int().min(1).default(DATASOURCE_QUERY_VERSION),
};
/** Cluster names; empty for all. */
const clusters = z.array(z.string().max(200)).max(100).default([]);

export const metricsQuery = z.looseObject({
  ...common,
  queryType: z.literal('metrics'),
  expr: z.string().max(100_000).default(''),
  /** `stream`: history first, then live in the same panel. Alert rules ask `instant`, or reduce a `range`. */
  mode: z.enum(['range', 'instant', 'stream']).default('range'),
  editor: z.enum(['builder', 'code']).default('builder'),
  legendFormat: z.string().max(1000).default(''),
  format: z.enum(['time_series', 'wide', 'table', 'heatmap']).default('time_series'),
  exemplars: z.boolean().default(false),
  /** Smallest step, as `15s` or a variable; empty leaves it to the panel. */
  minStep: z.string().max(50).default(''),
});
export type MetricsQuery = z.output<typeof metricsQuery>;

export const topologyQuery = z.looseObject({ ...common, queryType: z.literal('topology'), ...topologyAsked });
export type TopologyQuery = z.output<typeof topologyQuery>;

export const nodesQuery = z.looseObject({ ...common, queryType: z.literal('nodes'), ...nodesAsked });
export type NodesQuery = z.output<typeof nodesQuery>;

export const topicsQuery = z.looseObject({ ...common, queryType: z.literal('topics'), ...topicsAsked });
export type TopicsQuery = z.output<typeof topicsQuery>;

export const eventsQuery = z.looseObject({ ...common, queryType: z.literal('events'), ...eventsAsked });
export type EventsQuery = z.output<typeof eventsQuery>;

export const runsQuery = z.looseObject({ ...common, queryType: z.literal('runs'), ...runsAsked });
export type RunsQuery = z.output<typeof runsQuery>;

export const logsQuery = z.looseObject({ ...common, queryType: z.literal('logs'), ...logsAsked });
export type LogsQuery = z.output<typeof logsQuery>;

/** Alert rules ask analysis for one number a series, whatever `mode` says. */
const analysis = {
  ...common,
  expr: z.string().max(100_000).default(''),
  mode: z.enum(['range', 'instant']).default('range'),
};

/** A query with the band that was to be expected. */
export const anomaliesQuery = z.looseObject({
  ...analysis,
  queryType: z.literal('anomalies'),
  /** Half-width of the band in robust standard deviations. */
  sensitivity: z.number().min(1).max(20).default(4),
});
export type AnomaliesQuery = z.output<typeof anomaliesQuery>;

/** Where a query is going, and when it meets a limit. */
export const forecastQuery = z.looseObject({
  ...analysis,
  queryType: z.literal('forecast'),
  /** How far ahead, as `1h`; a dashboard that ends in the future says it itself. */
  horizon: z.string().max(50).default('1h'),
  limit: z.number().optional(),
});
export type ForecastQuery = z.output<typeof forecastQuery>;

/** What may have caused a symptom, ranked. */
export const candidatesQuery = z.looseObject({
  ...analysis,
  queryType: z.literal('candidates'),
  clusters,
  limit: z.number().int().min(1).max(50).default(5),
});
export type CandidatesQuery = z.output<typeof candidatesQuery>;

export const datasourceQuery = z.discriminatedUnion('queryType', [
  metricsQuery,
  topologyQuery,
  nodesQuery,
  topicsQuery,
  eventsQuery,
  runsQuery,
  logsQuery,
  anomaliesQuery,
  forecastQuery,
  candidatesQuery,
]);
export type DatasourceQuery = z.output<typeof datasourceQuery>;
/** As saved: what has a default may be missing. */
export type SavedDatasourceQuery = z.input<typeof datasourceQuery>;
export type DatasourceQueryType = DatasourceQuery['queryType'];
