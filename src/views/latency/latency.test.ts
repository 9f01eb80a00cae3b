import fc from 'fast-check';
import type { JsonFrame } from '@observatory/protocol/frames';
import { bandColumns } from './band-data.ts';
import { bucketsOfFrame } from './heatmap-buckets.ts';
import { BAND_QUANTILES, bucketRates, LATENCY_HISTOGRAMS, quantileName } from './histograms.ts';
import { latencyGrid, SHADES, shadeOf } from './latency-grid.ts';
import { pausesOf } from './overlays.ts';

function heatmapFrame(times: number[], buckets: Record<string, (number | null)[]>): JsonFrame {
  const info = { frame: 'float64', nullable: true };
  return {
    schema: {
      name: '',
      refId: 'A',
      meta: {},
      fields: [
        { name: 'Time', type: 'time', typeInfo: info },
        ...Object.keys(buckets).map((le) => ({ name: le, type: 'number' as const, typeInfo: info, labels: { le } })),
      ],
    },
    data: { values: [times, ...Object.values(buckets)] },
  };
}

describe('latencyGrid', () => {
  const window = { fromMs: 0, toMs: 1000, stepMs: 1000 };

  it('has a row a bucket in use, with a margin of one', () => {
    const frame = heatmapFrame([0, 1000], {
      '0.0005': [0, 0],
      '0.001': [0, 0],
      '0.005': [3, 0],
      '0.01': [0, 7],
      '0.05': [0, 0],
      '+Inf': [0, 0],
    });
    const grid = latencyGrid(bucketsOfFrame(frame), window);
    expect(grid.rows.map(({ label }) => label)).toEqual(['≤ 1 ms', '≤ 5 ms', '≤ 10 ms', '≤ 50 ms']);
    expect([...grid.values]).toEqual([NaN, NaN, 3, NaN, NaN, 7, NaN, NaN]);
  });

  it('names what is beyond the last bound', () => {
    const grid = latencyGrid(bucketsOfFrame(heatmapFrame([0], { '1': [null], '+Inf': [2] })), window);
    expect(grid.rows.map(({ label }) => label)).toEqual(['≤ 1 s', 'beyond']);
  });

  it('is empty where nothing counted', () => {
    expect(latencyGrid(bucketsOfFrame(heatmapFrame([0], { '1': [0] })), window).rows).toEqual([]);
    expect(latencyGrid(undefined, window).rows).toEqual([]);
  });
});

describe('shadeOf', () => {
  it('rises with the value, from 1 to SHADES', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 2 }), (values) => {
        const shade = shadeOf(Float64Array.from(values));
        const shades = [...values].sort((a, b) => a - b).map(shade);
        expect(shades).toEqual([...shades].sort((a, b) => a - b));
        expect(shades[shades.length - 1]).toBe(SHADES);
        expect(shades[0]).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('gives nothing to nothing', () => {
    expect(shadeOf(Float64Array.of(NaN, 1))(NaN)).toBe(0);
  });
});

describe('bandColumns', () => {
  it('never lets an outer quantile fall below an inner one', () => {
    const counts = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(counts, (column) => {
        const [, ...columns] = bandColumns({
          times: [0],
          bounds: [0.001, 0.01, 0.1, Infinity],
          counts: column.map((count) => [count]),
        });
        const values = columns.map(([value]) => value);
        if (column.every((count) => count === 0)) expect(values.every((value) => value === null)).toBe(true);
        else expect(values).toEqual([...values].sort((a, b) => Number(a) - Number(b)));
      }),
    );
  });

  it('interpolates as histogram_quantile does', () => {
    // 10 up to 1 ms, 80 up to 10 ms, 10 beyond 100 ms.
    const buckets = { times: [5000], bounds: [0.001, 0.01, 0.1, Infinity], counts: [[10], [80], [0], [10]] };
    const [times, p50, p75, p90, p95, , , max] = bandColumns(buckets);
    expect(times).toEqual([5]);
    expect(p50[0]).toBeCloseTo(1 + 9 * (40 / 80), 9);
    expect(p75[0]).toBeCloseTo(1 + 9 * (65 / 80), 9);
    expect(p90[0]).toBeCloseTo(10, 9);
    expect([p95[0], max[0]]).toEqual([100, 100]);
  });

  it('has nothing where nothing was counted, and max where the highest bucket ends', () => {
    const [, p50, , , , , , max] = bandColumns({
      times: [0, 1],
      bounds: [1, 2],
      counts: [
        [null, 4],
        [0, 0],
      ],
    });
    expect(p50).toEqual([null, 500]);
    expect(max).toEqual([null, 1000]);
  });
});

describe('pausesOf', () => {
  it('marks the first step of a pause that the window of several steps holds', () => {
    const series = [
      { labels: { instance: 'b-1' }, times: [0, 30_000, 60_000, 300_000], values: [0.45, 0.45, 0.45, 0.1] },
    ];
    expect(pausesOf(series, 30_000)).toEqual([
      { timeMs: 0, node: 'b-1', pauseMs: 450 },
      { timeMs: 300_000, node: 'b-1', pauseMs: 100 },
    ]);
  });
});

describe('bucketRates', () => {
  it('looks over two of the brokers’ minutes at least', () => {
    const expr = bucketRates(LATENCY_HISTOGRAMS[0], { scope: 'broker', value: 'a"b', stepMs: 1000 });
    expect(expr).toBe('sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket{instance="a\\"b"}[120s]))');
  });

  it('names quantiles as people do', () => {
    expect(BAND_QUANTILES.map(quantileName)).toEqual(['p50', 'p75', 'p90', 'p95', 'p99', 'p99.9', 'max']);
  });
});
