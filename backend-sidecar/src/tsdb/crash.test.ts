import { jest } from '@jest/globals';
import { runCrashTest } from '../testing/crash.ts';

jest.setTimeout(60_000);

describe('kill -9', () => {
  it('loses nothing that was durable, and invents nothing', async () => {
    const report = await runCrashTest({ kills: 10, seed: 20261122, maxLifeMs: 120 });
    expect(report.failures).toEqual([]);
    expect(report.kills).toBe(10);
    expect(report.steps).toBeGreaterThan(100);
  });
});
