/** Constants of docs/format/checkpoint.md. */
export const MAGIC = 'OBSCKP';
export const STATE = 1;
export const SERIES = 2;
export const METADATA = 3;
export const EXEMPLAR = 4;
export const END = 5;

export const CHUNK_HEADER_BYTES = 20;
/** Offset of the u16 length of the bit stream in a chunk's header. */
export const CHUNK_LENGTH = 18;
export const SERIES_PER_RECORD = 256;

export function checkpointName(segment: number): string {
  return `checkpoint.${String(segment).padStart(8, '0')}`;
}

/** The number in a checkpoint's file name, or undefined for another file. */
export function checkpointOf(name: string): number | undefined {
  const match = /^checkpoint\.(\d{8,})$/.exec(name);
  return match ? Number(match[1]) : undefined;
}
