import { setTimeout as pause } from 'node:timers/promises';
import { MemoryTrim } from './memory-trim.ts';

/** Runs a trim over these counts of series, one a check, and returns at which checks it collected. */
async function collectionsFor(counts: readonly number[]): Promise<number[]> {
  const collections: number[] = [];
  let check = -1;
  const trim = new MemoryTrim({
    series: () => counts[Math.min(++check, counts.length - 1)],
    collect: () => collections.push(check),
    checkMs: 1,
  });
  trim.start();
  while (check < counts.length + 2) await pause(1);
  trim.stop();
  return collections;
}

describe('memory is given back', () => {
  it('after the start', async () => {
    expect(await collectionsFor([0, 0, 0, 0])).toEqual([1, 2]);
  });

  it('twice, when a burst of new series is over', async () => {
    expect(await collectionsFor([0, 10_000, 50_000, 50_010, 50_010, 50_020])).toEqual([3, 4]);
  });

  it('after each burst', async () => {
    expect(await collectionsFor([0, 5000, 5000, 5000, 9000, 9000])).toEqual([2, 3, 5, 6]);
  });

  it('not for a few series', async () => {
    expect(await collectionsFor([0, 100, 200, 300, 300])).toEqual([1, 2]);
  });

  it('again when dropped series come back', async () => {
    expect(await collectionsFor([0, 5000, 5000, 100, 5000, 5000])).toEqual([2, 3, 5, 6]);
  });

  it("by V8's own collection", async () => {
    const counts = [0, 5000];
    const trim = new MemoryTrim({ series: () => counts.shift() ?? 5000, checkMs: 1 });
    trim.start();
    await pause(20);
    trim.stop();
  });
});
