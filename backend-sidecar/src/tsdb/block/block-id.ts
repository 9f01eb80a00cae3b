import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
let lastMs = 0;
let sequence = 0;

/**
 * A new block id of 20 characters that sorts by creation: 10 of milliseconds, 2 of a counter within one, 8 random
 * (Crockford's base 32). The counter keeps order on a clock that stands still or jumps back.
 */
export function newBlockId(nowMs: number): string {
  const ms = Math.max(lastMs, Math.floor(nowMs));
  sequence = ms === lastMs ? sequence + 1 : 0;
  lastMs = sequence === 1024 ? ms + 1 : ms;
  sequence %= 1024;
  const random = [...randomBytes(8)].map((byte) => ALPHABET[byte & 31]).join('');
  return base32(lastMs, 10) + base32(sequence, 2) + random;
}

export const BLOCK_ID = /^[0-9a-hjkmnp-tv-z]{20}$/;

function base32(value: number, digits: number): string {
  let text = '';
  for (let rest = value, i = 0; i < digits; i++, rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  return text;
}
