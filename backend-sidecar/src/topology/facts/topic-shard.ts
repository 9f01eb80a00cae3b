import { crc32 } from 'node:zlib';

/**
 * Part of a namespace's topics, those whose hash lies in one slice of the hash space, in order of their hash. Bundles are
 * ranges of the same hash (CRC-32 of the full name, as Pulsar's default assigner takes it), so that a bundle's topics are
 * found by two binary searches, a split needs no move, and a topic that comes or goes changes one small shard.
 */
export interface TopicShard {
  readonly names: readonly string[];
  readonly hashes: Uint32Array;
}

/** Below this many topics a namespace is one shard. */
const SHARD_TOPICS = 2048;
const MANY_SHARDS = 256;

export function topicHash(name: string): number {
  return crc32(name) >>> 0;
}

export function shardCount(topics: number): number {
  return topics <= SHARD_TOPICS ? 1 : MANY_SHARDS;
}

export function shardOf(hash: number, shards: number): number {
  return Math.floor((hash / 0x1_0000_0000) * shards);
}

/** Distributes names over `shards` shards; `before` lends its strings, so that equal names are one string in memory. */
export function splitIntoShards(
  names: readonly string[],
  shards: number,
  before: (shard: number) => TopicShard | undefined,
): TopicShard[] {
  const parts: { hash: number; name: string }[][] = Array.from({ length: shards }, () => []);
  for (const name of names) {
    const hash = topicHash(name);
    parts[shardOf(hash, shards)].push({ hash, name });
  }
  return parts.map((part, i) => {
    part.sort((a, b) => a.hash - b.hash || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const made = { names: part.map(({ name }) => name), hashes: Uint32Array.from(part, ({ hash }) => hash) };
    const old = before(i);
    if (!old) return made;
    return sameShard(old, made)
      ? old
      : { ...made, names: made.names.map((name, at) => lend(old, made.hashes[at], name)) };
  });
}

export function sameShard(a: TopicShard, b: TopicShard): boolean {
  if (a === b) return true;
  return a.names.length === b.names.length && a.names.every((name, i) => name === b.names[i]);
}

/** First index whose hash is not below `hash`. */
export function lowerBound({ hashes }: TopicShard, hash: number): number {
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hashes[middle] < hash) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lend(old: TopicShard, hash: number, name: string): string {
  for (let i = lowerBound(old, hash); i < old.names.length && old.hashes[i] === hash; i++)
    if (old.names[i] === name) return old.names[i];
  return name;
}
