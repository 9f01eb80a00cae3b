/**
 * The topology of Pulsar clusters as one typed graph. Ids are `<cluster>/<kind>/<name>` and stay for good: a broker is its
 * broker id (`host:webPort`), a bookie its bookie id, a function worker its worker id, a topic its full name.
 */
import * as z from 'zod';

export const TOPOLOGY_KINDS = [
  'cluster',
  'host',
  'broker',
  'namespace',
  'bundle',
  'topic',
  'partitioned_topic',
  'subscription',
  'ledger',
  'ensemble',
  'bookie',
  'rack',
  'disk',
  'function_worker',
  'function',
  'function_instance',
] as const;
export const topologyKind = z.enum(TOPOLOGY_KINDS);
export type TopologyKind = z.infer<typeof topologyKind>;

export const RELATIONS = [
  'member',
  'runs_on',
  'owns',
  'divided_into',
  'holds',
  'partition',
  'subscribed',
  'stored_in',
  'written_to',
  'replica_on',
  'in_rack',
  'disk',
  'embedded_in',
  'runs',
  'instance',
  'reads',
  'writes',
  'replicates_to',
] as const;
export const relation = z.enum(RELATIONS);
export type Relation = z.infer<typeof relation>;

/** Best to worst; `unknown` says that nobody can tell, with the reason. */
export const HEALTHS = ['healthy', 'unknown', 'degraded', 'down'] as const;
export const health = z.enum(HEALTHS);
export type Health = z.infer<typeof health>;

const attribute = z.union([z.string(), z.number(), z.boolean()]);

/** Something about a node that could not be read. */
export const unknownFact = z.object({
  /** What was asked: `owned bundles`, `state`, … */
  what: z.string(),
  reason: z.string(),
  sinceMs: z.number(),
  /** When the value shown was last confirmed; absent when it was never read. */
  lastKnownMs: z.number().optional(),
});
export type UnknownFact = z.infer<typeof unknownFact>;

export const topologyNode = z.object({
  id: z.string(),
  kind: topologyKind,
  cluster: z.string(),
  /** The name within its kind and cluster. */
  name: z.string(),
  /** What the node itself shows. */
  health,
  /** Why it is not healthy, in words. */
  reasons: z.array(z.string()),
  /** The worst that reaches it along its edges, and from which node; absent when nothing does. */
  impact: z.object({ health, from: z.string() }).optional(),
  attributes: z.record(z.string(), attribute),
  /** Labels that select the series of this node; absent when none are its own. */
  metrics: z.record(z.string(), z.string()).optional(),
  /** Id of the node in `/nodes`, where it is scraped. */
  scrapedAs: z.string().optional(),
  unknown: z.array(unknownFact).optional(),
  /** How many topics or subscriptions hang below it that this answer leaves out. */
  hidden: z.number().optional(),
  /** A place for it that never changes; see `format=nodegraph`. */
  x: z.number().optional(),
  y: z.number().optional(),
});
export type TopologyNode = z.infer<typeof topologyNode>;

export const topologyEdge = z.object({
  source: z.string(),
  target: z.string(),
  relation,
  attributes: z.record(z.string(), attribute).optional(),
});
export type TopologyEdge = z.infer<typeof topologyEdge>;

/** How well the last refresh went. */
export const topologyStatus = z.object({
  cluster: z.string(),
  /** Milliseconds since the epoch of the last complete pass; absent before the first. */
  refreshedMs: z.number().optional(),
  /** The oldest time that `at` and `from` may ask for. */
  historyStartMs: z.number().optional(),
  facts: z.number(),
  unknown: z.array(unknownFact),
  /** Reads that wait because the budget of a broker is used up. */
  deferred: z.number(),
});
export type TopologyStatus = z.infer<typeof topologyStatus>;

export const topologyAnswer = z.object({
  /** The time whose state this is, ms since the epoch. */
  timeMs: z.number(),
  nodes: z.array(topologyNode),
  edges: z.array(topologyEdge),
  /** More nodes matched than `limit`. */
  truncated: z.boolean(),
  /** Nodes of each kind in the whole graph. */
  counts: z.partialRecord(topologyKind, z.number()),
  clusters: z.array(topologyStatus),
});
export type TopologyAnswer = z.infer<typeof topologyAnswer>;

export const topologyDifference = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  added: z.array(topologyNode),
  removed: z.array(topologyNode),
  /** Nodes whose health, reasons or attributes differ. */
  changed: z.array(z.object({ before: topologyNode, after: topologyNode })),
  addedEdges: z.array(topologyEdge),
  removedEdges: z.array(topologyEdge),
  truncated: z.boolean(),
});
export type TopologyDifference = z.infer<typeof topologyDifference>;
