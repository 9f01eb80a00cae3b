/**
 * Finds lines. Records are visited in the order in which the wanted end of the answer is found first; once enough lines are
 * there, a record whose every line lies beyond the worst of them is not read. Agents' clocks differ, so the order of storing is
 * not that of time: a record is passed over by its own times only.
 */
import type { LogList, StoredLogLine } from '@observatory/protocol/logs';
import { logFilter, type LogQuery } from './log-filter.ts';
import { decodeLines } from './record.ts';
import type { Segment } from './segment.ts';

const DEFAULT_LIMIT = 1000;
/** Lines looked at in one query: some 3 s of work, in slices. */
const MAX_SCANNED = 2_000_000;
const SLICE_MS = 8;

export async function scanSegments(
  segments: readonly Segment[],
  query: LogQuery,
  signal?: AbortSignal,
): Promise<LogList> {
  const { limit = DEFAULT_LIMIT, order = 'desc', afterId = -1 } = query;
  const filter = logFilter(query);
  const newestFirst = order === 'desc';
  const best = new BestLines(limit, newestFirst);
  let scanned = 0;
  let matched = 0;
  let cut = false;
  let sliceStart = performance.now();
  const inOrder = newestFirst ? [...segments].reverse() : [...segments];
  scan: for (const segment of inOrder) {
    const candidates = segment.records.filter((record) => filter.admits(record));
    if (candidates.every((record) => best.excludes(record.minTimeMs, record.maxTimeMs))) {
      if (candidates.length > 0) cut = true;
      continue;
    }
    let bytes: Buffer;
    try {
      bytes = await segment.read();
    } catch {
      // Retention dropped it meanwhile.
      continue;
    }
    for (const record of newestFirst ? candidates.reverse() : candidates) {
      if (best.excludes(record.minTimeMs, record.maxTimeMs)) {
        cut = true;
        continue;
      }
      if (scanned >= MAX_SCANNED) {
        cut = true;
        break scan;
      }
      decodeLines(bytes, record.offset).forEach((line, index) => {
        scanned++;
        const id = record.firstId + index;
        if (id <= afterId || !filter.matches(line)) return;
        matched++;
        best.add({ ...line, id: String(id), node: record.agent });
      });
      if (performance.now() - sliceStart > SLICE_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        sliceStart = performance.now();
      }
    }
  }
  const lines = best.take();
  return { lines, truncated: cut || matched > lines.length, scanned };
}

/** The `limit` newest, or oldest, lines that were offered. */
class BestLines {
  private lines: StoredLogLine[] = [];
  private bound: number | undefined;
  private readonly limit: number;
  private readonly newest: boolean;

  constructor(limit: number, newest: boolean) {
    this.limit = limit;
    this.newest = newest;
  }

  /** No line between these times can still get in. */
  excludes(minTimeMs: number, maxTimeMs: number): boolean {
    if (this.bound === undefined) return false;
    return this.newest ? maxTimeMs < this.bound : minTimeMs > this.bound;
  }

  add(line: StoredLogLine): void {
    this.lines.push(line);
    if (this.lines.length >= this.limit * 2) this.trim();
  }

  take(): StoredLogLine[] {
    this.trim();
    return this.lines;
  }

  private trim(): void {
    this.lines.sort((a, b) => a.timeMs - b.timeMs || Number(a.id) - Number(b.id));
    if (this.lines.length < this.limit) return;
    this.lines = this.newest ? this.lines.slice(-this.limit) : this.lines.slice(0, this.limit);
    this.bound = (this.newest ? this.lines[0] : this.lines.at(-1))?.timeMs;
  }
}
