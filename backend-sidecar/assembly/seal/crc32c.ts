// CRC-32C (Castagnoli, reflected 0x82f63b78), eight bytes at a time by eight tables (M. Kounavis, F. Berry, 2005).
import { CRC_TABLE } from './layout';

let ready: bool = false;

function prepare(): void {
  for (let i: u32 = 0; i < 256; i++) {
    let crc = i;
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
    store<u32>(CRC_TABLE + (<usize>i << 2), crc);
  }
  for (let i: u32 = 256; i < 2048; i++) {
    const below = load<u32>(CRC_TABLE + (<usize>(i - 256) << 2));
    store<u32>(CRC_TABLE + (<usize>i << 2), (below >> 8) ^ load<u32>(CRC_TABLE + (<usize>(below & 0xff) << 2)));
  }
  ready = true;
}

// @ts-ignore: decorator
@inline
function table(index: u32, byte: u64): u32 {
  return load<u32>(CRC_TABLE + (<usize>index << 10) + (<usize>(byte & 0xff) << 2));
}

/** Continues a checksum over `length` bytes; start with 0. */
export function crc32c(crc: u32, address: usize, length: i32): u32 {
  if (!ready) prepare();
  crc = ~crc;
  while (length >= 8) {
    const word = load<u64>(address) ^ (<u64>crc);
    crc =
      table(7, word) ^
      table(6, word >> 8) ^
      table(5, word >> 16) ^
      table(4, word >> 24) ^
      table(3, word >> 32) ^
      table(2, word >> 40) ^
      table(1, word >> 48) ^
      table(0, word >> 56);
    address += 8;
    length -= 8;
  }
  for (; length > 0; length--) crc = (crc >> 8) ^ table(0, <u64>(crc ^ load<u8>(address++)));
  return ~crc;
}
