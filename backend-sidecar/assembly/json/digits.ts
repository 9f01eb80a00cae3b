// Unsigned integers as decimal digits.

/** Eight digits of n < 10^8 as bytes 0..9, first digit lowest: divisions by 100 and 10 in lanes of one word. */
@inline
function eight(n: u32): u64 {
  const high = n / 10000;
  const fours = <u64>high | (<u64>(n - high * 10000) << 32);
  const hundreds = ((fours * 10486) >> 20) & 0x7f0000007f;
  const twos = hundreds | ((fours - hundreds * 100) << 16);
  const tens = ((twos * 103) >> 10) & 0x000f000f000f000f;
  return tens | ((twos - tens * 10) << 8);
}

/** Writes n without leading zeros; returns the number of digits. May write 8 bytes beyond them. */
export function writeDigits(at: usize, n: u64): u32 {
  if (n < 100000000) return writeHead(at, <u32>n);
  const rest = n / 100000000;
  let written: u32;
  if (rest < 100000000) {
    written = writeHead(at, <u32>rest);
  } else {
    const first = rest / 100000000;
    written = writeHead(at, <u32>first);
    store<u64>(at + written, eight(<u32>(rest - first * 100000000)) | 0x3030303030303030);
    written += 8;
  }
  store<u64>(at + written, eight(<u32>(n - rest * 100000000)) | 0x3030303030303030);
  return written + 8;
}

/** The leading digits. */
@inline
function writeHead(at: usize, n: u32): u32 {
  const all = eight(n);
  const skipped = n == 0 ? 7 : <u32>ctz(all) >> 3;
  store<u64>(at, (all | 0x3030303030303030) >> (skipped << 3));
  return 8 - skipped;
}
