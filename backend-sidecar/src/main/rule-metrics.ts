import type { SidecarMetrics } from '../observe/metrics.ts';
import type { Notifier, RuleGroup, RuleManager } from '../rules/index.ts';

/** Metrics of rules and of the alerts sent. */
export function registerRuleMetrics(metrics: SidecarMetrics, manager: RuleManager, notifier: Notifier): void {
  metrics.counter('observatory_rule_evaluations_total', 'Rules evaluated', () => manager.stats().evaluations);
  metrics.counter(
    'observatory_rule_evaluation_failures_total',
    'Evaluations of rules that failed',
    () => manager.stats().failures,
  );
  const eachGroup = (read: (group: RuleGroup) => number) => () =>
    manager.groups().map((group) => [{ rule_group: `${group.spec.file};${group.spec.name}` }, read(group)] as const);
  const ofGroup = ['rule_group'];
  metrics.gauge(
    'observatory_rule_group_rules',
    'Rules of the group',
    eachGroup(({ rules }) => rules.length),
    ofGroup,
  );
  metrics.gauge(
    'observatory_rule_group_interval_seconds',
    'How often the group is evaluated',
    eachGroup(({ intervalMs }) => intervalMs / 1000),
    ofGroup,
  );
  metrics.gauge(
    'observatory_rule_group_last_duration_seconds',
    'Time of the last evaluation of the group',
    eachGroup(({ lastDurationMs }) => lastDurationMs / 1000),
    ofGroup,
  );
  metrics.gauge(
    'observatory_rule_group_last_evaluation_samples',
    'Samples that the last evaluation of the group gave',
    eachGroup(({ lastSamples }) => lastSamples),
    ofGroup,
  );
  metrics.counter(
    'observatory_rule_group_iterations_missed_total',
    'Evaluations of the group that did not happen because the one before took too long',
    eachGroup(({ missedIterations }) => missedIterations),
    ofGroup,
  );
  const eachManager = (key: 'sent' | 'dropped' | 'errors' | 'queued') => () =>
    notifier.alertmanagers().active.map(({ url, stats }) => [{ alertmanager: url }, stats[key]] as const);
  const ofManager = ['alertmanager'];
  metrics.counter('observatory_notifications_sent_total', 'Alerts delivered', eachManager('sent'), ofManager);
  metrics.counter(
    'observatory_notifications_dropped_total',
    'Alerts not delivered: the queue was full or the request failed',
    eachManager('dropped'),
    ofManager,
  );
  metrics.counter('observatory_notifications_errors_total', 'Requests that failed', eachManager('errors'), ofManager);
  metrics.gauge('observatory_notifications_queue_length', 'Alerts that wait', eachManager('queued'), ofManager);
}
