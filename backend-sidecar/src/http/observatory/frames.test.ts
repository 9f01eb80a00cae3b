/** POST /frames against the real engine, compared with what /api/v1/query_range answers. */
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import type { FramesAnswer, FramesRequest } from '@observatory/protocol/frames';
import { FRAMES_MEDIA_TYPE, readFramesEnvelope } from '@observatory/protocol/frames-envelope';
import { Labels } from '../../model/labels.ts';
import { createEngine } from '../../promql/index.ts';
import { MemorySource } from '../../promql/testing/memory-source.ts';
import type { PromqlSource } from '../../storage.ts';
import { fakeContext, resultOf, startTestServer, START_MS, type TestServer } from '../testing/fake-context.ts';

const MINUTE = 60_000;
const FROM = Math.floor(START_MS / MINUTE) * MINUTE;
const TO = FROM + 30 * MINUTE;

/** Two brokers, one with a gap, a stale end, NaN and infinities. */
function testSource(): MemorySource {
  const source = new MemorySource();
  const a = Labels.fromObject({ __name__: 'bytes_total', broker: 'a', cluster: 'c' });
  const b = Labels.fromObject({ __name__: 'bytes_total', broker: 'b', cluster: 'c' });
  for (let i = 0; i <= 30; i++) {
    const timestampMs = FROM + i * MINUTE;
    source.append(a, { timestampMs, value: i % 7 === 3 ? NaN : i === 5 ? Infinity : i / 3 });
    if (i < 8 || (i > 18 && i < 25)) source.append(b, { timestampMs, value: i * 1e9 });
    source.append(Labels.fromObject({ __name__: 'stepped' }), { timestampMs, value: i });
    if (i === 8 || i === 25) source.append(b, { timestampMs, value: 'stale' });
  }
  return source;
}

let running: TestServer;
let engine: PromqlSource;
let source: MemorySource;
beforeAll(async () => {
  source = testSource();
  source.metadata = () => new Map([['stepped', { type: 'gauge', help: '', unit: '', steppedMs: 60_000 }]]);
  const base = fakeContext();
  const real = createEngine({ source, clock: base.clock });
  // In an object of its own, so that a test can change one of its methods.
  engine = { instant: (...a) => real.instant(...a), range: (...a) => real.range(...a) };
  running = await startTestServer({
    context: {
      ...base,
      source,
      engine: { instant: (...a) => engine.instant(...a), range: (...a) => engine.range(...a) },
    },
  });
});
afterAll(() => running.server.stop());

const post = (
  queries: FramesRequest['queries'] | unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
) =>
  fetch(`${running.url}/api/observatory/v1/frames`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ queries }),
    signal,
  });
const range = (refId: string, expr: string, more: object = {}) => ({ refId, expr, fromMs: FROM, toMs: TO, ...more });
const envelopeOf = async (queries: unknown) => {
  const response = await post(queries);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, FRAMES_MEDIA_TYPE]);
  return readFramesEnvelope(new Uint8Array(await response.arrayBuffer()));
};
const jsonOf = async (queries: unknown) => {
  const response = await post(queries, { accept: 'application/json' });
  expect(response.status).toBe(200);
  return ((await response.json()) as FramesAnswer).results;
};

interface Matrix {
  data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
}

it.each(['bytes_total', 'rate(bytes_total[5m])', 'sum by (cluster) (bytes_total)', 'bytes_total > 1e9', 'vector(1)'])(
  'a frame decodes to exactly what query_range answers: %s',
  async (query) => {
    const parameters = new URLSearchParams({ query, start: `${FROM / 1000}`, end: `${TO / 1000}`, step: '15' });
    const { data } = (await (await fetch(`${running.url}/api/v1/query_range?${parameters}`)).json()) as Matrix;
    const { frames = [], status } = (await envelopeOf([range('A', query, { stepMs: 15_000 })])).get('A') ?? {};
    expect(status).toBe(200);
    const decoded = frames.map((bytes) => {
      const table = tableFromIPC(bytes);
      const [times, values] = [table.getChildAt(0), table.getChildAt(1)];
      const labels = JSON.parse(table.schema.fields[1].metadata.get('labels') ?? '') as Record<string, string>;
      const text = (value: number) => (Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : '+Inf');
      const rows = Array.from({ length: table.numRows }, (_, row): [number, string] => [
        (times?.get(row) as number) / 1000,
        text(values?.get(row) as number),
      ]);
      return { metric: labels, values: rows };
    });
    expect(decoded).toEqual(data.result);
    expect(data.result.length).toBeGreaterThan(0);
  },
);

