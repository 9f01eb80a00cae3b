/** Log lines of agents: what the sidecar keeps, answers (`GET /logs`) and streams (channel `logs`). */
import * as z from 'zod';

/** Least to most severe; `unknown` where a line does not say. */
export const LOG_LEVELS = ['unknown', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export const logLevel = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof logLevel>;

/** Longest text of one line; the agent cuts what is longer and says so at its end. */
export const MAX_LINE_LENGTH = 16_384;

export const logLine = z.object({
  /** Milliseconds since the epoch: the line's own time where it has one, else when it was read. */
  timeMs: z.number().int().min(0).max(9_223_372_036_854),
  level: logLevel,
  /** Class or name that wrote it; empty when the line does not say. */
  logger: z.string().max(512),
  /** Service or file it comes from, by the agent's configuration. */
  source: z.string().max(256),
  message: z.string().max(MAX_LINE_LENGTH + 64),
  /** Where in the code it was written, where the line says so (JSON logs). */
  module: z.string().max(512).optional(),
  funcName: z.string().max(512).optional(),
  lineNumber: z.number().int().optional(),
});
export type LogLine = z.infer<typeof logLine>;

/** A line as it is kept. */
export const storedLogLine = logLine.extend({
  /** Grows with every line the sidecar stored; a place to go on from. */
  id: z.string(),
  /** Agent. */
  node: z.string(),
});
export type StoredLogLine = z.infer<typeof storedLogLine>;

/** Payload of the stream channel `logs`: lines of one agent, in the order in which they were written. */
export const logsPayload = z.object({ node: z.string(), lines: z.array(storedLogLine) });
export type LogsPayload = z.infer<typeof logsPayload>;

export const logSources = z.object({
  nodes: z.array(z.string()),
  sources: z.array(z.string()),
  /** The most used ones, at most 500. */
  loggers: z.array(z.string()),
  levels: z.array(logLevel),
});
export type LogSources = z.infer<typeof logSources>;

export const logList = z.object({
  /** Oldest first; the newest of what matched when `limit` cuts (the oldest with `order=asc`). */
  lines: z.array(storedLogLine),
  /** More matched, or the scan ended at its bound before it saw all. */
  truncated: z.boolean(),
  /** Lines looked at. */
  scanned: z.number(),
});
export type LogList = z.infer<typeof logList>;

/** Most buckets of `GET /logs/volume`. */
export const MAX_VOLUME_BUCKETS = 1000;

/** How many lines matched in each bucket of time. */
export const logVolume = z.object({
  /** Start of the first bucket, a multiple of `stepMs`. */
  startMs: z.number(),
  stepMs: z.number(),
  /** Number of buckets. */
  length: z.number().int(),
  /** A row a level that occurs, most severe last, with a count a bucket. */
  levels: z.array(z.object({ level: logLevel, counts: z.array(z.number()) })),
  total: z.number(),
  /** The scan ended at its bound before it saw all: the oldest buckets hold too little. */
  truncated: z.boolean(),
  scanned: z.number(),
});
export type LogVolume = z.infer<typeof logVolume>;
