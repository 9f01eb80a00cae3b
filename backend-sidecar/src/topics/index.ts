export { TopicsMonitor, type TopicsMonitorOptions } from './topics-monitor.ts';
export type { HostBudget } from './read/host-budget.ts';
export type { VerdictChange } from './store/cluster-topic-state.ts';
export { describeTopic } from './views/describe-topic.ts';
export { listSubscriptions, SUBSCRIPTION_SORTS, type SubscriptionQuery } from './views/list-subscriptions.ts';
export { listTopics, type TopicQuery } from './views/list-topics.ts';
export type { ClusterTopics } from './cluster-topics.ts';
export type { Verdict } from './verdict/verdict.ts';