it('says what Grafana wants to know', async () => {
  const { frames = [] } =
    (
      await envelopeOf([
        range('A', 'rate(bytes_total[$__rate_interval])', {
          legendFormat: '{{broker}} in {{ cluster }}',
          scrapeIntervalMs: MINUTE,
        }),
      ])
    ).get('A') ?? {};
  const [first, second] = frames.map((bytes) => tableFromIPC(bytes).schema);
  expect(first.metadata.get('name')).toBe('a in c');
  expect(first.metadata.get('refId')).toBe('A');
  expect(JSON.parse(first.metadata.get('meta') ?? '')).toMatchObject({
    type: 'timeseries-multi',
    typeVersion: [0, 1],
    custom: { resultType: 'matrix' },
    executedQueryString: 'Expr: rate(bytes_total[4m])\nStep: 15s',
    stats: [{ displayName: 'Samples read' }, {}, { unit: 'ms' }, {}],
  });
  expect(JSON.parse(second.metadata.get('meta') ?? '')).not.toHaveProperty('executedQueryString');
  expect(JSON.parse(first.fields[0].metadata.get('config') ?? '')).toEqual({ interval: 15_000 });
  expect(JSON.parse(first.fields[1].metadata.get('config') ?? '')).toEqual({
    displayNameFromDS: 'a in c',
    unit: 'binBps',
  });
});

it('keeps the failure of one query from the others', async () => {
  const results = await envelopeOf([
    range('A', 'bytes_total'),
    range('B', 'sum('),
    range('C', 'bytes_total{broker="$broker"} > $limit'),
    range('D', 'bytes_total', { stepMs: 1 }),
    range('E', 'bytes_total', { hide: true }),
    range('F', 'vector(1)', { kind: 'instant' }),
    range('G', 'vector(1)', { kind: 'seance' }),
    range('H', 'vector(1)', { format: 'pie' }),
  ]);
  expect([...results.keys()]).toEqual(['A', 'B', 'C', 'D', 'F', 'G', 'H']);
  expect(results.get('G')).toMatchObject({
    status: 400,
    errorCode: 'OBS_FRAMES_KIND',
    hint: expect.stringContaining('range, instant'),
  });
  expect(results.get('H')).toMatchObject({
    status: 400,
    errorCode: 'OBS_FRAMES_QUERY',
    error: expect.stringContaining('format'),
  });
  expect(results.get('B')).toMatchObject({
    status: 400,
    errorCode: 'OBS_QUERY_PARSE',
    errorSource: 'downstream',
    error: expect.stringMatching(/^1:5: parse error/),
    frames: [],
  });
  expect(results.get('C')).toMatchObject({ status: 400, hint: expect.stringContaining('$broker has no value') });
  expect(results.get('D')).toMatchObject({ status: 400, hint: expect.stringContaining('stepMs') });
  expect(results.get('A')?.frames).toHaveLength(2);
  expect(results.get('F')?.frames).toHaveLength(1);
});

