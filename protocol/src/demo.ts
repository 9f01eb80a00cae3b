import * as z from 'zod';

/** Kinds of fault that the demo cluster can suffer. */
export const faultKindSchema = z.enum([
  'gc-pause',
  'slow-journal-disk',
  'hot-topic',
  'stopped-consumer',
  'bookie-read-only',
  'broker-lost',
  'network-partition',
  'memory-leak',
]);
export type FaultKind = z.infer<typeof faultKindSchema>;

/** Body of `POST /faults` on the demo's control port. */
export const faultRequestSchema = z.object({
  kind: faultKindSchema,
  /** Node name (`broker-2`), topic or `topic subscription`; chosen by the seed when absent. */
  target: z.string().min(1).optional(),
  /** Strength, 1 is a clear incident; each fault says what it scales. */
  intensity: z.number().positive().max(100).default(1),
  durationMs: z.number().int().positive().max(86_400_000).optional(),
  /** When it begins, in virtual ms since the epoch; now when absent. */
  atMs: z.number().int().nonnegative().optional(),
});
export type FaultRequest = z.input<typeof faultRequestSchema>;

/** One expected effect of a fault: what moves, where, and when it can first be seen. */
export const symptomSchema = z.object({
  /** Order in the chain of causes, 0 is nearest to the fault. */
  order: z.number().int().nonnegative(),
  node: z.string(),
  /** Metric as exposed, or `up`. */
  metric: z.string(),
  direction: z.enum(['up', 'down']),
  onsetMs: z.number().int(),
  /** Seen at once in a live series, or with the next 60 s step of a stepped one. */
  visibility: z.enum(['live', 'stepped']),
  text: z.string(),
});
export type Symptom = z.infer<typeof symptomSchema>;

/** One line of the ground-truth log. */
export const groundTruthSchema = z.object({
  id: z.string(),
  kind: faultKindSchema,
  node: z.string(),
  target: z.string(),
  intensity: z.number(),
  injectedMs: z.number().int(),
  endsMs: z.number().int(),
  /** Set when it is over or was cleared. */
  clearedMs: z.number().int().nullable(),
  /** Sentence in plain words. */
  cause: z.string(),
  chain: z.array(symptomSchema),
});
export type GroundTruth = z.infer<typeof groundTruthSchema>;

/** One node as `GET /nodes` on the control port lists it. */
export const demoNodeSchema = z.object({
  name: z.string(),
  kind: z.enum(['broker', 'bookie', 'function_worker', 'zookeeper', 'host']),
  /** Id inside Pulsar: broker host:webPort, bookie host:bookiePort, worker id. */
  id: z.string(),
  url: z.string(),
  metricsUrl: z.string(),
  host: z.string(),
  up: z.boolean(),
});
export type DemoNode = z.infer<typeof demoNodeSchema>;

/** Body of `POST /speed`: virtual seconds per second, 0 stands still, `max` only moves when told to. */
export const demoSpeedSchema = z.object({ speed: z.union([z.number().nonnegative().max(100_000), z.literal('max')]) });

/** Body of `POST /advance`. */
export const demoAdvanceSchema = z.union([
  z.object({ toMs: z.number().int() }),
  z.object({ byMs: z.number().int().positive() }),
]);
