/** Comparisons that a Grafana threshold expression knows, by its names for them. */
export type Comparison = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'ne';

/** A named threshold, whose value the operator chooses, or a number that belongs to the rule (a state, a zero). */
export type Limit = { threshold: string } | { value: number };

/**
 * When a rule fires. `compare`: when a value of the query is beyond the limit; every node is then an instance of the
 * rule, with its value, also while it is well. `present`: when the query gives anything at all; for what is counted in
 * topics, subscriptions or functions, where an instance for each healthy one would drown Grafana.
 */
export type Condition = { kind: 'compare'; comparison: Comparison; limit: Limit } | { kind: 'present' };

/** An alerting rule of provisioning/rules/pulsar.rules.yml, taken apart for Grafana. */
export interface ShippedRule {
  name: string;
  /** Name of its group, `pulsar-bookies`. */
  group: string;
  severity: 'critical' | 'warning';
  /** Prometheus duration; `0s` when it fires at once. */
  for: string;
  /** PromQL whose values the condition judges. Thresholds stand in it as `scalar(observatory:threshold:<name>)`. */
  query: string;
  condition: Condition;
  /** Names of the thresholds it needs, in the query or the condition. */
  thresholds: readonly string[];
  /** `summary`, `why`, `first_step`: Go templates over `$labels` and `$value`. */
  annotations: Readonly<Record<string, string>>;
}

/** A threshold of provisioning/rules/pulsar.thresholds.yml. */
export interface ShippedThreshold {
  /** What follows `observatory:threshold:`; its end is the unit (`_ms`, `_ratio`, `_percent`, …). */
  name: string;
  /** One sentence. */
  description: string;
  value: number;
}

/** Values by name; what is missing has the shipped one. */
export type ThresholdValues = Readonly<Record<string, number>>;