it('answers the same as JSON, in the shape that Grafana reads', async () => {
  const { A } = await jsonOf([range('A', 'bytes_total', { stepMs: 60_000 })]);
  expect(A.status).toBe(200);
  expect(A.frames[0].schema).toMatchObject({
    name: 'bytes_total{broker="a", cluster="c"}',
    refId: 'A',
    fields: [
      { name: 'Time', type: 'time', typeInfo: { frame: 'time.Time', nullable: false } },
      { name: 'Value', type: 'number', typeInfo: { frame: 'float64', nullable: true }, labels: { broker: 'a' } },
    ],
  });
  const [times, values] = A.frames[0].data.values;
  expect(times.slice(0, 3)).toEqual([FROM, FROM + MINUTE, FROM + 2 * MINUTE]);
  expect(values.slice(0, 6)).toEqual([0, 1 / 3, 2 / 3, null, 4 / 3, null]);
  expect(A.frames[0].data.entities).toEqual([null, { NaN: [3, 10, 17, 24], Inf: [5] }]);
});

it('answers an empty frame of the right type where there is no data', async () => {
  const { A, B } = await jsonOf([range('A', 'nothing'), range('B', 'nothing', { kind: 'instant' })]);
  expect(A.frames.map(({ schema }) => [schema.meta.type, schema.fields])).toEqual([['timeseries-multi', []]]);
  expect(B.frames.map(({ schema }) => [schema.meta.type, schema.fields])).toEqual([['numeric-multi', []]]);
});

it('says how a query goes on live: one frame with a channel, fields that differ in their names', async () => {
  const { A } = await jsonOf([
    range('A', 'rate(bytes_total[$__rate_interval])', {
      channel: 'ds/u/x',
      legendFormat: '{{broker}}',
      stepMs: 60_000,
    }),
  ]);
  expect(A).toMatchObject({ live: { query: 'rate(bytes_total[1m15s])', stepMs: 60_000, unit: 'binBps' } });
  expect(A.frames).toHaveLength(1);
  expect(A.frames[0].schema.meta).toMatchObject({ type: 'timeseries-wide', channel: 'ds/u/x' });
  expect(A.frames[0].schema.fields.map(({ name, config }) => [name, config?.displayNameFromDS])).toEqual([
    ['Time', undefined],
    ['{broker="a", cluster="c"}', 'a'],
    ['{broker="b", cluster="c"}', 'b'],
  ]);
});

it('adds a frame of exemplars, the largest where there are too many', async () => {
  const real = source.exemplars.bind(source);
  const exemplar = (i: number) => ({
    labels: Labels.fromObject({ trace_id: `t${i}` }),
    value: i,
    timestampMs: FROM + (i % 1000) * 1000,
  });
  source.exemplars = () =>
    Promise.resolve([
      { labels: Labels.fromObject({ broker: 'a' }), exemplars: Array.from({ length: 5000 }, (_, i) => exemplar(i)) },
    ]);
  const { A, B } = await jsonOf([range('A', 'bytes_total', { exemplars: true }), range('B', 'bytes_total')]);
  expect(B.frames).toHaveLength(2);
  const frame = A.frames[2];
  expect(frame.schema).toMatchObject({ name: 'exemplar', meta: { dataTopic: 'annotations' } });
  expect(frame.schema.fields.map(({ name }) => name)).toEqual(['Time', 'Value', 'trace_id', 'broker']);
  const [, values] = frame.data.values;
  expect(values.length).toBeLessThanOrEqual(505);
  expect(values).toContain(4999);
  source.exemplars = () => Promise.reject(new Error('no exemplars today'));
  const broken = await jsonOf([range('A', 'bytes_total', { exemplars: true })]);
  expect(broken.A.frames).toHaveLength(2);
  expect(broken.A.frames[0].schema.meta.notices).toContainEqual({
    severity: 'warning',
    text: 'the exemplars could not be read: no exemplars today',
  });
  source.exemplars = real;
});

