import { fuzzRemoteWrite } from '../testing/fuzz-remote-write.ts';

it('answers 4,000 mutated requests, and counts what it wrote of them', () => {
  const report = fuzzRemoteWrite(4000, 1);
  expect(report.bodies).toBe(4000);
  // All kinds of outcomes were met, so that the mutations are neither too tame nor too wild.
  expect(report.answers[204]).toBeGreaterThan(200);
  expect(report.answers[400]).toBeGreaterThan(1000);
  expect(report.answers[415]).toBeGreaterThan(10);
  expect(report.samples).toBeGreaterThan(1000);
});
