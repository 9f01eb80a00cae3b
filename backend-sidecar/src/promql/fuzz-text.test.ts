import { fuzzQueryText } from '../testing/fuzz-query-text.ts';

describe('query strings', () => {
  it('are accepted, or refused with a place, whatever they are (5,000 mutations, seed 11)', () => {
    const report = fuzzQueryText(5_000, 11);
    expect(report.accepted + report.refused).toBe(5_000);
    expect(report.accepted).toBeGreaterThan(100);
  });
});
