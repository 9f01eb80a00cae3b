import { SeededRandom } from '../testing/seeded-random.ts';
import { LinearMemory } from './ingest-memory.ts';

function newMemory(): LinearMemory {
  return new LinearMemory(new WebAssembly.Memory({ initial: 2, maximum: 1024 }), 16_384);
}

describe('linear memory', () => {
  it('hands out stretches that do not overlap, and has all of it again when they are back', () => {
    const memory = newMemory();
    const random = new SeededRandom(5);
    const held: { address: number; size: number; mark: number }[] = [];
    const idle = memory.used;
    for (let step = 0; step < 4000; step++) {
      if (held.length < 20 || random.below(2) === 0) {
        const size = 1 + random.below(random.pick([100, 5000, 80_000]));
        const mark = 1 + random.below(255);
        const address = memory.allocate(size);
        expect(address % 256).toBe(0);
        expect(address).toBeGreaterThanOrEqual(16_384);
        expect(address + size + 64).toBeLessThanOrEqual(memory.bytes.length);
        memory.bytes.fill(mark, address, address + size);
        held.push({ address, size, mark });
      } else {
        const [{ address, size, mark }] = held.splice(random.below(held.length), 1);
        expect(memory.bytes.subarray(address, address + size).every((byte) => byte === mark)).toBe(true);
        memory.release(address, size);
      }
      if (held.length > 60) for (const { address, size } of held.splice(0, 30)) memory.release(address, size);
    }
    for (const { address, size } of held) memory.release(address, size);
    expect(memory.used).toBe(idle);
    // Merged again into one stretch: the largest possible allocation needs no growth.
    const length = memory.bytes.length;
    memory.allocate(Math.floor((length - idle) / 256) * 256);
    expect(memory.bytes.length).toBe(length);
  });

  it('says when there is no more', () => {
    expect(() => newMemory().allocate(1025 * 65_536)).toThrow(RangeError);
  });
});
