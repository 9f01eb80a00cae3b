// Gorilla's XOR coding (Pelkonen et al., VLDB 2015) for values without a short decimal form.
import { alignRead, alignWrite, getBits, getShort, putBits, putShort } from './bits';

/** Writes `count` u64; starts and ends on a whole byte. */
export function putXor(source: usize, count: i32): void {
  let previous = load<u64>(source);
  putBits(previous, 64);
  let leading: u32 = 65;
  let meaningful: u32 = 0;
  for (let i = 1; i < count; i++) {
    const bits = load<u64>(source + ((<usize>i) << 3));
    const diff = bits ^ previous;
    previous = bits;
    if (diff == 0) {
      putShort(0, 1);
      continue;
    }
    let lead = <u32>clz(diff);
    if (lead > 31) lead = 31;
    const trail = <u32>ctz(diff);
    if (leading <= lead && <u32>64 <= trail + leading + meaningful) {
      putShort(1, 2);
      putBits(diff >> (64 - leading - meaningful), meaningful);
      continue;
    }
    leading = lead;
    meaningful = 64 - lead - trail;
    putShort(3 | (lead << 2) | ((meaningful - 1) << 7), 13);
    putBits(diff >> trail, meaningful);
  }
  alignWrite();
}

export function getXor(target: usize, count: i32): void {
  let bits = getBits(64);
  store<u64>(target, bits);
  let trail: u32 = 0;
  let meaningful: u32 = 0;
  for (let i = 1; i < count; i++) {
    if (getShort(1) != 0) {
      if (getShort(1) != 0) {
        const lead = <u32>getShort(5);
        meaningful = <u32>getShort(6) + 1;
        trail = 64 - lead - meaningful;
      }
      bits ^= getBits(meaningful) << trail;
    }
    store<u64>(target + ((<usize>i) << 3), bits);
  }
  alignRead();
}
