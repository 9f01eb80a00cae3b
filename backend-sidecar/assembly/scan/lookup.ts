// Finds the row of the previous body that a line of the new one continues, when it is not the row that was expected: lines
// came, went or moved. First the neighbours, then a hash table over all keys that is built when it is first needed.
import { hashBytes, isEqual, keyLength } from './bytes';
import { LENGTH, ROW, VALUE_OFFSET } from './layout';

/** Rows looked at behind the expected one before the table is asked. */
const LOOK_AHEAD: u32 = 8;
/** Longest run of occupied slots that is followed, so that keys chosen to collide cost misses, not time. */
const LONGEST_PROBE: u32 = 32;

let body: usize = 0;
let rows: usize = 0;
let count: u32 = 0;
let table: usize = 0;
let mask: u32 = 0;
let isBuilt = false;
/** Where the expected sequence was left by the last jump: the lines after a moved block continue there. */
let leftAt: u32 = 0;

/** `tableAt` has room for `slots` pairs of u32 (a power of two, more than twice `rowCount`). */
export function beginLookup(previousBody: usize, previousRows: usize, rowCount: u32, tableAt: usize, slots: u32): void {
  body = previousBody;
  rows = previousRows;
  count = rowCount;
  table = tableAt;
  mask = slots - 1;
  isBuilt = false;
  leftAt = rowCount;
}

/** Index of a previous row with the key of the line at `line`, else -1. */
export function findRow(line: usize, end: usize, expected: u32): i32 {
  if (count == 0) return -1;
  if (leftAt < count && leftAt != expected && isKeyAt(line, end, leftAt)) return jump(expected, leftAt);
  for (let k: u32 = 1; k <= LOOK_AHEAD && expected + k < count; k++) {
    if (isKeyAt(line, end, expected + k)) return expected + k;
  }
  if (!isBuilt) build();
  const length = keyLength(line);
  const hash = hashBytes(line, length);
  for (let probe: u32 = 0; probe < LONGEST_PROBE; probe++) {
    const slot = table + ((<usize>((hash + probe) & mask)) << 3);
    const index = load<u32>(slot, 4);
    if (index == 0) return -1;
    if (load<u32>(slot) == hash && isKeyAt(line, end, index - 1)) return jump(expected, index - 1);
  }
  return -1;
}

function jump(from: u32, to: u32): u32 {
  leftAt = from;
  return to;
}

function keyOf(row: usize): u32 {
  const valueOffset = load<u32>(row, VALUE_OFFSET);
  return valueOffset != 0 ? valueOffset : load<u32>(row, LENGTH);
}

function isKeyAt(line: usize, end: usize, index: u32): bool {
  const row = rows + <usize>index * ROW;
  const length = <usize>keyOf(row);
  return line + length <= end && isEqual(line, body + load<u32>(row), length);
}

/** Equal keys stand for the same series: the first is enough, and many equal lines make no long runs. */
function build(): void {
  isBuilt = true;
  memory.fill(table, 0, (<usize>mask + 1) << 3);
  for (let index: u32 = 0; index < count; index++) {
    const row = rows + <usize>index * ROW;
    const at = body + load<u32>(row);
    const length = <usize>keyOf(row);
    const hash = hashBytes(at, length);
    for (let probe: u32 = 0; probe < LONGEST_PROBE; probe++) {
      const slot = table + ((<usize>((hash + probe) & mask)) << 3);
      const held = load<u32>(slot, 4);
      if (held == 0) {
        store<u32>(slot, hash);
        store<u32>(slot, index + 1, 4);
        break;
      }
      if (load<u32>(slot) == hash) {
        const other = rows + <usize>(held - 1) * ROW;
        if (<usize>keyOf(other) == length && isEqual(at, body + load<u32>(other), length)) break;
      }
    }
  }
}
