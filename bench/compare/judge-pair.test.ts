/** The short form of `npm run bench:compare`: a pair of each kind on the simulated cluster, always the same. */
import { judgePair } from './judge-pair.ts';

const SECONDS = 420;

it('a latency that rose by a fifth is found, and nothing where nothing is', () => {
  const [nothing, planted] = judgePair({
    seed: 20261122,
    seconds: SECONDS,
    repeats: 1,
    kind: 'latency',
    levels: [0, 0.2],
  });
  expect(nothing).toMatchObject({ found: false, falselyWorse: [] });
  expect(planted.found).toBe(true);
  // About as large as it is: waves of the load and the grid of the model's latencies are in it.
  expect(planted.told).toBeGreaterThan(0.1);
  expect(planted.told).toBeLessThan(0.3);
});

it('a throughput that fell by a fifth is found', () => {
  const [planted] = judgePair({ seed: 20261123, seconds: SECONDS, repeats: 1, kind: 'rate', levels: [0.2] });
  expect(planted.found).toBe(true);
  expect(planted.told).toBeLessThan(-0.1);
});
