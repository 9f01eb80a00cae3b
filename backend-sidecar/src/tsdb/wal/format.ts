/** Constants of docs/format/wal.md. */
export const SEGMENT_HEADER_BYTES = 16;
export const RECORD_HEADER_BYTES = 8;
export const MAX_RECORD_BYTES = 2 ** 28;
export const FORMAT_VERSION = 1;
export const MAGIC = 'OBSWAL';

export const SERIES = 1;
export const LAYOUT = 2;
export const BATCH = 3;
export const SAMPLES = 4;
export const LATE_SAMPLES = 5;
export const METADATA = 6;
export const EXEMPLAR = 7;
export const DELETION = 8;
export const CUT_BEGINS = 9;
export const CUT_DONE = 10;

export const SOME_MISSING = 1;
export const SOME_CHANGED = 2;

export const TAG_STALE = 57;
export const TAG_EQUAL = 58;
export const TAG_DELTA_16 = 61;
export const TAG_DELTA_24 = 62;
export const TAG_DELTA_32 = 63;
export const SMALL_DELTA_ZERO = 160;

/** Stands for an infinite time bound. */
export const FAR_MS = 2 ** 51;

export function segmentName(segment: number): string {
  return `${String(segment).padStart(8, '0')}.wal`;
}

/** The number in a segment's file name, or undefined for another file. */
export function segmentOf(name: string): number | undefined {
  const match = /^(\d{8,})\.wal$/.exec(name);
  return match ? Number(match[1]) : undefined;
}
