/** What the scraped targets expose, and what each metric is: the honest description of the numbers. */
import * as z from 'zod';

export const capabilityState = z.enum(['on', 'off']);
export type CapabilityState = z.infer<typeof capabilityState>;

export const capabilityDescription = z.object({
  id: z.string(),
  title: z.string(),
  scope: z.enum(['broker', 'bookie', 'function_worker', 'metadata_store', 'process']),
  /** How it is turned on; absent where there is no switch. */
  setting: z.object({ file: z.string(), key: z.string(), value: z.string() }).optional(),
  note: z.string(),
});
export type CapabilityDescription = z.infer<typeof capabilityDescription>;

export const targetCapabilities = z.object({
  /** `instance` and `job`, and `cluster` and `node` where they are known. */
  labels: z.record(z.string(), z.string()),
  /** As the target says; for display, nothing is concluded from it. */
  version: z.string().optional(),
  series: z.number(),
  lastScrapeMs: z.number(),
  /** Start of the process. */
  startedMs: z.number().optional(),
  /** Capability id to state; left out where nothing in the scrape tells, for instance because there is nothing to expose. */
  states: z.record(z.string(), capabilityState),
});
export type TargetCapabilities = z.infer<typeof targetCapabilities>;

export const capabilityList = z.object({
  capabilities: z.array(capabilityDescription),
  targets: z.array(targetCapabilities),
});
export type CapabilityList = z.infer<typeof capabilityList>;

/**
 * How series of a metric may be put together. `rate_then_sum`: a counter. `sum`: of series or instances. `max`: quantiles
 * and the like, which neither add up nor average. `histogram_quantile`: buckets, after rate and sum by (le). `none`: an
 * identity or a state.
 */
export const aggregation = z.enum(['rate_then_sum', 'sum', 'max', 'histogram_quantile', 'none']);
export type Aggregation = z.infer<typeof aggregation>;

export const metricDescription = z.object({
  name: z.string(),
  /** Corrected where the page that exposes it is wrong. */
  type: z.string(),
  unit: z.string(),
  help: z.string(),
  /** The source renews it only once in this many ms. */
  steppedMs: z.number().optional(),
  /** Whether sum and avg over series mean anything. */
  aggregatable: z.boolean(),
  aggregation,
  /** One sentence for who is about to do it wrong; empty when there is nothing to warn of. */
  advice: z.string(),
  /** Functions that give wrong numbers on it. */
  avoid: z.array(z.string()),
  /** The canonical metric that says the same and can be put together. */
  canonical: z.string().optional(),
  /** Native names of the same fact, in this and other versions. */
  aliases: z.array(z.string()),
  /** Capability (see /capabilities) without which it does not exist. */
  capability: z.string().optional(),
});
export type MetricDescription = z.infer<typeof metricDescription>;

export const metricList = z.object({ metrics: z.array(metricDescription) });
export type MetricList = z.infer<typeof metricList>;
