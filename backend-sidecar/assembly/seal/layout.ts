// Linear memory of the seal kernel: fixed regions above the compiler's own data; the host reads and writes the same
// addresses (src/tsdb/block/codec/kernel.ts). One kernel serves one thread, calls never nest.

/** Most values that one call takes. */
export const MAX_VALUES: i32 = 2048;
const SLOTS: usize = 2048 * 8;

/** Values in (encode) and out (decode), 8 bytes each. */
export const VALUES: usize = 0x10000;
/** Values of the runs, 8 bytes each. */
export const RUN_VALUES: usize = VALUES + SLOTS;
/** Lengths of the runs, i64. */
export const RUN_LENGTHS: usize = RUN_VALUES + SLOTS;
/** Integers of scaled values, i64. */
export const INTS: usize = RUN_LENGTHS + SLOTS;
/** Differences under test, i64. */
export const DIFFS: usize = INTS + SLOTS;
/** Encoded bytes out; 8 bytes a value and a margin for headers and exceptions. */
export const OUTPUT: usize = DIFFS + SLOTS;
/** A second encoding to compare with. */
export const OUTPUT_B: usize = OUTPUT + 0xa000;
/** Encoded bytes in. Decoders read whole words: the host leaves 16 bytes after the input. */
export const INPUT: usize = OUTPUT_B + 0xa000;
export const INPUT_CAPACITY: usize = 0x10000;
/** Table of crc32c, 8 x 256 x 4 bytes. */
export const CRC_TABLE: usize = INPUT + INPUT_CAPACITY + 64;
