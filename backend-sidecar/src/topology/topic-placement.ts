import type { Verdict } from './facts/fact.ts';
import type { Attributes } from './graph/node.ts';

/**
 * What another part of the sidecar knows of topics from `broker-stats/topics`, far more cheaply than by listing
 * namespaces. Where it is given, the topology asks no broker for lists of topics.
 */
export interface TopicPlacement {
  /** Changes when `namespaces` or `verdicts` would answer otherwise. */
  version(cluster: string): number;
  /** Topics by namespace (`tenant/ns`); a namespace that is not given keeps the topics it had. */
  namespaces(cluster: string): Iterable<readonly [namespace: string, topics: readonly string[]]>;
  /** What is shown on a topic's node: rates, backlog. */
  topic(cluster: string, topic: string): Attributes | undefined;
  subscriptions(cluster: string, topic: string): readonly { name: string; attributes: Attributes }[];
  /** Topics and subscriptions that are not well. */
  verdicts(cluster: string): readonly Verdict[];
}
