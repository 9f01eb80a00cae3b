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
