// The scrape cache's walk: a body against the previous body of the same target. Exporters write their lines in the same
// order each time and most values stay, so nearly all of a body is known by comparing bytes: a stretch of equal bytes copies
// the rows of all lines in it; in a line that differs only from its value on, only the number is read. What remains (new
// lines, values with exemplars, odd numbers) is listed for the host. Cost: one pass over the bytes at 16 a step.
import { commonPrefix, newline } from './bytes';
import {
  ALWAYS,
  COMMENT,
  DUPLICATE,
  EOF,
  FLAGS,
  LENGTH,
  NAME,
  NEW,
  PREFIX_REPAIRS_SHIFT,
  REF,
  REPAIR_MASK,
  ROW,
  TAIL_REPAIRS,
} from './layout';
import { TAIL_REPAIRS_SHIFT, TIMED, UNRESOLVED, VALUE, VALUE_OFFSET } from './layout';
import { beginLookup, findRow } from './lookup';
import { numberBits, numberEnd, numberTime, parseTimed, parseUntimed } from './number';
export { powersOfFive } from './number';

let todoLength: u32 = 0;
let isChanged = false;

/** Rows that the last scan left to the host, as indices from its `todo` on. */
export function todoCount(): u32 {
  return todoLength;
}

/** Whether lines came, went or moved since the previous body. */
export function structureChanged(): bool {
  return isChanged;
}

/** Number of lines of a body that ends in a newline. */
export function countLines(body: usize, length: usize): u32 {
  const end = body + length;
  let lines: u32 = 0;
  for (let p = body; p < end; p = newline(p) + 1) lines++;
  return lines;
}

/**
 * Writes the rows of `body` (which ends in a newline) to `rows`, the times of those that have one to `times` (f64, by
 * row) and the indices of those that need the host to `todo`; each has room for `capacity` entries. Returns the number of rows, or -1 when there are more.
 */
export function scan(
  body: usize,
  length: usize,
  previousBody: usize,
  previousLength: usize,
  previousRows: usize,
  previousCount: u32,
  rows: usize,
  times: usize,
  todo: usize,
  capacity: u32,
  table: usize,
  slots: u32,
): i32 {
  const end = body + length;
  const previousEnd = previousBody + previousLength;
  const limit = rows + <usize>capacity * ROW;
  let out = rows;
  let p = body;
  let j: u32 = 0;
  todoLength = 0;
  isChanged = false;
  beginLookup(previousBody, previousRows, previousCount, table, slots);
  while (p < end) {
    if (j < previousCount) {
      let row = previousRows + <usize>j * ROW;
      const q = previousBody + load<u32>(row);
      const room = min(end - p, previousEnd - q);
      const equalTo = load<u32>(row) + <u32>commonPrefix(p, q, room);
      const delta = <u32>(p - body) - load<u32>(row);
      const moved = i32x4.replace_lane(i32x4.splat(0), 0, delta);
      // Every line that lies whole in the equal stretch.
      while (load<u32>(row) + load<u32>(row, LENGTH) <= equalTo) {
        if (out == limit) return -1;
        v128.store(out, i32x4.add(v128.load(row), moved));
        v128.store(out, v128.load(row, 16), 16);
        const flags = load<u32>(row, FLAGS);
        if (flags & (ALWAYS | TIMED)) {
          if (!(flags & ALWAYS) && parseTimed(p + load<u32>(row, VALUE_OFFSET)))
            store<f64>(times + ((out - rows) >> 2), numberTime);
          else push(todo, out - rows);
        }
        p += load<u32>(row, LENGTH);
        out += ROW;
        row += ROW;
        if (++j == previousCount) break;
      }
      if (p >= end) break;
      const valueOffset = j < previousCount ? load<u32>(row, VALUE_OFFSET) : 0;
      if (valueOffset != 0 && equalTo >= load<u32>(row) + valueOffset) {
        // The same series with another value.
        if (out == limit) return -1;
        const flags = load<u32>(row, FLAGS);
        v128.store(out, v128.load(row));
        v128.store(out, v128.load(row, 16), 16);
        store<u32>(out, <u32>(p - body));
        const line = p;
        const value = p + valueOffset;
        if (flags & ALWAYS ? false : flags & TIMED ? parseTimed(value) : parseUntimed(value)) {
          store<u32>(out, flags & ~TAIL_REPAIRS, FLAGS);
          store<u64>(out, numberBits, VALUE);
          if (flags & TIMED) store<f64>(times + ((out - rows) >> 2), numberTime);
          p = numberEnd + 1;
        } else {
          push(todo, out - rows);
          p = newline(value) + 1;
        }
        store<u32>(out, <u32>(p - line), LENGTH);
        out += ROW;
        j++;
        continue;
      }
    }
    isChanged = true;
    const found = findRow(p, end, j);
    if (found >= 0) {
      j = found;
      continue;
    }
    if (out == limit) return -1;
    const line = p;
    p = newline(p) + 1;
    store<u32>(out, <u32>(line - body));
    store<u32>(out, <u32>(p - line), LENGTH);
    store<u64>(out, 0, VALUE_OFFSET);
    store<u64>(out, 0, VALUE);
    store<u32>(out, 0, REF);
    store<u32>(out, NEW, NAME);
    push(todo, out - rows);
    out += ROW;
  }
  if (j != previousCount) isChanged = true;
  return <i32>((out - rows) / ROW);
}

