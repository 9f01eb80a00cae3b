/** Offsets into a series' record that TypeScript reads; the whole layout is in assembly/store/series.ts. */
export const REF = 0;
export const LAST_BITS = 16;
export const LAST_TIME = 24;
export const FLAGS = 42;
export const LABEL_COUNT = 43;
export const LABELS = 44;
export const HASH_LOW = 48;
export const HASH_HIGH = 52;

export const FLAG_SAMPLED = 1;
export const FLAG_LATE = 8;

/** A ref is its slot in the low 24 bits and the slot's generation above: a dead ref never names the slot's next series. */
export const MAX_SLOTS = 1 << 24;

export function slotOf(ref: number): number {
  return ref & (MAX_SLOTS - 1);
}

export function refOf(slot: number, generation: number): number {
  return ((generation << 24) | slot) >>> 0;
}
