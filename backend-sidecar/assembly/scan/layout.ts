// One row a line of an exposition. The host side of this layout is src/scrape/ingest-rows.ts.
//
//  byte  0        4        8             12      16        24     28
//       +--------+--------+-------------+-------+---------+------+------+
//       | start  | length | valueOffset | flags | value   | ref  | name |
//       | u32    | u32    | u32         | u32   | f64     | u32  | u32  |
//       +--------+--------+-------------+-------+---------+------+------+
//
// start: offset of the line in its body. length: with its newline. valueOffset: bytes of the line before the value, which
// identify the series; 0 when the whole line is the key (comments, empty lines). ref: series in the store, 0 for none.
// name: the host's number of the metric name; NEW marks a line that the host has to read in full.

export const ROW: usize = 32;
export const LENGTH: usize = 4;
export const VALUE_OFFSET: usize = 8;
export const FLAGS: usize = 12;
export const VALUE: usize = 16;
export const REF: usize = 24;
export const NAME: usize = 28;

export const NEW: u32 = 0xffffffff;

/** Comment or empty line. */
export const COMMENT: u32 = 1;
/** The host reads the line's tail in every body: it has an exemplar, or a time in OpenMetrics' notation. */
export const ALWAYS: u32 = 2;
/** Another line before it has the same series. */
export const DUPLICATE: u32 = 4;
/** OpenMetrics' last line. */
export const EOF: u32 = 8;
/** Stored at a time of its own (in the array beside the rows), not at the scrape's. */
export const TIMED: u32 = 16;
/** The store took no new series when the line was new. */
export const UNRESOLVED: u32 = 0x80000000;

// 13 kinds of repairs, once for what stands before the value and once for the value and what follows it.
export const REPAIR_KINDS: u32 = 13;
export const PREFIX_REPAIRS_SHIFT: u32 = 5;
export const TAIL_REPAIRS_SHIFT: u32 = 18;
export const REPAIR_MASK: u32 = (1 << REPAIR_KINDS) - 1;
export const TAIL_REPAIRS: u32 = REPAIR_MASK << TAIL_REPAIRS_SHIFT;
