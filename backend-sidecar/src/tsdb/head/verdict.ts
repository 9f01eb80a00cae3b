import type { AppendRefusal } from '../../storage.ts';

/** What the kernel says of one sample; assembly/store/append.ts. */
export const OK = 0;
export const SAME = 1;
export const DUPLICATE = 2;
export const OUT_OF_ORDER = 3;
export const OUT_OF_BOUNDS = 4;
export const MEMORY_LIMIT = 5;
export const LATE = 6;
export const UNKNOWN = 7;

/**
 * The refusal to report for a verdict, undefined when the sample is in the store. A ref that names no live series has no
 * samples within bounds to be ordered against, so it is out of bounds.
 */
export function refusalOf(verdict: number): AppendRefusal | undefined {
  switch (verdict) {
    case OK:
    case SAME:
      return undefined;
    case DUPLICATE:
      return 'duplicate';
    case OUT_OF_ORDER:
      return 'out_of_order';
    case MEMORY_LIMIT:
      return 'memory_limit';
    default:
      return 'out_of_bounds';
  }
}
