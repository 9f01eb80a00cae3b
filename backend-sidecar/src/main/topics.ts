import type { NewEvent } from '../events/index.ts';
import type { TopicsView } from '../http/observatory/topics.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import type { Appender } from '../storage.ts';
import { describeTopic, listSubscriptions, listTopics, TopicsMonitor } from '../topics/index.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import type { ClusterBudgets } from './cluster-budgets.ts';
import { VerdictEvents } from './verdict-events.ts';

export interface TopicsParts {
  appender: Appender;
  clock: Clock;
  logger: Logger;
  version: string;
  budgets: ClusterBudgets;
  metrics: SidecarMetrics;
  publish: (event: NewEvent) => void;
}

/** The topics of all clusters, and what the API shows of them. */
export function createTopics(parts: TopicsParts): {
  topics: TopicsMonitor;
  verdictEvents: VerdictEvents;
  view: TopicsView;
} {
  const { appender, clock, version, budgets, metrics } = parts;
  const verdictEvents = new VerdictEvents(clock, parts.publish);
  const topics = new TopicsMonitor({
    appender,
    clock,
    logger: parts.logger.child({ part: 'topics' }),
    version,
    budgetOf: (cluster) => budgets.of(cluster),
    onVerdict: (change, sentence) => verdictEvents.note(change, sentence),
  });
  metrics.gauge(
    'observatory_topics_derived_series',
    'Series written from topics, namespaces and groups',
    () => topics.seriesCount,
  );
  return {
    topics,
    verdictEvents,
    view: {
      list: (query) => topics.ask((clusters, nowMs) => listTopics(clusters, query, nowMs)),
      describe: (topic, cluster) => topics.ask((clusters, nowMs) => describeTopic(clusters, topic, cluster, nowMs)),
      subscriptions: (query) => topics.ask((clusters, nowMs) => listSubscriptions(clusters, query, nowMs)),
    },
  };
}
