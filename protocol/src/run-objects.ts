/** Runs as the sidecar keeps and serves them: `/runs`, `/control/runs`, the channel `runs` (keyed by id), comparisons. */
import * as z from 'zod';
import { runAlignment } from './runs.ts';

export const runId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'expected letters, digits, ".", "_" or "-"');

/** `interrupted`: whoever ran it never said how it ended; `aborted`: it was ended on purpose, by a user or its own rules. */
export const RUN_STATES = ['running', 'finished', 'failed', 'aborted', 'interrupted'] as const;
export const runState = z.enum(RUN_STATES);
export type RunState = z.infer<typeof runState>;

/** Where the measures of a run come from. */
export const RUN_SOURCES = ['store', 'scrape', 'kubernetes', 'prometheus'] as const;
export const runSource = z.enum(RUN_SOURCES);
export type RunSource = z.infer<typeof runSource>;

const labels = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/), z.string().max(200));
const name = z.string().min(1).max(200);
const notes = z.string().max(20_000);
const yaml = z.string().max(200_000);

/** A key figure of a run, such as `Publish rate`. */
export const runFigure = z.object({
  id: z.string(),
  title: z.string(),
  /** Grafana's id of the unit. */
  unit: z.string(),
  value: z.number().nullable(),
});
export type RunFigure = z.infer<typeof runFigure>;

export const runFinding = z.object({ grade: z.enum(['good', 'warn', 'bad', 'info']), text: z.string() });
export type RunFinding = z.infer<typeof runFinding>;

export const runInfo = z.object({
  id: runId,
  name,
  labels,
  notes,
  state: runState,
  /** Cluster it was made on; empty when nobody said. */
  cluster: z.string(),
  source: runSource,
  startedMs: z.number(),
  endedMs: z.number().optional(),
  /** Name of the wrapped command without its arguments (they may hold secrets); empty for a run of the page or API. */
  command: z.string(),
  exitCode: z.number().int().optional(),
  signal: z.string().optional(),
  /** Who started it. */
  by: z.string(),
  stepMs: z.number(),
  /** Looks at the cluster so far. */
  looks: z.number().int(),
  /** Sentences: what could not be collected, and when. */
  troubles: z.array(z.string()),
  results: z.array(
    z.object({
      file: z.string(),
      driver: z.string(),
      workload: z.string(),
      /** Where its samples lie on the cluster's clock. */
      alignment: runAlignment.optional(),
    }),
  ),
  /** Of the first result that has one. */
  alignment: runAlignment.optional(),
  /** Why it ended: the rule that was broken, what the user gave as a reason; absent when it simply ended. */
  reason: z.string().optional(),
  figures: z.array(runFigure),
  findings: z.array(runFinding),
  /** A report is written and can be opened. */
  reported: z.boolean(),
  /** Of all its files. */
  bytes: z.number(),
});
export type RunInfo = z.infer<typeof runInfo>;

/** A bound that ends a run: `histogram_quantile(…) > 500` for `forSeconds`. */
export const runAbortRule = z.strictObject({
  name: z.string().max(200),
  expr: z.string().min(1).max(10_000),
  forSeconds: z.number().min(0).max(86_400).default(30),
});
export type RunAbortRule = z.output<typeof runAbortRule>;

/** `GET /runs/:id`. */
export const runDetails = runInfo.extend({
  workload: yaml.optional(),
  driver: yaml.optional(),
  /** State of the cluster when it began: nodes by tier and version, in words. */
  clusterState: z.array(z.tuple([z.string(), z.string()])),
  files: z.array(z.object({ path: z.string(), bytes: z.number() })),
  /** Bounds that end it. */
  abort: z.array(runAbortRule).optional(),
  durationSeconds: z.number().optional(),
});
export type RunDetails = z.infer<typeof runDetails>;

/** `GET /runs`, newest first. */
export const runList = z.object({ runs: z.array(runInfo), total: z.number().int() });
export type RunList = z.infer<typeof runList>;

/** `POST /control/runs`. */
export const runStart = z.strictObject({
  name,
  labels: labels.default({}),
  notes: notes.default(''),
  cluster: z.string().max(200).default(''),
  command: z.string().max(500).default(''),
  workload: yaml.optional(),
  driver: yaml.optional(),
  stepSeconds: z.number().min(1).max(3600).default(30),
  /** The run is over by itself then; a run that nobody ends is `interrupted` after a day. */
  durationSeconds: z.number().min(1).max(604_800).optional(),
  abort: z.array(runAbortRule).max(20).default([]),
});
export type RunStart = z.input<typeof runStart>;

/** `POST /control/runs/:id/stop`. */
export const runStop = z.strictObject({
  state: z.enum(['finished', 'failed', 'aborted']).default('finished'),
  exitCode: z.number().int().optional(),
  signal: z.string().max(20).optional(),
  reason: z.string().max(2000).default(''),
});
export type RunStop = z.input<typeof runStop>;

/**
 * `run.json` in the folder of a run, written by sidecar and command alike. The looks that a run is made of, its results and its
 * report lie beside it (backend-sidecar/docs/format/runs.md).
 */
export const runRecord = runInfo.omit({ bytes: true }).extend({
  schema: z.literal('pulsar-observatory/run/1'),
  clusterState: z.array(z.tuple([z.string(), z.string()])).default([]),
  abort: z.array(runAbortRule).default([]),
  durationSeconds: z.number().optional(),
  /** It is over, but its files are not all written yet: whoever finds it so writes them. */
  unfinished: z.boolean().default(false),
});
export type RunRecord = z.output<typeof runRecord>;

/** `PUT /control/runs/:id`: what is given replaces what was. */
export const runChange = z.strictObject({ name: name.optional(), labels: labels.optional(), notes: notes.optional() });
export type RunChange = z.infer<typeof runChange>;

/** One measure of a comparison in one run against the base. */
export const measureEffect = z.object({
  run: runId,
  mean: z.number().nullable(),
  /** 95 % interval of the mean. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  samples: z.number().int(),
  /** Part of the base's mean: 0.1 is 10 % more; with its interval. Absent for the base itself. */
  change: z.number().nullable().optional(),
  changeLow: z.number().nullable().optional(),
  changeHigh: z.number().nullable().optional(),
  /** Cliff's delta, -1 to 1. */
  effect: z.number().nullable().optional(),
  verdict: z.enum(['base', 'better', 'worse', 'same', 'unclear']),
});
export type MeasureEffect = z.infer<typeof measureEffect>;

export const comparedMeasure = z.object({
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  better: z.enum(['higher', 'lower', 'neither']),
  effects: z.array(measureEffect),
});
export type ComparedMeasure = z.infer<typeof comparedMeasure>;

/** `GET /runs/compare?base=ID&run=ID&run=ID`. */
export const runComparison = z.object({
  base: runId,
  runs: z.array(
    z.object({
      id: runId,
      name: z.string(),
      startedMs: z.number(),
      seconds: z.number(),
      phase: z.string(),
      /** Runs of the same thing whose mean this is; absent for one. */
      repeats: z.number().int().optional(),
    }),
  ),
  measures: z.array(comparedMeasure),
  /** Worse measures with their likely reason; most important first. */
  regressions: z.array(
    z.object({ run: runId, measure: z.string(), sentence: z.string(), reasons: z.array(z.string()) }),
  ),
  /** How alike repeated runs are; what cannot be compared and why. */
  notes: z.array(z.string()),
});
export type RunComparison = z.infer<typeof runComparison>;
