/**
 * Walks through the lines that match, a segment and a record at a time, in slices that leave the event loop to others. A record
 * is passed over by its head alone where nothing in it can match, or where the visitor wants nothing of its times.
 */
import type { LogLine } from '@observatory/protocol/logs';
import { logFilter, type LogQuery } from './log-filter.ts';
import { decodeLines, type RecordHead } from './record.ts';
import type { Segment } from './segment.ts';

/** Lines looked at in one query: some 3 s of work, in slices. */
const MAX_SCANNED = 2_000_000;
const SLICE_MS = 8;

export interface LogVisitor {
  /** No line between these times is wanted any more. */
  excludes(minTimeMs: number, maxTimeMs: number): boolean;
  line(line: LogLine, id: number, head: RecordHead): void;
}

export interface Visit {
  scanned: number;
  /** Some of what may match was not looked at. */
  cut: boolean;
}

/** @throws ObservatoryError of a wrong query; the reason of `signal` when it is aborted. */
export async function visitLines(
  segments: readonly Segment[],
  query: LogQuery,
  visitor: LogVisitor,
  signal?: AbortSignal,
): Promise<Visit> {
  const { order = 'desc', afterId = -1 } = query;
  const filter = logFilter(query);
  const newestFirst = order === 'desc';
  let scanned = 0;
  let cut = false;
  let sliceStart = performance.now();
  for (const segment of newestFirst ? [...segments].reverse() : [...segments]) {
    const candidates = segment.records.filter((record) => filter.admits(record));
    if (candidates.every((record) => visitor.excludes(record.minTimeMs, record.maxTimeMs))) {
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
      if (visitor.excludes(record.minTimeMs, record.maxTimeMs)) {
        cut = true;
        continue;
      }
      if (scanned >= MAX_SCANNED) return { scanned, cut: true };
      decodeLines(bytes, record.offset).forEach((line, index) => {
        scanned++;
        const id = record.firstId + index;
        if (id > afterId && filter.matches(line)) visitor.line(line, id, record);
      });
      if (performance.now() - sliceStart > SLICE_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        sliceStart = performance.now();
      }
    }
  }
  return { scanned, cut };
}
