import * as z from 'zod';

export const NODE_KINDS = [
  'broker',
  'bookie',
  'function_worker',
  'zookeeper',
  'proxy',
  'omb_worker',
  'worker',
  'ipfs',
] as const;
export const nodeKind = z.enum(NODE_KINDS);
export type NodeKind = z.infer<typeof nodeKind>;

/**
 * `up`: the last scrape worked. `stale`: it worked, but is older than it should be. `down`: the last scrape failed.
 * `gone`: discovery no longer lists it. `unknown`: not scraped yet.
 */
export const nodeState = z.enum(['up', 'stale', 'down', 'gone', 'unknown']);
export type NodeState = z.infer<typeof nodeState>;

export const node = z.object({
  /** Stable over restarts: cluster, kind and address. */
  id: z.string(),
  cluster: z.string(),
  /** Undefined for targets that are no node of a Pulsar cluster as far as is known. */
  kind: nodeKind.optional(),
  /** host:port as scraped; the `instance` label of its series. */
  address: z.string(),
  job: z.string(),
  state: nodeState,
  /** Milliseconds since the epoch. */
  lastScrapeMs: z.number().optional(),
  lastScrapeDurationMs: z.number().optional(),
  /** Samples that its last good scrape exposed. */
  samples: z.number().optional(),
  /** Empty when the last scrape worked. */
  lastError: z.string(),
  version: z.string().optional(),
  scrapeIntervalMs: z.number(),
  /** Labels that its series carry. */
  labels: z.record(z.string(), z.string()),
});
export type Node = z.infer<typeof node>;

export const nodeList = z.object({
  nodes: z.array(node),
  /** Number of nodes in each state. */
  states: z.partialRecord(nodeState, z.number()),
});
export type NodeList = z.infer<typeof nodeList>;

/** One disk of a bookie, by its ledger directory as the metric's name has it. */
export const diskForecast = z.object({
  directory: z.string(),
  usedPercent: z.number(),
  /** Percent points an hour, by least squares over the last hour. */
  percentPerHour: z.number().optional(),
  /** Seconds until it is full at this rate; absent when it does not grow. */
  fullInSeconds: z.number().optional(),
});
export type DiskForecast = z.infer<typeof diskForecast>;

/** What a node's own metrics say of its process. What it does not expose is absent. */
export const nodeVitals = z.object({
  id: z.string(),
  version: z.string().optional(),
  startedMs: z.number().optional(),
  uptimeSeconds: z.number().optional(),
  /** Starts of the process within the last 24 hours, beyond the first that was seen. */
  restarts: z.number().optional(),
  /** Share of the time, 0 to 1, that went into garbage collection in the last 5 minutes. */
  gcShare: z.number().optional(),
  heapUsedBytes: z.number().optional(),
  heapMaxBytes: z.number().optional(),
  directUsedBytes: z.number().optional(),
  directMaxBytes: z.number().optional(),
  /** The node's clock less ours; absent where nobody could compare. */
  clockSkewSeconds: z.number().optional(),
  disks: z.array(diskForecast),
});
export type NodeVitals = z.infer<typeof nodeVitals>;
export const nodeVitalsList = z.object({
  timeMs: z.number(),
  nodes: z.array(nodeVitals),
  warnings: z.array(z.string()),
});
export type NodeVitalsList = z.infer<typeof nodeVitalsList>;
