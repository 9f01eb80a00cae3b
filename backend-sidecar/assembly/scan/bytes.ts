// Reads run up to 15 bytes past what they are asked for: the host keeps that much memory behind every body.

/** Number of equal bytes at `a` and `b`, at most `limit`. */
export function commonPrefix(a: usize, b: usize, limit: usize): usize {
  let i: usize = 0;
  while (i < limit) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i)));
    if (mask != 0xffff) {
      const equal = i + ctz(~mask);
      return equal < limit ? equal : limit;
    }
    i += 16;
  }
  return limit;
}

export function isEqual(a: usize, b: usize, length: usize): bool {
  return commonPrefix(a, b, length) == length;
}

/** Address of the next newline at or after `at`; the body is known to end in one. */
export function newline(at: usize): usize {
  const wanted = i8x16.splat(10);
  let p = at;
  while (true) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(p), wanted));
    if (mask != 0) return p + ctz(mask);
    p += 16;
  }
}

/** 32 bits of a multiply-rotate hash over 8 bytes at a time. */
export function hashBytes(at: usize, length: usize): u32 {
  const k: u64 = 0x9e3779b97f4a7c15;
  let h: u64 = <u64>length * k;
  let p = at;
  const end = at + length;
  while (p + 8 <= end) {
    h = rotl(h ^ load<u64>(p), 29) * k;
    p += 8;
  }
  let rest: u64 = 0;
  for (let shift: u64 = 0; p < end; p++, shift += 8) rest |= (<u64>load<u8>(p)) << shift;
  h = rotl(h ^ rest, 29) * k;
  return <u32>(h ^ (h >> 32));
}

/**
 * Length of the bytes that identify a line: up to its value, or all of it for comments and empty lines. Quick and
 * tolerant: for a line that is no exposition the answer only leads to a key that is not found.
 */
export function keyLength(line: usize): usize {
  let p = skipBlanks(line);
  let c = load<u8>(p);
  if (c == 35 || c == 10 || c == 13) return newline(p) + 1 - line;
  while (c != 32 && c != 9 && c != 123 && c != 10) c = load<u8>(++p);
  p = skipBlanks(p);
  if (load<u8>(p) != 123) return p - line;
  let quoted = false;
  for (;;) {
    c = load<u8>(++p);
    if (c == 10) return p - line;
    if (c == 34) quoted = !quoted;
    else if (quoted) {
      if (c == 92 && load<u8>(p + 1) != 10) p++;
    } else if (c == 125) break;
  }
  return skipBlanks(p + 1) - line;
}

function skipBlanks(at: usize): usize {
  let p = at;
  let c = load<u8>(p);
  while (c == 32 || c == 9) c = load<u8>(++p);
  return p;
}
