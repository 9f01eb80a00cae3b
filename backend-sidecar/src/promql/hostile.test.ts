import { Labels } from '../model/labels.ts';
import { hostileQueries } from '../testing/fuzz-query.ts';
import { systemClock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';
import { createEngine } from './engine/engine.ts';
import { MemorySource } from './testing/memory-source.ts';

const END = 1_700_000_000_000;

describe('hostile queries', () => {
  it('are answered or refused, and leave nothing open', async () => {
    const source = new MemorySource();
    for (let i = 0; i < 40; i++) {
      const labels = Labels.fromObject({
        __name__: i % 3 ? 'up' : `m${i}_bucket`,
        instance: `i${i}`,
        le: i % 3 ? '' : String(i),
      });
      for (let k = 0; k < 50; k++) source.append(labels, { timestampMs: END - (50 - k) * 15_000, value: i + (k % 9) });
    }
    const engine = createEngine({ source, clock: systemClock, timeoutMs: 200, maxSamples: 500_000 });
    const unexpected: string[] = [];
    for (const { query, rangeMs, stepMs } of hostileQueries(1, 200)) {
      try {
        await (rangeMs === 0 ? engine.instant(query, END) : engine.range(query, END - rangeMs, END, stepMs));
      } catch (error) {
        if (!(error instanceof ObservatoryError)) unexpected.push(`${query.slice(0, 200)}: ${String(error)}`);
      }
    }
    expect(unexpected).toEqual([]);
    expect(source.openSets).toBe(0);
  }, 30_000);
});
