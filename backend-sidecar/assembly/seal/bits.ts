// Bit strings, least significant bit first, over unaligned 64-bit words. Writing ORs into memory that must be zero.

/** Next bit to write, counted from address 0. */
export let writePosition: u64 = 0;
/** Next bit to read, counted from address 0. */
export let readPosition: u64 = 0;

export function writeAt(address: usize): void {
  writePosition = (<u64>address) << 3;
}

export function readAt(address: usize): void {
  readPosition = (<u64>address) << 3;
}

/** Address of the first whole byte not yet written. */
export function writtenEnd(): usize {
  return <usize>((writePosition + 7) >> 3);
}

/** Address of the first whole byte not yet read. */
export function readEnd(): usize {
  return <usize>((readPosition + 7) >> 3);
}

/** Up to 56 bits; the bits of `value` above `count` must be zero. */
// @ts-ignore: decorator
@inline
export function putShort(value: u64, count: u32): void {
  const address = <usize>(writePosition >> 3);
  store<u64>(address, load<u64>(address) | (value << (writePosition & 7)));
  writePosition += count;
}

/** Up to 64 bits. */
export function putBits(value: u64, count: u32): void {
  if (count > 56) {
    putShort(value & 0xffffffff, 32);
    putShort(value >> 32, count - 32);
  } else {
    putShort(value, count);
  }
}

/** The next bits without consuming them; at least 57 of them are valid. */
// @ts-ignore: decorator
@inline
export function peek(): u64 {
  return load<u64>(<usize>(readPosition >> 3)) >> (readPosition & 7);
}

/** Up to 56 bits. */
// @ts-ignore: decorator
@inline
export function getShort(count: u32): u64 {
  const value = peek() & ((<u64>1 << count) - 1);
  readPosition += count;
  return value;
}

/** Up to 64 bits. */
export function getBits(count: u32): u64 {
  if (count <= 56) return getShort(count);
  const low = getShort(32);
  return low | (getShort(count - 32) << 32);
}

// @ts-ignore: decorator
@inline
export function skipBits(count: u64): void {
  readPosition += count;
}

// @ts-ignore: decorator
@inline
export function zigzag(value: i64): u64 {
  return <u64>((value << 1) ^ (value >> 63));
}

// @ts-ignore: decorator
@inline
export function unzigzag(value: u64): i64 {
  return <i64>(value >> 1) ^ -(<i64>(value & 1));
}

/** Unsigned LEB128 on whole bytes; the position must be byte aligned. */
export function putVarint(value: u64): void {
  while (value >= 0x80) {
    putShort((value & 0x7f) | 0x80, 8);
    value >>= 7;
  }
  putShort(value, 8);
}

export function getVarint(): u64 {
  let value: u64 = 0;
  for (let shift: u64 = 0; shift < 64; shift += 7) {
    const byte = getShort(8);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

/** Moves to the next whole byte. */
export function alignWrite(): void {
  writePosition = (writePosition + 7) & ~(<u64>7);
}

export function alignRead(): void {
  readPosition = (readPosition + 7) & ~(<u64>7);
}

export function varintBytes(value: u64): u32 {
  return value == 0 ? 1 : (70 - <u32>clz(value)) / 7;
}
