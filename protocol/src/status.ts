import * as z from 'zod';

/** What the sidecar says about itself. Times are milliseconds since the epoch. */
export const statusAnswer = z.object({
  version: z.string(),
  ready: z.boolean(),
  startedMs: z.number(),
  nowMs: z.number(),
  reload: z.object({ ok: z.boolean(), atMs: z.number(), error: z.string() }),
  store: z.object({
    series: z.number(),
    chunks: z.number(),
    minTimeMs: z.number(),
    maxTimeMs: z.number(),
    retention: z.string(),
  }),
  targets: z.object({ up: z.number(), down: z.number(), unknown: z.number() }),
  memory: z.object({ residentBytes: z.number(), heapBytes: z.number(), bufferBytes: z.number() }),
  /** Sentences an operator should read: limits hit, parts switched off. */
  warnings: z.array(z.string()),
});
export type StatusAnswer = z.infer<typeof statusAnswer>;
