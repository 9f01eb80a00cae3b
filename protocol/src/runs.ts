/** Runs (recorded loads or benchmarks) and what their reports show. Written by the sidecar and the command, read by views. */
import * as z from 'zod';

/** Grafana's ids of units. */
export const reportUnit = z.enum(['short', 'msgps', 'ms', 'percentunit', 'bytes', 'Bps', 'msg']);
export type ReportUnit = z.infer<typeof reportUnit>;

const column = z.array(z.number().nullable());

/**
 * What x counts: `time` in ms since the epoch, `elapsed` in ms since the first sample, `quantile` in nines
 * (`-log10(1 - percentile / 100)`: 1 is p90, 2 is p99).
 */
export const reportAxis = z.enum(['time', 'elapsed', 'quantile']);
export type ReportAxis = z.infer<typeof reportAxis>;

const panelBase = { id: z.string(), title: z.string(), unit: reportUnit, axis: reportAxis, x: z.array(z.number()) };

export const reportLines = z.object({
  kind: z.literal('lines'),
  ...panelBase,
  scale: z.enum(['linear', 'log']),
  series: z.array(z.object({ name: z.string(), values: column })),
});
export type ReportLines = z.infer<typeof reportLines>;

/** Rows of coloured cells. From `warn` and from `bad` on a value has that colour; where `warn` > `bad`, low values are bad. */
export const reportGrid = z.object({
  kind: z.literal('grid'),
  ...panelBase,
  warn: z.number(),
  bad: z.number(),
  rows: z.array(z.object({ name: z.string(), values: column })),
});
export type ReportGrid = z.infer<typeof reportGrid>;

export const reportPanel = z.discriminatedUnion('kind', [reportLines, reportGrid]);
export type ReportPanel = z.infer<typeof reportPanel>;

export const REPORT_CHARTS = ['throughput', 'latency', 'quantiles', 'health', 'resources'] as const;
export type ReportChartId = (typeof REPORT_CHARTS)[number];

export const reportChart = z.object({
  id: z.enum(REPORT_CHARTS),
  title: z.string(),
  /** One sentence: what is seen here. */
  says: z.string(),
  /** What to know beside it; `measured` when this run's own numbers say so. */
  notes: z.array(z.object({ measured: z.boolean(), text: z.string() })),
  /** Why there is nothing to draw. */
  absent: z.string().optional(),
  panels: z.array(reportPanel),
});
export type ReportChart = z.infer<typeof reportChart>;

/** `metrics/plot_data.json`, and what a report holds packed. */
export const reportPlots = z.object({
  schema: z.literal('pulsar-observatory/plots/1'),
  title: z.string(),
  charts: z.array(reportChart),
});
export type ReportPlots = z.infer<typeof reportPlots>;

/**
 * What a run records of its cluster. `heap`, `cpu`, `direct`, `disk`: parts of 1; `gc`: ms of pause in each second, `gcCount`:
 * collections a minute; `up`: 1 or 0; `writeP99`, `journalP99`: ms; `backlog`: messages; `underReplicated`: ledgers. Of OMB's workers (tier `client`): `sent`,
 * `received`, `sendErrors`: messages a second; `sendP99`, `endToEndP99`: ms.
 */
export const RUN_MEASURES = [
  'up',
  'cpu',
  'heap',
  'gc',
  'gcCount',
  'rateIn',
  'rateOut',
  'bytesIn',
  'bytesOut',
  'memory',
  'direct',
  'disk',
  'writeP99',
  'journalP99',
  'backlog',
  'underReplicated',
  'sent',
  'received',
  'sendErrors',
  'sendP99',
  'endToEndP99',
] as const;
export const runMeasure = z.enum(RUN_MEASURES);
export type RunMeasure = z.infer<typeof runMeasure>;

export const runSeries = z.object({
  measure: runMeasure,
  /** `host:port` of the target, or the name the cluster gives it. */
  node: z.string(),
  tier: z.enum(['broker', 'bookie', 'metadata', 'other', 'client']),
  values: column,
});
export type RunSeries = z.infer<typeof runSeries>;

/** `metrics/timeseries.json`: one time axis, every series as long as it. */
export const runTimeseries = z.object({
  schema: z.literal('pulsar-observatory/timeseries/1'),
  stepMs: z.number(),
  /** ms since the epoch, ascending. */
  times: z.array(z.number()),
  series: z.array(runSeries),
  /** Sentences: what could not be collected, and when. */
  gaps: z.array(z.string()),
});
export type RunTimeseries = z.infer<typeof runTimeseries>;

export const runAlignment = z.object({
  /** Added to `elapsed` of a result to get ms since the epoch. */
  beginMs: z.number(),
  /** 0 to 1: how much the two rates rise and fall together at that offset. */
  correlation: z.number(),
  /** Offsets within this many ms either way fit nearly as well, or cannot be told apart by what brokers say. */
  uncertaintyMs: z.number(),
  /**
   * How it was found: `correlation` (also where nobody says), `stated` by the result itself, or from the time of the `file`,
   * because the rates do not fit anywhere well enough.
   */
  from: z.enum(['correlation', 'stated', 'file']).optional(),
});
export type RunAlignment = z.infer<typeof runAlignment>;
