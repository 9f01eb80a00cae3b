interface CacheEntry {
  value: object;
  sizeBytes: number;
}

/** Largest file: 1 TiB. */
const SPACE = 2 ** 40;

/**
 * Least recently used parsed pages of all blocks, under one ceiling in bytes. A block takes a `space` of keys; within it
 * the key is the page's file offset.
 */
export class PageCache {
  private readonly entries = new Map<number, CacheEntry>();
  private readonly spaces = new Set<number>();
  readonly limitBytes: number;
  sizeBytes = 0;
  hits = 0;
  misses = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** The lowest space not in use, so that keys stay exact integers however many blocks come and go. */
  newSpace(): number {
    let number = 1;
    while (this.spaces.has(number * SPACE)) number++;
    this.spaces.add(number * SPACE);
    return number * SPACE;
  }

  get<T extends object>(key: number): T | undefined {
    const entry = this.entries.get(key);
    if (!entry) {
      this.misses++;
      return undefined;
    }
    this.hits++;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value as T;
  }

  has(key: number): boolean {
    return this.entries.has(key);
  }

  set(key: number, value: object, sizeBytes: number): void {
    const existing = this.entries.get(key);
    if (existing) this.sizeBytes -= existing.sizeBytes;
    this.entries.delete(key);
    if (sizeBytes > this.limitBytes) return;
    this.entries.set(key, { value, sizeBytes });
    this.sizeBytes += sizeBytes;
    for (const [oldest, entry] of this.entries) {
      if (this.sizeBytes <= this.limitBytes) break;
      this.entries.delete(oldest);
      this.sizeBytes -= entry.sizeBytes;
    }
  }

  /** Forgets all pages of one block and frees its space. */
  dropSpace(space: number): void {
    this.spaces.delete(space);
    for (const [key, entry] of this.entries) {
      if (key < space || key >= space + SPACE) continue;
      this.entries.delete(key);
      this.sizeBytes -= entry.sizeBytes;
    }
  }
}
