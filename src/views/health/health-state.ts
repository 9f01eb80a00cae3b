/** How a node did in a step of time, worst last. The numbers are what `healthExpr` answers. */
export const HEALTH_STATES = ['healthy', 'warning', 'critical', 'down'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** The state of a value of `healthExpr`; undefined for none, or a number that is no state. */
export function healthStateOf(value: number): HealthState | undefined {
  return HEALTH_STATES[value];
}

/** Words for a state, with what made it so. */
export const HEALTH_WORDS: Record<HealthState, string> = {
  healthy: 'healthy',
  warning: 'a warning fired',
  critical: 'a critical alert fired',
  down: 'down: a scrape failed',
};

/**
 * PromQL whose series are nodes (`cluster`, `job`, `instance`) and whose values are indices of HEALTH_STATES: the worst of
 * each step, from the scrapes' `up` and from alerts that name the instance. `$__interval` stands for the step.
 * @param matchers put into every selector, as `cluster="a"`
 */
export function healthExpr(matchers: readonly string[] = []): string {
  const by = 'by (cluster, job, instance)';
  const where = (...own: string[]) => `{${[...own, ...matchers].join(', ')}}`;
  const firing = (severity: string) => where('alertstate="firing"', `severity="${severity}"`, 'instance!=""');
  const tagged = (value: string, source: string) => `label_replace(${value}, "source", "${source}", "", "")`;
  return [
    `max ${by} (`,
    `  ${tagged(`3 * (min ${by} (min_over_time(up${where()}[$__interval])) == bool 0)`, 'up')}`,
    `  or ${tagged(`2 * max ${by} (max_over_time(ALERTS${firing('critical')}[$__interval]))`, 'critical')}`,
    `  or ${tagged(`max ${by} (max_over_time(ALERTS${firing('warning')}[$__interval]))`, 'warning')}`,
    ')',
  ].join('\n');
}
