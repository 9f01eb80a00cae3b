import { Labels } from '../../model/labels.ts';
import type { QueryValue } from '../../storage.ts';
import { systemClock, VirtualClock } from '../../util/clock.ts';
import { MemorySource } from '../testing/memory-source.ts';
import { createEngine, type EngineOptions } from './engine.ts';

const MINUTE = 60_000;

/** `series` counters with a sample every 15 s for an hour. */
function sourceOf(series: number): MemorySource {
  const source = new MemorySource();
  for (let i = 0; i < series; i++) {
    const labels = Labels.fromObject({ __name__: 'requests_total', instance: `broker-${i}`, job: `job-${i % 3}` });
    for (let k = 0; k <= 240; k++) source.append(labels, { timestampMs: k * 15_000, value: k * (i + 1) });
  }
  return source;
}

function engineOf(source: MemorySource, options: Partial<EngineOptions> = {}) {
  return createEngine({ source, clock: new VirtualClock(0), ...options });
}

function elements(value: QueryValue): Record<string, number> {
  if (value.resultType !== 'vector') throw new Error(`got a ${value.resultType}`);
  return Object.fromEntries(value.series.map(({ labels, value: number }) => [labels.toString(), number]));
}

describe('createEngine', () => {
  it('answers each type of result', async () => {
    const engine = engineOf(sourceOf(1));
    expect((await engine.instant('1 + 1', 5)).value).toEqual({ resultType: 'scalar', timestampMs: 5, value: 2 });
    expect((await engine.instant('"a"', 5)).value).toEqual({ resultType: 'string', timestampMs: 5, value: 'a' });
    expect(elements((await engine.instant('rate(requests_total[5m])', 10 * MINUTE)).value)).toEqual({
      '{instance="broker-0", job="job-0"}': 1 / 15,
    });
    const matrix = (await engine.instant('requests_total[31s]', MINUTE)).value;
    expect(matrix).toMatchObject({
      resultType: 'matrix',
      series: [{ timestamps: Float64Array.of(30_000, 45_000, 60_000), values: Float64Array.of(2, 3, 4) }],
    });
  });

  it('excludes the start of a range and includes its end', async () => {
    const { value } = await engineOf(sourceOf(1)).instant('count_over_time(requests_total[1m])', 10 * MINUTE);
    expect(Object.values(elements(value))).toEqual([4]);
  });

  it('tells the source what it will do with the samples', async () => {
    const source = sourceOf(2);
    await engineOf(source).range('sum(rate(requests_total[5m] offset 1m))', 10 * MINUTE, 20 * MINUTE, MINUTE);
    expect(source.requests).toMatchObject([
      {
        minTimeMs: 4 * MINUTE + 1,
        maxTimeMs: 19 * MINUTE,
        hints: { func: 'rate', rangeMs: 5 * MINUTE, stepMs: MINUTE },
      },
    ]);
  });

  it('evaluates what stands twice in a query, or is pinned by @, once', async () => {
    const source = sourceOf(2);
    const engine = engineOf(source);
    const query = 'sum(rate(requests_total[5m])) / (sum(rate(requests_total[5m])) + sum(requests_total @ 600))';
    const { value } = await engine.range(query, 10 * MINUTE, 20 * MINUTE, MINUTE);
    expect(source.requests).toHaveLength(2);
    expect(source.requests[1]).toMatchObject({ minTimeMs: 5 * MINUTE + 1, maxTimeMs: 10 * MINUTE });
    expect(value).toMatchObject({ resultType: 'matrix', series: [{ values: new Float64Array(11).fill(0.2 / 120.2) }] });
  });

  it('frees what it selected, also after an error', async () => {
    const source = sourceOf(4);
    const engine = engineOf(source);
    await engine.instant('requests_total', 10 * MINUTE);
    await expect(engine.instant('requests_total + on (job) requests_total', 10 * MINUTE)).rejects.toThrow(
      'found duplicate series for the match group {job="job-0"} on the right hand-side of the operation: [{__name__="requests_total", instance="broker-0", job="job-0"}, {__name__="requests_total", instance="broker-3", job="job-0"}];many-to-many matching not allowed: matching labels must be unique on one side',
    );
    expect(source.openSets).toBe(0);
  });

  it('says that native histograms are not supported', async () => {
    const engine = engineOf(sourceOf(1));
    await expect(engine.instant('histogram_count(requests_total)', 0)).rejects.toMatchObject({
      code: 'OBS_QUERY_NATIVE_HISTOGRAM',
      message: 'function "histogram_count" needs native histograms, which are not supported',
    });
    await expect(engine.instant('requests_total </ 1', 0)).rejects.toMatchObject({
      code: 'OBS_QUERY_NATIVE_HISTOGRAM',
    });
  });

  it('refuses range queries for range vectors', async () => {
    await expect(engineOf(sourceOf(1)).range('requests_total[5m]', 0, 1, 1)).rejects.toMatchObject({
      errorType: 'bad_data',
      message: 'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
    });
  });
});

