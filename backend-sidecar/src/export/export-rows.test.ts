/** Exports against a straightforward calculation over all samples at once. */
import fc from 'fast-check';
import { exportRequest, type ExportRequest, type ExportRow } from '@observatory/protocol/export';
import { Labels } from '../model/labels.ts';
import { createEngine } from '../promql/index.ts';
import { MemorySource, type MemorySample } from '../promql/testing/memory-source.ts';
import type { PromqlSource } from '../storage.ts';
import { VirtualClock } from '../util/clock.ts';
import { exportRows } from './export-rows.ts';
import { planExport } from './plan.ts';
import { rowWriter } from './row-writer.ts';

const NOW = Date.parse('2026-11-22T00:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function run(source: MemorySource, request: ExportRequest, engine?: PromqlSource): Promise<string> {
  const query = exportRequest.parse(request);
  const plan = await planExport(query, {
    source,
    engine: engine ?? createEngine({ source, clock: new VirtualClock(NOW) }),
    nowMs: NOW,
    timeoutMs: 60_000,
  });
  let text = '';
  for await (const piece of exportRows(plan, rowWriter({ ...query, ...plan }), new AbortController().signal))
    text += piece;
  return text;
}

async function rows(source: MemorySource, request: ExportRequest, engine?: PromqlSource): Promise<ExportRow[]> {
  const text = await run(source, { format: 'ndjson', time: 'unix_ms', ...request }, engine);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ExportRow);
}

function filled(series: Record<string, readonly MemorySample[]>): MemorySource {
  const source = new MemorySource();
  for (const [broker, samples] of Object.entries(series))
    for (const sample of samples) source.append(Labels.fromObject({ __name__: 'm', broker }), sample);
  return source;
}

const samples = fc
  .array(
    fc.record({
      gapMs: fc.oneof(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: HOUR, max: 40 * HOUR })),
      value: fc.oneof(fc.double({ min: -1e6, max: 1e6 }), fc.constantFrom<number | 'stale'>(NaN, Infinity, 'stale')),
    }),
    { maxLength: 60 },
  )
  .map((each) => {
    let timestampMs = NOW - 60 * DAY;
    return each.map(({ gapMs, value }): MemorySample => ({ timestampMs: (timestampMs += gapMs), value }));
  });

const text = (value: number) =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
const isSample = (sample: MemorySample): sample is { timestampMs: number; value: number } => sample.value !== 'stale';

it('gives every sample of a selector once, staleness markers aside', async () => {
  await fc.assert(
    fc.asyncProperty(samples, samples, async (a, b) => {
      const found = await rows(filled({ a, b }), { query: 'm', start: 'now-90d' });
      for (const [broker, all] of Object.entries({ a, b })) {
        const own = found.filter(({ metric }) => metric.broker === broker);
        expect(own.map(({ time, value }) => [time, value])).toEqual(
          all.filter(isSample).map(({ timestampMs, value }) => [timestampMs, text(value)]),
        );
      }
      expect(found).toHaveLength([...a, ...b].filter(isSample).length);
    }),
    { numRuns: 40 },
  );
});

it('gathers buckets as a calculation over all of them does', async () => {
  await fc.assert(
    fc.asyncProperty(samples, fc.constantFrom(600_000, HOUR, DAY, 7 * DAY), async (all, everyMs) => {
      const agg = 'min,max,sum,count,avg,last';
      const found = await rows(filled({ a: all }), { query: 'm', start: 'now-90d', every: `${everyMs}ms`, agg });
      // 1970 began on a Thursday.
      const shift = everyMs === 7 * DAY ? 3 * DAY : 0;
      const groups = new Map<number, number[]>();
      for (const { timestampMs, value } of all.filter(isSample)) {
        const start = Math.floor((timestampMs + shift) / everyMs) * everyMs - shift;
        groups.set(start, [...(groups.get(start) ?? []), value]);
      }
      expect(found.map(({ time }) => time)).toEqual([...groups.keys()]);
      for (const row of found) {
        const values = groups.get(row.time as number) ?? [];
        const measured = values.filter((value) => !Number.isNaN(value));
        const sum = values.reduce((total, value) => total + value, 0);
        expect(row).toMatchObject({
          min: text(measured.length === 0 ? NaN : Math.min(...measured)),
          max: text(measured.length === 0 ? NaN : Math.max(...measured)),
          count: values.length,
          last: text(values[values.length - 1]),
        });
        if (!Number.isFinite(sum)) expect([row.sum, row.avg]).toEqual([text(sum), text(sum)]);
        else {
          expect(row.sum).toBeCloseTo(sum, 5);
          expect(row.avg).toBeCloseTo(sum / values.length, 5);
        }
      }
    }),
    { numRuns: 60 },
  );
});

const steady = (days: number, stepMs: number) =>
  Array.from({ length: (days * DAY) / stepMs }, (_, i): MemorySample => ({
    timestampMs: NOW - days * DAY + i * stepMs,
    value: i,
  }));

it('reads a long time in slices, never all at once', async () => {
  const source = filled({ a: steady(30, 10_000) });
  const found = await rows(source, { query: 'm', start: 'now-30d', every: '1d', agg: 'count' });
  expect(found.map(({ count }) => count)).toEqual(Array.from({ length: 30 }, () => 8640));
  expect(source.requests.length).toBeGreaterThan(5);
  for (const { minTimeMs, maxTimeMs } of source.requests) expect(maxTimeMs - minTimeMs).toBeLessThan(17 * DAY);
  expect(source.openSets).toBe(0);
});

