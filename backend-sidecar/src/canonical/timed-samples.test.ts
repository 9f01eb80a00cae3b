import { TimedSamples } from './timed-samples.ts';

const BATCH = {
  timestampMs: 1000,
  layoutId: 1,
  layoutVersion: 7,
  length: 2,
  refs: Uint32Array.of(1, 2),
  values: Float64Array.of(10, 20),
};

describe('samples with times of their own', () => {
  it('stand behind the next batch, once', () => {
    const timed = new TimedSamples();
    timed.push(5, 50);
    const joined = timed.join(BATCH);
    expect([[...joined.refs], [...joined.values], joined.length]).toEqual([[1, 2, 5], [10, 20, 50], 3]);
    expect(timed.pending).toBe(0);
  });

  it('of scrapes without any other sample do not pile up', () => {
    const timed = new TimedSamples();
    for (let scrape = 0; scrape < 1000; scrape++) for (const ref of [5, 6, 7]) timed.push(ref, scrape);
    expect(timed.pending).toBe(3);
    const { refs, values } = timed.join(BATCH);
    expect([[...refs], [...values]]).toEqual([
      [1, 2, 5, 6, 7],
      [10, 20, 999, 999, 999],
    ]);
  });
});