describe('limits', () => {
  it('refuses queries that hold too many samples', async () => {
    const engine = engineOf(sourceOf(50), { maxSamples: 1000 });
    await expect(engine.range('requests_total', 0, 60 * MINUTE, MINUTE)).rejects.toMatchObject({
      errorType: 'execution',
      message: 'query processing would load too many samples into memory in query execution',
    });
    // Aggregations hold their groups only.
    const { stats } = await engine.range('sum(requests_total)', 0, 60 * MINUTE, MINUTE);
    expect(stats.samples).toBe(50 * 241);
    expect(stats.peakSamples).toBeLessThan(1000);
  });

  it('refuses queries that need too much memory', async () => {
    const engine = engineOf(sourceOf(50), { maxMemoryBytes: 20_000 });
    await expect(engine.range('requests_total', 0, 60 * MINUTE, MINUTE)).rejects.toMatchObject({
      code: 'OBS_QUERY_TOO_MUCH_MEMORY',
    });
  });

  it('cuts to the limit asked for, and refuses more series than allowed', async () => {
    const engine = engineOf(sourceOf(20), { maxSeries: 10 });
    const cut = await engine.instant('requests_total', MINUTE, { limit: 3 });
    expect(Object.keys(elements(cut.value))).toHaveLength(3);
    expect(cut.warnings).toEqual(['results truncated due to limit']);
    await expect(engine.instant('requests_total', MINUTE)).rejects.toMatchObject({ code: 'OBS_QUERY_TOO_MANY_SERIES' });
  });

  it('stops when the time is up or the client has gone', async () => {
    const clock = new VirtualClock(0);
    const source = sourceOf(200);
    const engine = createEngine({ source, clock, timeoutMs: 1000, sliceMs: 0 });
    const late = engine.range('stddev_over_time(requests_total[30m])', 0, 60 * MINUTE, 15_000);
    await clock.advanceTo(2000);
    await expect(late).rejects.toMatchObject({
      errorType: 'timeout',
      message: 'query timed out in expression evaluation',
    });
    const controller = new AbortController();
    const gone = engine.range('stddev_over_time(requests_total[30m])', 0, 60 * MINUTE, 15_000, {
      signal: controller.signal,
    });
    setImmediate(() => controller.abort());
    await expect(gone).rejects.toMatchObject({
      errorType: 'canceled',
      message: 'query was canceled in expression evaluation',
    });
    expect(source.openSets).toBe(0);
  });

  it('lets the event loop run while it computes', async () => {
    const engine = createEngine({ source: sourceOf(300), clock: systemClock, sliceMs: 1 });
    let turns = 0;
    const count = () => {
      turns++;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    await engine.range('stddev_over_time(requests_total[30m])', 0, 60 * MINUTE, 15_000);
    clearImmediate(next);
    expect(turns).toBeGreaterThan(3);
  });

  it('runs a bounded number of queries at a time, in order of arrival', async () => {
    const source = sourceOf(1);
    let running = 0;
    let most = 0;
    const select = source.select.bind(source);
    source.select = async (request) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return select(request);
    };
    const engine = engineOf(source, { maxConcurrency: 2 });
    const controller = new AbortController();
    const queries = Array.from({ length: 5 }, () => engine.instant('requests_total', MINUTE));
    const waiting = engine.instant('requests_total', MINUTE, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ message: 'query was canceled in query queue' });
    await Promise.all(queries);
    expect(most).toBe(2);
    await engine.instant('requests_total', MINUTE);
  });
});

describe('annotations', () => {
  it('points at the argument, and tells equal ones once', async () => {
    const source = new MemorySource();
    for (const instance of ['a', 'b']) {
      const labels = Labels.fromObject({ __name__: 'gauge', instance });
      for (let k = 0; k < 10; k++) source.append(labels, { timestampMs: k * 15_000, value: k });
    }
    const { infos, warnings } = await engineOf(source).instant('sum(\n  rate(gauge[2m]))', 2 * MINUTE);
    expect(infos).toEqual([
      'PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "gauge" (2:8)',
    ]);
    expect(warnings).toEqual([]);
  });

  it('says how many were left out', async () => {
    const source = new MemorySource();
    for (let i = 0; i < 14; i++) {
      const labels = Labels.fromObject({ __name__: `gauge_${i}` });
      for (let k = 0; k < 10; k++) source.append(labels, { timestampMs: k * 15_000, value: k });
    }
    const counted = await engineOf(source).instant('count(rate({__name__=~"gauge_.+"}[2m]))', 2 * MINUTE);
    expect(counted.infos).toHaveLength(11);
    expect(counted.infos.at(-1)).toBe('4 more info annotations omitted');
  });
});
