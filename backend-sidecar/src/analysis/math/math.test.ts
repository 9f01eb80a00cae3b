import fc from 'fast-check';
import { changePoints } from '../expect/change-points.ts';
import { expectedOf } from '../expect/seasonal.ts';
import { fitLine } from '../forecast/fit-line.ts';
import { correlationAt, ranksOf } from './ranks.ts';
import { medianOf, quantileOfSorted, slopeOf, spreadOf } from './robust.ts';
import { correlationProbability, falseDiscoveryRates, ksDistance, ksProbability } from './tests.ts';

const column = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 60 });
const all = (values: readonly number[]) => new Uint8Array(values.length).fill(1);

it('ranks as their definition says, ties at their mean', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 }), (values) => {
      const ranks = ranksOf(Float64Array.from(values), all(values));
      values.forEach((value, i) => {
        const below = values.filter((each) => each < value).length;
        const equal = values.filter((each) => each === value).length;
        expect(ranks[i]).toBe(below + (equal + 1) / 2);
      });
    }),
  );
});

it('correlates a line with itself, with its mirror, and with nothing', () => {
  const x = Float64Array.from({ length: 20 }, (_, i) => i);
  expect(correlationAt(x, all([...x]), x, all([...x]), 0).r).toBeCloseTo(1);
  expect(
    correlationAt(
      x,
      all([...x]),
      x.map((value) => -value),
      all([...x]),
      3,
    ).r,
  ).toBeCloseTo(-1);
  expect(correlationAt(x, all([...x]), new Float64Array(20), all([...x]), 0).r).toBeNaN();
});

it('is robust: a fifth of outliers moves neither median nor spread by more than the data is wide', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (outlier) => {
      const values = Array.from({ length: 30 }, (_, i) => (i % 5 === 0 ? outlier : i % 7));
      const { median, sigma } = spreadOf(values);
      expect(median).toBeLessThanOrEqual(7);
      expect(sigma).toBeLessThanOrEqual(10);
    }),
  );
  expect(spreadOf([5, 5, 5])).toMatchObject({ median: 5, sigma: 0 });
  expect(quantileOfSorted([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(medianOf([])).toBeNaN();
  expect(slopeOf([0, 1, 2], [1, 3, 5])).toBeCloseTo(2);
});

it('has the distance and the probabilities of textbooks', () => {
  expect(ksDistance([1, 2, 3], [1, 2, 3])).toBe(0);
  expect(ksDistance([1, 2, 3], [4, 5, 6])).toBe(1);
  expect(ksDistance([1, 2, 3, 4], [3, 4, 5, 6])).toBe(0.5);
  // Kolmogorov's 5 % point: 1.358 / sqrt(n m / (n + m)).
  expect(ksProbability(1.358 / Math.sqrt(500), 1000, 1000)).toBeCloseTo(0.05, 2);
  expect(correlationProbability(0.5, 30)).toBeCloseTo(0.0044, 3);
  fc.assert(
    fc.property(column, column, (a, b) => {
      const [x, y] = [a, b].map((each) => Float64Array.from(each).sort());
      expect(ksDistance(x, y)).toBeCloseTo(ksDistance(y, x));
    }),
  );
});

it('corrects for comparisons as Benjamini and Hochberg do', () => {
  expect(falseDiscoveryRates([0.01, 0.04, 0.03, 0.005]).map((q) => Number(q.toFixed(3)))).toEqual([
    0.02, 0.04, 0.04, 0.02,
  ]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (p) => {
      const q = falseDiscoveryRates(p);
      p.forEach((each, i) => {
        expect(q[i]).toBeGreaterThanOrEqual(each - 1e-12);
        p.forEach((other, j) => {
          if (each <= other) expect(q[i]).toBeLessThanOrEqual(q[j] + 1e-12);
        });
      });
    }),
  );
});

const wave = (length: number, of: (i: number) => number) =>
  Float64Array.from({ length }, (_, i) => of(i) + 0.1 * Math.sin(i * 12.9898));

it('finds jumps where they are, and none in a steady series', () => {
  expect(changePoints(wave(200, () => 5))).toEqual([]);
  const points = changePoints(wave(200, (i) => (i < 80 ? 5 : i < 140 ? 9 : 2)));
  expect(points).toHaveLength(2);
  [80, 140].forEach((at, i) => expect(Math.abs(points[i].at - at)).toBeLessThanOrEqual(3));
  expect(points[0].before).toBeCloseTo(5, 0);
  expect(points[0].after).toBeCloseTo(9, 0);
});

it('expects a daily shape once it has seen three days', () => {
  const hour = 3_600_000;
  const shape = (i: number) => 10 + 5 * Math.sin((2 * Math.PI * i) / 24);
  const { middle, basis } = expectedOf(wave(24 * 6, shape), hour);
  expect(basis).toMatch(/days/);
  expect(Math.abs(middle[24 * 5 + 6] - shape(6))).toBeLessThan(1.5);
  expect(
    expectedOf(
      wave(30, () => 4),
      hour,
    ).basis,
  ).toMatch(/median/);
});

it('fits the line through a quarter of outliers', () => {
  const line = fitLine(wave(100, (i) => (i % 5 === 0 ? 1000 : 3 + 0.5 * i)));
  expect(line?.slope).toBeCloseTo(0.5, 1);
  expect(fitLine(new Float64Array(4))).toBeUndefined();
});
