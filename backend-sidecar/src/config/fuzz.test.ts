import { fuzzConfig } from '../testing/fuzz-config.ts';

it('5,000 mutated configurations are accepted, or refused with a place', () => {
  const report = fuzzConfig(5000, 1);
  expect(report.inputs).toBe(5000);
  expect(report.accepted).toBeGreaterThan(50);
  expect(report.refused).toBeGreaterThan(1000);
});
