import type { Labels } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';

interface Selecting {
  readonly matchers: readonly Matcher[];
}

/**
 * Finds the selectors that a new series matches without trying them all: each selector is filed under one of its equality
 * matchers, the one with the fewest companions; those without any are tried on every series.
 */
export class SelectorIndex<Item extends Selecting> {
  private readonly buckets = new Map<string, Set<Item>>();
  private readonly keyOf = new Map<Item, string>();

  get size(): number {
    return this.keyOf.size;
  }

  add(item: Item): void {
    let best = '';
    let bestSize = Infinity;
    for (const matcher of item.matchers) {
      if (matcher.type !== '=' || matcher.value === '') continue;
      const key = bucketKey(matcher.name, matcher.value);
      const size = this.buckets.get(key)?.size ?? 0;
      if (size < bestSize) [best, bestSize] = [key, size];
    }
    const bucket = this.buckets.get(best);
    if (bucket) bucket.add(item);
    else this.buckets.set(best, new Set([item]));
    this.keyOf.set(item, best);
  }

  delete(item: Item): void {
    const key = this.keyOf.get(item);
    if (key === undefined) return;
    this.keyOf.delete(item);
    const bucket = this.buckets.get(key);
    bucket?.delete(item);
    if (bucket?.size === 0) this.buckets.delete(key);
  }

  /** Calls `found` for each selector that the series passes. */
  match(labels: Labels, found: (item: Item) => void): void {
    this.tryBucket('', labels, found);
    for (const [name, value] of labels.entries()) this.tryBucket(bucketKey(name, value), labels, found);
  }

  private tryBucket(key: string, labels: Labels, found: (item: Item) => void): void {
    const bucket = this.buckets.get(key);
    if (!bucket) return;
    for (const item of bucket) {
      if (item.matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))) found(item);
    }
  }
}

function bucketKey(name: string, value: string): string {
  return `${name}\u0000${value}`;
}
