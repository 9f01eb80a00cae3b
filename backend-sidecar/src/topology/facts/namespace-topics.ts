import type { FactSet } from './fact-set.ts';
import type { FactStore } from './fact-store.ts';
import { shardCount, splitIntoShards } from './topic-shard.ts';

/** Puts a namespace's topics into their shards; those that did not change stay as they are. */
export function keepTopics(store: FactStore, namespace: string, names: readonly string[]): void {
  const before = store.now.value('topicList', namespace) ?? 0;
  const shards = before > 0 && names.length > 0 ? Math.max(before, shardCount(names.length)) : shardCount(names.length);
  const reuse = shards === before;
  const made = splitIntoShards(names, shards, (i) =>
    reuse ? store.now.value('topics', shardSubject(namespace, i)) : undefined,
  );
  store.set('topicList', namespace, shards);
  made.forEach((shard, i) => store.set('topics', shardSubject(namespace, i), shard));
  for (let i = shards; i < before; i++) store.remove('topics', shardSubject(namespace, i));
}

export function shardSubject(namespace: string, shard: number): string {
  return `${namespace}#${shard}`;
}

export function countTopics(facts: FactSet, namespace: string): number {
  let count = 0;
  for (let i = 0; i < (facts.value('topicList', namespace) ?? 0); i++)
    count += facts.value('topics', shardSubject(namespace, i))?.names.length ?? 0;
  return count;
}

export function forgetTopics(store: FactStore, namespace: string): void {
  for (let i = 0; i < (store.now.value('topicList', namespace) ?? 0); i++)
    store.remove('topics', shardSubject(namespace, i));
  store.remove('topicList', namespace);
}
