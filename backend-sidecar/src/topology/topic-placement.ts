import type { Verdict } from './facts/fact.ts';
import type { Attributes } from './graph/node.ts';

/**
 * What another part of the sidecar knows of topics from `broker-stats/topics`: their subscriptions, rates and verdicts. It
 * is asked for the topics that somebody looks at; which topics there are the topology reads itself, as brokers tell of
 * those only that are loaded.
 */
export interface TopicPlacement {
  /** What is shown on a topic's node (rates, backlog); undefined for a topic that no broker has told of. */
  topic(cluster: string, topic: string): Attributes | undefined;
  subscriptions(cluster: string, topic: string): readonly { name: string; attributes: Attributes }[];
  /** Topics and subscriptions that are not well. */
  verdicts(cluster: string): readonly Verdict[];
}
