/** Against what pulsar-perf 4.0.8 wrote and printed of the same ten seconds. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  meanOf,
  mergeHistograms,
  quantiles,
  readHistogramLog,
  totalCount,
  valueAtPercentile,
  type Histogram,
} from './hdr-histogram.ts';
import { javaDouble, ombFileName, ombResult } from './omb-result.ts';
import { readIntervals, readTotals } from './perf.ts';

const recorded = (name: string) => readFileSync(new URL(`./testing/${name}`, import.meta.url), 'utf8');

it('reads what HdrHistogram wrote: the percentiles that pulsar-perf printed', () => {
  const [interval] = readHistogramLog(recorded('pulsar-perf-produce.hdr'));
  const { histogram } = interval;
  // 832 less those of its second of warm-up.
  expect(totalCount(histogram)).toBe(739);
  // "mean: 6.349 ms - med: 4.077 - 95pct: 17.948 - 99pct: 46.063 - 99.9pct: 67.389 - 99.99pct: 77.215 - Max: 77.215"
  const printed = [50, 95, 99, 99.9, 99.99, 100].map((each) => valueAtPercentile(histogram, each) / 1000);
  expect(printed.map((value) => value.toFixed(3))).toEqual(['4.077', '17.948', '46.063', '67.389', '77.215', '77.215']);
  expect(meanOf(histogram) / 1000).toBeCloseTo(6.349, 1);
  expect(new Date(interval.startMs).toISOString()).toBe('2026-11-22T16:34:36.513Z');
});

it('reads the lines of producers and consumers', () => {
  const text = recorded('pulsar-perf-produce.txt');
  const [interval] = readIntervals(text);
  expect(interval).toEqual({
    endMs: Date.parse('2026-11-22T16:34:47.168Z'),
    messages: 832,
    failuresPerSecond: 0,
    maxMs: 77.215,
  });
  expect(readTotals(text, 'x')).toEqual({ messages: 1401, failedSends: 0, maxMs: 85.597 });
  expect(readIntervals(recorded('pulsar-perf-consume.txt')).map(({ messages, maxMs }) => [messages, maxMs])).toEqual([
    [995, 81],
    [1401, 57],
  ]);
});

const histogram = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1000 })), {
    minLength: 1,
    maxLength: 30,
    selector: ([value]) => value,
  })
  .map((pairs): Histogram => pairs.sort(([a], [b]) => a - b));

it('gives quantiles that rise to the largest value, and begin at the smallest', () => {
  fc.assert(
    fc.property(histogram, (each) => {
      const found = quantiles(each, 100);
      expect(found[0]).toEqual([0, each[0][0]]);
      expect(found.at(-1)).toEqual([100, each.at(-1)?.[0]]);
      const pairs = found.slice(1).map((each, i) => ({ from: found[i], to: each }));
      expect(pairs.every(({ from, to }) => to[0] > from[0] && to[1] >= from[1])).toBe(true);
      const part = (value: number) => totalCount(each.filter(([other]) => other <= value)) / totalCount(each);
      const sample = found.filter((_, i) => i % 50 === 0);
      expect(sample.every(([percentile, value]) => part(value) * 100 >= percentile - 1e-9)).toBe(true);
      expect(found.length).toBeLessThan(3000);
    }),
    { numRuns: 30 },
  );
});

it('merges histograms as if there had been one', () => {
  fc.assert(
    fc.property(histogram, histogram, (a, b) => {
      const both = mergeHistograms([a, b]);
      expect(totalCount(both)).toBe(totalCount(a) + totalCount(b));
      expect(valueAtPercentile(both, 100)).toBe(Math.max(valueAtPercentile(a, 100), valueAtPercentile(b, 100)));
      expect(mergeHistograms([b, a])).toEqual(both);
    }),
  );
});

it('writes the fields of OMB, with its keys and its file name', () => {
  const [{ histogram: latency }] = readHistogramLog(recorded('pulsar-perf-produce.hdr'));
  const workload = { workload: 'w', messageSize: 1024, partitions: 1, producersPerTopic: 2, consumersPerTopic: 2 };
  const point = {
    publishRate: 99,
    publishErrorRate: 0,
    consumeRate: 98,
    backlog: 7,
    publishLatency: latency,
    endToEndLatency: [],
  };
  const result = ombResult(workload, [point, point]);
  expect(result).toMatchObject({
    driver: 'Pulsar',
    topics: 1,
    publishRate: [99, 99],
    backlog: [7, 7],
    publishLatency99pct: [46.063, 46.063],
    aggregatedPublishLatency99pct: 46.063,
    aggregatedEndToEndLatency99pct: 0,
  });
  expect(Object.keys(result.aggregatedPublishLatencyQuantiles as object)).toContain('50.0');
  expect([0, 50, 99.9, 2.5e-6].map(javaDouble)).toEqual(['0.0', '50.0', '99.9', '2.5E-6']);
  expect(ombFileName('w', new Date(2026, 10, 22, 5, 6, 7))).toBe('w-Pulsar-2026-11-22-05-06-07.json');
});