it('refuses what would be too much before it is made, query by query', async () => {
  const real = engine;
  const timestamps = Float64Array.from({ length: 60_000 }, (_, i) => i);
  const series = Array.from({ length: 100 }, (_, i) => ({
    labels: Labels.fromObject({ broker: `b${i}` }),
    timestamps,
    values: timestamps,
  }));
  engine = { ...real, range: () => Promise.resolve(resultOf({ resultType: 'matrix', series })) };
  const one = { kind: 'instant' };
  const results = await envelopeOf([range('A', 'vector(1)', one), range('B', 'x'), range('C', 'vector(1)', one)]);
  engine = real;
  expect(results.get('B')).toMatchObject({ status: 422, errorCode: 'OBS_FRAMES_TOO_LARGE', frames: [] });
  expect([results.get('A')?.frames.length, results.get('C')?.frames.length]).toEqual([1, 1]);
});

it('tells of metrics that change in steps, and of what the engine noted', async () => {
  const { A } = await jsonOf([range('A', 'stepped + 1 or quantile(2, bytes_total)', { maxDataPoints: 10 })]);
  expect(A.frames[0].schema.meta).toMatchObject({
    custom: { steppedMs: 60_000 },
    notices: [
      { severity: 'warning', text: expect.stringContaining('quantile value should be between 0 and 1') },
      { severity: 'info', text: 'stepped is computed anew only every 60 s by its source: shorter changes do not show' },
    ],
  });
});

it('answers or refuses whatever is asked', async () => {
  const text = fc.oneof(
    fc.constantFrom(
      'bytes_total',
      'sum(bytes_total)',
      'sum by (le) (bytes_total)',
      '1',
      '"s"',
      'bytes_total[5m]',
      'time()',
    ),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  );
  const number = fc.oneof(fc.constantFrom(FROM, TO, 0, -1, 1e15), fc.double(), fc.integer());
  const query = fc.record(
    {
      refId: fc.string({ maxLength: 5 }),
      expr: text,
      kind: fc.constantFrom('range', 'instant'),
      fromMs: number,
      toMs: number,
      stepMs: number,
      intervalMs: number,
      maxDataPoints: number,
      legendFormat: fc.string(),
      format: fc.constantFrom('time_series', 'wide', 'table', 'heatmap'),
      hide: fc.boolean(),
    },
    { requiredKeys: ['refId', 'expr', 'fromMs', 'toMs'] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.array(query, { maxLength: 4 }), fc.jsonValue()),
      fc.boolean(),
      async (queries, json) => {
        const response = await post(queries, json ? { accept: 'application/json' } : {});
        expect([200, 400]).toContain(response.status);
        if (response.status === 400) expect(await response.json()).toHaveProperty('error.code', 'OBS_HTTP_INVALID');
        else {
          const results = json
            ? Object.values(((await response.json()) as FramesAnswer).results)
            : [...readFramesEnvelope(new Uint8Array(await response.arrayBuffer())).values()];
          for (const { status, error } of results) expect([status, error]).not.toContain(500);
        }
      },
    ),
    { numRuns: 80 },
  );
});

it('ends the queries of a caller that goes away', async () => {
  const real = engine;
  const aborted = new Promise<boolean>((resolve) => {
    engine = {
      ...real,
      range: (_query, _start, _end, _step, options) =>
        new Promise((_, reject) =>
          options?.signal?.addEventListener('abort', () => {
            resolve(true);
            reject(new Error('gone'));
          }),
        ),
    };
  });
  const controller = new AbortController();
  const answer = post([range('A', 'bytes_total')], {}, controller.signal)
    .then((response) => response.arrayBuffer())
    .catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  controller.abort();
  expect(await aborted).toBe(true);
  await answer;
  engine = real;
});

it.each([
  [[{ refId: 'A', expr: 'x' }], 'queries.0.fromMs'],
  [[range('A', 'x', { kind: 7 })], 'queries.0.kind'],
  [[range('A', 'x'), range('A', 'y')], 'unique'],
  [[range('A', 'x', { toMs: 1e300 })], 'queries.0.toMs'],
  ['x', 'queries'],
])('refuses %j', async (queries, place) => {
  const response = await post(queries);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: { code: 'OBS_HTTP_INVALID', message: expect.stringContaining(place) },
  });
});
