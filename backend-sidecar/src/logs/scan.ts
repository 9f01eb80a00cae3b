/**
 * Finds lines. Records are visited in the order in which the wanted end of the answer is found first; once enough lines are
 * there, a record whose every line lies beyond the worst of them is not read. Agents' clocks differ, so the order of storing is
 * not that of time: a record is passed over by its own times only.
 */
import type { LogList, StoredLogLine } from '@observatory/protocol/logs';
import type { LogQuery } from './log-filter.ts';
import type { Segment } from './segment.ts';
import { visitLines } from './visit.ts';

const DEFAULT_LIMIT = 1000;

export async function scanSegments(
  segments: readonly Segment[],
  query: LogQuery,
  signal?: AbortSignal,
): Promise<LogList> {
  const { limit = DEFAULT_LIMIT, order = 'desc' } = query;
  const best = new BestLines(limit, order === 'desc');
  let matched = 0;
  const { scanned, cut } = await visitLines(
    segments,
    query,
    {
      excludes: (minTimeMs, maxTimeMs) => best.excludes(minTimeMs, maxTimeMs),
      line(line, id, { agent }) {
        matched++;
        best.add({ ...line, id: String(id), node: agent });
      },
    },
    signal,
  );
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