function push(todo: usize, rowBytes: usize): void {
  store<u32>(todo + ((<usize>todoLength) << 2), <u32>(rowBytes / ROW));
  todoLength++;
}

/**
 * Counts over all rows, as u32 at `counts`: samples, samples that are kept, kept duplicates, index of the first `# EOF`
 * plus one, then the repairs of each of the 13 kinds.
 */
export function tally(rows: usize, count: u32, counts: usize): void {
  let samples: u32 = 0;
  let kept: u32 = 0;
  let duplicates: u32 = 0;
  let eof: u32 = 0;
  memory.fill(counts, 0, 17 * 4);
  const end = rows + <usize>count * ROW;
  for (let row = rows; row < end; row += ROW) {
    const flags = load<u32>(row, FLAGS);
    if (flags & COMMENT) {
      if (flags & EOF && eof == 0) eof = <u32>((row - rows) / ROW) + 1;
    } else {
      samples++;
      if (load<u32>(row, REF) != 0 || flags & UNRESOLVED) kept++;
      if (flags & DUPLICATE) duplicates++;
    }
    for (
      let bits = ((flags >> PREFIX_REPAIRS_SHIFT) | (flags >> TAIL_REPAIRS_SHIFT)) & REPAIR_MASK;
      bits != 0;
      bits &= bits - 1
    ) {
      const at = counts + 16 + ((<usize>ctz(bits)) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
  store<u32>(counts, samples);
  store<u32>(counts, kept, 4);
  store<u32>(counts, duplicates, 8);
  store<u32>(counts, eof, 12);
}

/** Packs the refs and values of the rows that go into the batch, in order; returns how many. Values move as bits. */
export function gather(rows: usize, count: u32, refs: usize, values: usize): u32 {
  let length: usize = 0;
  const end = rows + <usize>count * ROW;
  for (let row = rows; row < end; row += ROW) {
    const ref = load<u32>(row, REF);
    if (ref == 0 || load<u32>(row, FLAGS) & (COMMENT | DUPLICATE | TIMED)) continue;
    store<u32>(refs + (length << 2), ref);
    store<u64>(values + (length << 3), load<u64>(row, VALUE));
    length++;
  }
  return <u32>length;
}

/** The same for the rows with times of their own; their times move to the front of `times`. */
export function gatherTimed(rows: usize, count: u32, times: usize, refs: usize, values: usize): u32 {
  let length: usize = 0;
  for (let i: usize = 0; i < count; i++) {
    const row = rows + i * ROW;
    const ref = load<u32>(row, REF);
    if (ref == 0 || !(load<u32>(row, FLAGS) & TIMED)) continue;
    store<u32>(refs + (length << 2), ref);
    store<u64>(values + (length << 3), load<u64>(row, VALUE));
    store<f64>(times + (length << 3), load<f64>(times + (i << 3)));
    length++;
  }
  return <u32>length;
}
