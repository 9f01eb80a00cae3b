import type { FactSet } from '../facts/fact-set.ts';
import { countTopics, shardSubject } from '../facts/namespace-topics.ts';
import { lowerBound, shardOf, topicHash, type TopicShard } from '../facts/topic-shard.ts';
import { bundleName, type BundleName } from './bundle-name.ts';
import { nodeId } from './node.ts';

const PARTITION = /-partition-(\d+)$/;

/**
 * The topics of a graph without a node for each: which topics a bundle holds, which bundle holds a topic, which partitions
 * make a partitioned topic, all by binary search over the shards of names sorted by hash. Nothing is built in advance.
 */
export class TopicIndex {
  private readonly cluster: string;
  private readonly facts: FactSet;
  private readonly bundlesOf: (namespace: string) => readonly BundleName[];

  /** `bundlesOf` gives a namespace's bundles in order of their ranges. */
  constructor(cluster: string, facts: FactSet, bundlesOf: (namespace: string) => readonly BundleName[]) {
    this.cluster = cluster;
    this.facts = facts;
    this.bundlesOf = bundlesOf;
  }

  has(topic: string): boolean {
    const namespace = namespaceOf(topic);
    const shards = this.facts.value('topicList', namespace) ?? 0;
    if (shards === 0) return false;
    const hash = topicHash(topic);
    const shard = this.shard(namespace, shardOf(hash, shards));
    if (!shard) return false;
    for (let i = lowerBound(shard, hash); i < shard.names.length && shard.hashes[i] === hash; i++)
      if (shard.names[i] === topic) return true;
    return false;
  }

  /** Number of partitions that are listed; 0 when it is no partitioned topic. */
  partitionCount(topic: string): number {
    let count = 0;
    while (this.has(`${topic}-partition-${count}`)) count++;
    return count;
  }

  /** Name of the partitioned topic that this is a partition of. */
  partitionedOf(topic: string): string | undefined {
    const match = PARTITION.exec(topic);
    return match ? topic.slice(0, match.index) : undefined;
  }

  bundleOf(topic: string): string | undefined {
    const hash = topicHash(topic);
    return this.bundlesOf(namespaceOf(topic)).find(({ low, high }) => hash >= low && hash < high)?.name;
  }

  /** The bundle's topics in order of their hash. */
  *inBundle(bundle: string): Generator<string> {
    const { namespace, low, high } = bundleName(bundle);
    for (const [shard, from, to] of this.slices(namespace, low, high))
      for (let i = from; i < to; i++) yield shard.names[i];
  }

  countInBundle(bundle: string): number {
    const { namespace, low, high } = bundleName(bundle);
    let count = 0;
    for (const [, from, to] of this.slices(namespace, low, high)) count += to - from;
    return count;
  }

  /** All topics of all namespaces. */
  *all(): Generator<string> {
    for (const [, { value }] of this.facts.entries('topics')) yield* value?.names ?? [];
  }

  /** Topics that the other index has not. Shards that both share, the most, are skipped at once. */
  *notIn(other: TopicIndex): Generator<string> {
    for (const [subject, { value: shard }] of this.facts.entries('topics')) {
      if (!shard || other.facts.value('topics', subject) === shard) continue;
      for (const name of shard.names) if (!other.has(name)) yield name;
    }
  }

  get count(): number {
    let count = 0;
    for (const [namespace] of this.facts.entries('topicList')) count += countTopics(this.facts, namespace);
    return count;
  }

  /** The node of a name as functions and operators write it: a topic, or the partitioned topic of that name. */
  idOf(topic: string): string {
    const name = topic.includes('://') ? topic : `persistent://${topic}`;
    const partitioned = !this.has(name) && this.has(`${name}-partition-0`);
    return nodeId(this.cluster, partitioned ? 'partitioned_topic' : 'topic', name);
  }

  private *slices(namespace: string, low: number, high: number): Generator<[TopicShard, number, number]> {
    const shards = this.facts.value('topicList', namespace) ?? 0;
    if (shards === 0) return;
    for (let i = shardOf(low, shards); i <= shardOf(high - 1, shards); i++) {
      const shard = this.shard(namespace, i);
      if (!shard) continue;
      const from = lowerBound(shard, low);
      const to = high >= 0x1_0000_0000 ? shard.names.length : lowerBound(shard, high);
      if (to > from) yield [shard, from, to];
    }
  }

  private shard(namespace: string, i: number): TopicShard | undefined {
    return this.facts.value('topics', shardSubject(namespace, i));
  }
}

/** `persistent://tenant/ns/name` -> `tenant/ns`; old names have three parts. */
export function namespaceOf(topic: string): string {
  const start = topic.indexOf('://') + 3;
  return topic.slice(start, topic.lastIndexOf('/'));
}
