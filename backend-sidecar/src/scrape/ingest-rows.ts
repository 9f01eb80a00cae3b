/** The host's side of the row layout in backend-sidecar/assembly/scan/layout.ts; offsets in 32-bit words, 8 a row. */
import { LINE_REPAIRS } from './exposition/repairs.ts';

export const ROW_BYTES = 32;
export const ROW_WORDS = 8;
export const ROW_START = 0;
export const ROW_LENGTH = 1;
export const ROW_VALUE_OFFSET = 2;
export const ROW_FLAGS = 3;
/** In doubles from the row's start. */
export const ROW_VALUE_DOUBLE = 2;
export const ROW_REF = 6;
export const ROW_NAME = 7;

/** Name of a row that the kernel could not match. */
export const NEW_ROW = 0xffffffff;

export const FLAG_COMMENT = 1;
export const FLAG_ALWAYS = 2;
export const FLAG_DUPLICATE = 4;
export const FLAG_EOF = 8;
export const FLAG_TIMED = 16;
export const FLAG_UNRESOLVED = 0x80000000;

export const REPAIR_KINDS = 13;
const REPAIR_MASK = (1 << REPAIR_KINDS) - 1;
export const PREFIX_REPAIRS_SHIFT = 5;
export const TAIL_REPAIRS_SHIFT = 18;
export const PREFIX_REPAIRS_MASK = REPAIR_MASK << PREFIX_REPAIRS_SHIFT;

if (LINE_REPAIRS.length !== REPAIR_KINDS)
  throw new Error('the rows of the scan kernel have room for 13 kinds of line repairs');
