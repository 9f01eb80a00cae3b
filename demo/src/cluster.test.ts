import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { createDemoCluster, type DemoCluster } from './index.ts';

const START = Date.parse('2026-11-22T13:00:00Z');
const make = (seed: number, more = {}) => createDemoCluster({ seed, startMs: START, speed: 'max', ...more });

/** One hash over every body of a cluster. */
function fingerprint(cluster: DemoCluster): string {
  const hash = createHash('sha256');
  for (const node of cluster.nodes()) hash.update(cluster.scrape(node.name) ?? `${node.name} is silent`);
  return hash.digest('hex');
}

describe('determinism', () => {
  it('gives the same bodies for the same seed, others for another', () => {
    const [a, b, c] = [make(11), make(11), make(12)];
    for (const cluster of [a, b, c]) cluster.advanceSync(START + 90_000);
    expect(fingerprint(a)).toBe(fingerprint(b));
    expect(fingerprint(a)).not.toBe(fingerprint(c));
  });

  it('does not depend on the pace, nor on who looks in between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 1000 }),
        (steps, seed) => {
          const end = START + 60_000;
          const straight = make(seed);
          straight.inject({ kind: 'slow-journal-disk', atMs: START + 20_000, durationMs: 15_000 });
          straight.advanceSync(end);
          const stepped = make(seed);
          stepped.inject({ kind: 'slow-journal-disk', atMs: START + 20_000, durationMs: 15_000 });
          let now = START;
          for (const step of steps) {
            now = Math.min(end, now + step);
            stepped.advanceSync(now);
            stepped.scrape('bookie-1');
          }
          stepped.advanceSync(end);
          expect(fingerprint(stepped)).toBe(fingerprint(straight));
        },
      ),
      { numRuns: 5 },
    );
  });

  it('leaves every other concern alone when a fault is injected', () => {
    const quiet = make(7);
    const hit = make(7);
    hit.inject({ kind: 'stopped-consumer', atMs: START + 10_000 });
    quiet.advanceSync(START + 60_000);
    hit.advanceSync(START + 60_000);
    // Load is drawn from a stream of its own: the wave of every topic is untouched.
    expect([...hit.world.topics.wave]).toEqual([...quiet.world.topics.wave]);
    expect([...hit.world.topics.inMessages]).toEqual([...quiet.world.topics.inMessages]);
  });
});

describe('an injected clock', () => {
  it('is followed, without timers', async () => {
    let now = START;
    const cluster = createDemoCluster({ seed: 1, clock: { now: () => now, setTimeout: () => () => undefined } });
    expect(cluster.nowMs).toBe(START);
    now += 12_345;
    await cluster.settle();
    expect(cluster.nowMs).toBe(START + 12_000);
    now += 600_000;
    await cluster.settle();
    expect(cluster.nowMs).toBe(START + 612_000);
  });

  it('advances by itself with the wall clock at a speed, at most as fast as the machine can', async () => {
    const cluster = createDemoCluster({ seed: 1, startMs: START, speed: 1_000_000 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await cluster.settle();
    expect(cluster.nowMs).toBeGreaterThan(START + 5000);
    expect(cluster.nowMs).toBeLessThan(START + 10_000_000);
  });
});
