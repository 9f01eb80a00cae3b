import type { StoredLogLine } from '@observatory/protocol/logs';

/** Lines that a page keeps; a list of this many rows still scrolls well. */
export const MAX_LINES = 50_000;

const inOrder = (a: StoredLogLine, b: StoredLogLine): number => a.timeMs - b.timeMs || Number(a.id) - Number(b.id);

/**
 * Lines in the order of their times, each once, at most `capacity` of them: the oldest go, and are counted. Agents' clocks
 * differ and their lines come in batches, so a new line may belong before those that are there; most belong at the end.
 */
export class LineBuffer {
  /** Never changed in place: views compare it. */
  lines: readonly StoredLogLine[] = [];
  /** Lines that went because there were more than fit. */
  evicted = 0;
  /** The largest id ever added; 0 before any. */
  newestId = 0;
  private readonly ids = new Set<string>();
  private readonly capacity: number;

  constructor(capacity = MAX_LINES) {
    this.capacity = capacity;
  }

  /** Adds what is not there yet. @returns those lines, in order. */
  add(lines: readonly StoredLogLine[]): StoredLogLine[] {
    const fresh: StoredLogLine[] = [];
    for (const line of lines) {
      if (this.ids.has(line.id)) continue;
      this.ids.add(line.id);
      this.newestId = Math.max(this.newestId, Number(line.id));
      fresh.push(line);
    }
    if (fresh.length === 0) return fresh;
    fresh.sort(inOrder);
    let all = merged(this.lines, fresh);
    if (all.length > this.capacity) {
      const gone = all.length - this.capacity;
      for (let i = 0; i < gone; i++) this.ids.delete(all[i].id);
      this.evicted += gone;
      all = all.slice(gone);
    }
    this.lines = all;
    return fresh;
  }
}

function merged(old: readonly StoredLogLine[], fresh: readonly StoredLogLine[]): StoredLogLine[] {
  const last = old.at(-1);
  if (!last || inOrder(last, fresh[0]) < 0) return [...old, ...fresh];
  const out: StoredLogLine[] = [];
  let i = 0;
  for (const line of fresh) {
    while (i < old.length && inOrder(old[i], line) < 0) out.push(old[i++]);
    out.push(line);
  }
  while (i < old.length) out.push(old[i++]);
  return out;
}
