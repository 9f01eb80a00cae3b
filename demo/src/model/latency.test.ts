import fc from 'fast-check';
import { createRandom } from '../random.ts';
import { createHistogram, quantile, recordCounts, rotate } from './histogram.ts';
import { BINS, EDGES, binOf, drawCounts, lognormalCdf, lowerEdge, meanOf, upperEdge } from './latency.ts';

const cdfOf = (median: number, sigma = 0.4): Float64Array => {
  const cdf = new Float64Array(EDGES.length);
  lognormalCdf(cdf, median, sigma, 0.003, 9);
  return cdf;
};

describe('latency distributions', () => {
  it('put every latency into the bin that holds it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e5, noNaN: true }), (ms) => {
        const bin = binOf(ms);
        expect(bin === 0 || lowerEdge(bin) < ms).toBe(true);
        expect(bin === BINS - 1 || ms <= upperEdge(bin)).toBe(true);
      }),
    );
  });

  it('draw exactly as many as asked, whatever the distribution', () => {
    const random = createRandom(1, 'test');
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 20_000, noNaN: true }),
        fc.integer({ min: 0, max: 100_000 }),
        (median, count) => {
          const out = new Float64Array(BINS);
          drawCounts(out, cdfOf(median), count, random);
          expect(out.every((n) => n >= 0)).toBe(true);
          expect(out.reduce((a, b) => a + b, 0)).toBe(count);
        },
      ),
    );
  });

  it('show quantiles near those of the distribution, and a maximum above them', () => {
    const random = createRandom(2, 'test');
    for (const median of [0.4, 3, 40, 900]) {
      const histogram = createHistogram();
      const counts = new Float64Array(BINS);
      drawCounts(counts, cdfOf(median), 50_000, random);
      recordCounts(histogram, counts, 0.5);
      expect(quantile(histogram, 1)).toBe(-Infinity);
      rotate(histogram);
      expect(quantile(histogram, 0.5) / median).toBeGreaterThan(0.8);
      expect(quantile(histogram, 0.5) / median).toBeLessThan(1.25);
      expect(quantile(histogram, 1)).toBeGreaterThanOrEqual(quantile(histogram, 0.9999));
      expect(histogram.sumMs / histogram.count / meanOf(cdfOf(median))).toBeCloseTo(1, 1);
    }
  });

  it('are NaN before anything happened, and -Infinity at the top of an idle window', () => {
    const histogram = createHistogram();
    expect(quantile(histogram, 0.99)).toBeNaN();
    expect(quantile(histogram, 1)).toBeNaN();
    recordCounts(
      histogram,
      Float64Array.from({ length: BINS }, (_, i) => (i === 3 ? 1 : 0)),
      0.5,
    );
    rotate(histogram);
    rotate(histogram);
    expect(quantile(histogram, 0.99)).toBeNaN();
    expect(quantile(histogram, 1)).toBe(-Infinity);
  });
});
