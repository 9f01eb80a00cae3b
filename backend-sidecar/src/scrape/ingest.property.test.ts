import { fuzzExposition } from '../testing/fuzz-exposition.ts';

describe('cached and plain reading give the store the same', () => {
  it('over 20,000 mutated bodies', () => {
    const report = fuzzExposition(20_000, 20261122);
    expect(report.bodies).toBe(20_000);
    // The run is worth something only when most bodies are read and some are not.
    expect(report.refused).toBeGreaterThan(500);
    expect(report.refused).toBeLessThan(12_000);
    expect(report.samples).toBeGreaterThan(200_000);
  }, 60_000);
});
