/** Carries out an export: reads slices of time in order and writes their rows, so that memory does not grow with the time. */
import { bucketsOf } from './buckets.ts';
import { BucketTable } from './bucket-table.ts';
import type { ExportPlan } from './plan.ts';
import type { RowWriter } from './row-writer.ts';
import { Slicer } from './slices.ts';

const MAX_WARNINGS = 10;
/** Text handed on at a time. */
const PIECE_CHARACTERS = 32 * 1024;
/** Cells (buckets by series) of a page, some 20 MB; and how many series the first page is prepared for. */
const PAGE_CELLS = 400_000;
const EXPECTED_SERIES = 10_000;

/** Pieces of text; the first comes when the first slice was read, so that what is wrong is known before anything is sent. */
export async function* exportRows(plan: ExportPlan, writer: RowWriter, signal: AbortSignal): AsyncGenerator<string> {
  const warnings = new Set<string>();
  const warn = (texts: readonly string[]) => {
    for (const text of texts) if (warnings.size < MAX_WARNINGS) warnings.add(text);
  };
  const slicer = new Slicer(plan.source, signal);
  let text = writer.head();
  const rows =
    plan.everyMs === undefined
      ? sampleRows(plan, writer, slicer, warn)
      : bucketRows(plan, plan.everyMs, writer, slicer, warn);
  for await (const row of rows) {
    text += row;
    if (text.length < PIECE_CHARACTERS) continue;
    yield text;
    text = '';
  }
  yield text + writer.tail([...warnings]);
}

type Warn = (texts: readonly string[]) => void;

async function* sampleRows(
  { startMs, endMs }: ExportPlan,
  writer: RowWriter,
  slicer: Slicer,
  warn: Warn,
): AsyncGenerator<string> {
  const value = [0];
  for await (const { series, warnings } of slicer.slices(startMs, endMs)) {
    warn(warnings);
    for (const { labels, timestamps, values } of series) {
      const head = writer.series(labels);
      let text = '';
      for (let i = 0; i < values.length; i++) {
        value[0] = values[i];
        text += writer.row(head, timestamps[i], value);
        if (text.length < PIECE_CHARACTERS) continue;
        yield text;
        text = '';
      }
      yield text;
    }
  }
}

/** Buckets are gathered in pages of as many as a slice holds, at least one. */
async function* bucketRows(
  plan: ExportPlan,
  everyMs: number,
  writer: RowWriter,
  slicer: Slicer,
  warn: Warn,
): AsyncGenerator<string> {
  const { startMs, endMs, zone, aggregations, source } = plan;
  const buckets = bucketsOf(everyMs, zone, startMs);
  // Slices begin on the grid of steps, which need not be that of buckets.
  let readMs = startMs;
  let seriesCount = EXPECTED_SERIES;
  for (let pageMs = buckets.startOf(startMs); readMs < endMs;) {
    const bounds = [pageMs, buckets.next(pageMs)];
    while (bounds.length * seriesCount < PAGE_CELLS && lastOf(bounds) < endMs) {
      if (!source.isWhole && lastOf(bounds) - pageMs + everyMs > slicer.nextLengthMs) break;
      bounds.push(buckets.next(lastOf(bounds)));
    }
    pageMs = lastOf(bounds);
    const table = new BucketTable(bounds);
    const until = Math.min(endMs, pageMs);
    for await (const { series, warnings } of slicer.slices(readMs, until)) {
      warn(warnings);
      for (const each of series) table.add(each);
    }
    readMs += Math.max(0, Math.ceil((until - readMs) / source.gridMs)) * source.gridMs;
    seriesCount = Math.max(1, table.size);
    const texts: string[] = [];
    table.forEach(aggregations, (labels, atMs, values) => texts.push(writer.row(writer.series(labels), atMs, values)));
    yield* texts;
  }
}

function lastOf(bounds: readonly number[]): number {
  return bounds[bounds.length - 1];
}
