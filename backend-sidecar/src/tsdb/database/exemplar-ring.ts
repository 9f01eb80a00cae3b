import type { Exemplar } from '../../storage.ts';

/**
 * The newest exemplars of all series, at most `capacity`; a new one takes the oldest's place. Series are named by ref, and
 * the owner tells which refs died.
 */
export class ExemplarRing {
  private readonly capacity: number;
  private readonly refs: number[] = [];
  private readonly entries: Exemplar[] = [];
  private next = 0;

  constructor(capacity: number) {
    this.capacity = Math.max(0, capacity);
  }

  get count(): number {
    return this.entries.length;
  }

  /** False when the series' newest exemplar is the same one, as it is on every scrape until a new one is recorded. */
  add(ref: number, exemplar: Exemplar): boolean {
    if (this.capacity === 0) return false;
    const last = this.newest.get(ref);
    if (last !== undefined && exemplar.timestampMs <= last.timestampMs) return false;
    const at = this.next;
    const evicted = this.refs[at];
    if (evicted !== undefined && this.newest.get(evicted) === this.entries[at]) this.newest.delete(evicted);
    this.refs[at] = ref;
    this.entries[at] = exemplar;
    this.newest.set(ref, exemplar);
    this.next = (at + 1) % this.capacity;
    return true;
  }

  private readonly newest = new Map<number, Exemplar>();

  /** Exemplars within the bounds by series, each series' in order of time. */
  within(minTimeMs: number, maxTimeMs: number): Map<number, Exemplar[]> {
    const found = new Map<number, Exemplar[]>();
    for (let i = 0; i < this.entries.length; i++) {
      const entry = this.entries[i];
      if (entry.timestampMs < minTimeMs || entry.timestampMs > maxTimeMs) continue;
      const list = found.get(this.refs[i]);
      if (list) list.push(entry);
      else found.set(this.refs[i], [entry]);
    }
    for (const list of found.values()) list.sort((a, b) => a.timestampMs - b.timestampMs);
    return found;
  }

  /** All of them, oldest first. */
  *all(): IterableIterator<[number, Exemplar]> {
    const count = this.entries.length;
    for (let i = 0; i < count; i++) {
      const at = count < this.capacity ? i : (this.next + i) % count;
      yield [this.refs[at], this.entries[at]];
    }
  }
}
