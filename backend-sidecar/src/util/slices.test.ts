import fc from 'fast-check';
import { atOnce, inSlices, mayPause, sortInSlices, type Slices } from './slices.ts';

function* count(to: number): Slices<number> {
  let sum = 0;
  for (let i = 0; i < to; i++) {
    sum += i;
    if (mayPause(i)) yield;
  }
  return sum;
}

it('gives the same at once and in slices', async () => {
  expect(atOnce(count(10_000))).toBe(49_995_000);
  expect(await inSlices(count(10_000))).toBe(49_995_000);
});

it('lets the event loop turn while it works', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  // Until the loop has turned a few times: it would hang if it never did.
  function* work(): Slices<string> {
    while (turns < 3) yield;
    return 'done';
  }
  expect(await inSlices(work())).toBe('done');
  clearInterval(timer);
});

it('passes on what the work throws', async () => {
  // eslint-disable-next-line require-yield
  function* work(): Slices<never> {
    throw new Error('broken');
  }
  await expect(inSlices(work())).rejects.toThrow('broken');
});

it('sorts as Array.sort does, stably', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 5000 }), (keys) => {
      const order = atOnce(
        sortInSlices(
          keys.map((_, i) => i),
          (a, b) => keys[a] - keys[b],
        ),
      );
      expect(order).toEqual(keys.map((_, i) => i).sort((a, b) => keys[a] - keys[b]));
    }),
    { numRuns: 50 },
  );
});