it('evaluates expressions on one grid of steps, whatever the slices', async () => {
  const source = filled({ a: steady(3, 15_000), b: steady(3, 20_000) });
  const engine = createEngine({ source, clock: new VirtualClock(NOW) });
  const query = 'sum by (broker) (rate(m[5m])) * 2';
  const found = await rows(source, { query, start: 'now-2d', end: 'now', step: '7m' }, engine);
  const { value } = await engine.range(query, NOW - 2 * DAY, NOW - 1, 7 * 60_000);
  const expected = value.resultType === 'matrix' ? value.series : [];
  for (const { labels, timestamps, values } of expected) {
    const own = found.filter(({ metric }) => metric.broker === labels.get('broker'));
    expect(own.map((row) => row.time)).toEqual([...timestamps]);
    expect(own.map((row) => row.value)).toEqual([...values]);
  }
  expect(found).toHaveLength(expected.reduce((sum, { values }) => sum + values.length, 0));
});

it('evaluates what depends on the bounds at one go', async () => {
  const source = filled({ a: steady(2, 60_000) });
  const found = await rows(source, { query: 'm @ end()', start: 'now-2d', step: '12h' });
  expect(found.map(({ value }) => value)).toEqual([2879, 2879, 2879, 2879]);
});

it('tries shorter slices where the engine finds one too much', async () => {
  const source = filled({ a: steady(2, 60_000), b: steady(2, 60_000) });
  const engine = createEngine({ source, clock: new VirtualClock(NOW), maxSamples: 300 });
  const found = await rows(source, { query: 'm + 0', start: 'now-1d', every: '1h', agg: 'count' }, engine);
  expect(found).toHaveLength(48);
  expect(new Set(found.map(({ count }) => count))).toEqual(new Set([60]));
});

it('gives days of the time zone', async () => {
  const source = filled({ a: steady(3, HOUR) });
  const found = await run(source, {
    query: 'm',
    start: '2026-11-20',
    every: '1d',
    agg: 'count,last',
    tz: 'Asia/Kathmandu',
  });
  expect(found).toBe(
    [
      'time,__name__,broker,count,last',
      '2026-11-20T00:00:00+05:45,m,a,24,42',
      '2026-11-21T00:00:00+05:45,m,a,24,66',
      '2026-11-22T00:00:00+05:45,m,a,5,71',
      '',
    ].join('\n'),
  );
});

describe('columns of a CSV', () => {
  const source = new MemorySource();
  source.append(Labels.fromObject({ __name__: 'm', broker: 'a "b", c', cluster: 'x' }), {
    timestampMs: NOW - HOUR,
    value: -0.5,
  });
  it.each([
    ['m', 'time,__name__,broker,cluster,value', '2026-11-21T23:00:00Z,m,"a ""b"", c",x,-0.5'],
    ['sum by (cluster) (m)', 'time,cluster,value', '2026-11-21T23:00:00Z,x,-0.5'],
    ['sum(m)', 'time,value', '2026-11-21T23:00:00Z,-0.5'],
    ['max without (broker) (m)', 'time,__name__,cluster,value', '2026-11-21T23:00:00Z,,x,-0.5'],
    ['label_replace(sum(m), "new", "y", "", "")', 'time,new,value', '2026-11-21T23:00:00Z,y,-0.5'],
    ['count_values("v", m)', 'time,v,value', '2026-11-21T23:00:00Z,-0.5,1'],
    ['topk(1, m)', 'time,__name__,broker,cluster,value', '2026-11-21T23:00:00Z,m,"a ""b"", c",x,-0.5'],
  ])('%s', async (query, head, row) => {
    const lines = (await run(source, { query, start: 'now-1h' })).split('\n');
    expect(lines.slice(0, 2)).toEqual([head, row]);
  });

  it('are those that were asked for', async () => {
    const csv = await run(source, { query: 'm', start: 'now-1h', labels: 'cluster, none', time: 'unix' });
    expect(csv).toBe(`time,cluster,none,value\n${(NOW - HOUR) / 1000},x,,-0.5\n`);
  });
});

it('writes one JSON document', async () => {
  const json: unknown = JSON.parse(
    await run(filled({ a: [{ timestampMs: NOW - HOUR, value: NaN }] }), {
      query: 'm',
      start: 'now-1d',
      format: 'json',
    }),
  );
  expect(json).toEqual({
    rows: [{ time: '2026-11-21T23:00:00Z', metric: { __name__: 'm', broker: 'a' }, value: 'NaN' }],
    warnings: [],
  });
});

it.each([
  [{ query: 'sum(' }, /^1:5: parse error/],
  [{ query: 'm[5m]' }, /^query: a matrix cannot be exported/],
  [{ query: '"x"' }, /^query: a string/],
  [{ start: 'soon' }, /^start: cannot read "soon"/],
  [{ start: 'now' }, /^end: must be after start/],
  [{ every: '0s' }, /^every: must be longer/],
  [{ every: 'daily' }, /^every: not a valid duration/],
  [{ every: '1h', agg: 'p99' }, /^agg: there is no "p99"/],
  [{ agg: 'avg' }, /^agg: needs every/],
  [{ tz: 'Mars/Olympus' }, /^there is no time zone/],
  [{ step: '-5m' }, /^step: /],
])('refuses %j', async (change, message) => {
  await expect(run(new MemorySource(), { query: 'm', start: 'now-1d', ...change })).rejects.toThrow(message);
});
