import { once } from 'node:events';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Labels } from '../../model/labels.ts';
import type { PromqlSource, QueryOptions } from '../../storage.ts';
import { queryTimeout } from '../../promql/engine/query-error.ts';
import { ObservatoryError } from '../../util/errors.ts';
import {
  fakeContext,
  fakeEngine,
  resultOf,
  startTestServer,
  START_MS,
  type TestServer,
} from '../testing/fake-context.ts';
import { rawRequest } from '../testing/raw-request.ts';

interface Call {
  query: string;
  times: number[];
  options: QueryOptions;
}

let running: TestServer;
let calls: Call[];
let engine: PromqlSource;

beforeEach(async () => {
  calls = [];
  const real = fakeEngine();
  engine = {
    instant: (query, time, options = {}) => {
      calls.push({ query, times: [time], options });
      return real.instant(query, time, options);
    },
    range: (query, start, end, step, options = {}) => {
      calls.push({ query, times: [start, end, step], options });
      return real.range(query, start, end, step, options);
    },
  };
  running = await startTestServer({
    context: fakeContext({ engine: { instant: (...a) => engine.instant(...a), range: (...a) => engine.range(...a) } }),
  });
});
afterEach(() => running.server.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  rawRequest(running.port, { path: `/api/v1/${path}`, headers });
const errorOf = async (path: string) => {
  const { status, text } = await get(path);
  const { errorType, error } = JSON.parse(text) as { errorType: string; error: string };
  return [status, errorType, error];
};

describe('parameters', () => {
  it('reads time as seconds, with a fraction, as RFC 3339, and takes now', async () => {
    for (const [text, expected] of [
      ['', START_MS],
      ['1435781451.781', 1435781451781],
      ['1.5e9', 1.5e12],
      ['-1', -1000],
      ['2015-07-01T20:10:51.781Z', 1435781451781],
      ['2015-07-01T22:10:51%2B02:00', 1435781451000],
    ] as const) {
      await get(`query?query=up&time=${text}`);
      expect(calls.pop()?.times).toEqual([expected]);
    }
  });

  it('reads steps as seconds or durations, and hands on the options', async () => {
    await get('query_range?query=up&start=0&end=100&step=0.5&timeout=5&lookback_delta=1m&limit=7');
    expect(calls[0]).toMatchObject({
      times: [0, 100_000, 500],
      options: { timeoutMs: 5000, lookbackMs: 60_000, limit: 7 },
    });
    await get('query_range?query=up&start=0&end=100&step=1m30s');
    expect(calls[1].times).toEqual([0, 100_000, 90_000]);
    expect(calls[1].options).toMatchObject({ timeoutMs: 120_000 });
    await get('query?query=up&timeout=1h');
    expect(calls[2].options.timeoutMs).toBe(120_000);
  });

  it('takes forms, whose fields win over the URL', async () => {
    await rawRequest(running.port, {
      method: 'POST',
      path: '/api/v1/query?query=url&time=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams({ query: 'sum by (job) (up{a="+ %"})' }).toString(),
    });
    expect(calls[0]).toMatchObject({ query: 'sum by (job) (up{a="+ %"})', times: [1000] });
  });

  it.each([
    [
      'query?query=up&time=x',
      'invalid parameter "time": invalid time value for \'time\': cannot parse "x" to a valid timestamp',
    ],
    ['query_range?query=up&end=1&step=1', 'invalid parameter "start": cannot parse "" to a valid timestamp'],
    ['query_range?query=up&start=0&end=NaN&step=1', 'invalid parameter "end": cannot parse "NaN" to a valid timestamp'],
    [
      'query_range?query=up&start=2&end=1&step=1',
      'invalid parameter "end": end timestamp must not be before start time',
    ],
    ['query_range?query=up&start=0&end=1&step=x', 'invalid parameter "step": cannot parse "x" to a valid duration'],
    [
      'query_range?query=up&start=0&end=1&step=1e30',
      'invalid parameter "step": cannot parse "1e30" to a valid duration. It overflows int64',
    ],
    [
      'query_range?query=up&start=0&end=1&step=0',
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    ],
    [
      'query_range?query=up&start=0&end=11001&step=1',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    ],
    ['query?query=up&timeout=x', 'invalid parameter "timeout": cannot parse "x" to a valid duration'],
    ['query?query=up&limit=-1', 'invalid parameter "limit": limit must be non-negative'],
    ['series', 'no match[] parameter provided'],
    ['series?match[]={}', 'invalid parameter "match[]": match[] must contain at least one non-empty matcher'],
    ['series?match[]=a{', 'invalid parameter "match[]": 1:1: parse error: unexpected character'],
    ['labels?start=2&end=1', 'invalid parameter "end": end timestamp must not be before start timestamp'],
    ['metadata?limit=x', 'limit must be a number'],
    ['rules?type=x', 'invalid parameter "type": not supported value "x"'],
  ])('%s', async (path, message) => {
    expect(await errorOf(path)).toEqual([400, 'bad_data', message]);
    expect(calls).toEqual([]);
  });

  it('lets exactly 11,000 steps pass', async () => {
    expect((await get('query_range?query=up&start=0&end=11000&step=1')).status).toBe(200);
  });
});

describe('errors of the engine', () => {
  it.each([
    [
      new ObservatoryError('OBS_QUERY_PARSE', '1:3: parse error: x', { httpStatus: 400 }),
      400,
      'bad_data',
      'invalid parameter "query": 1:3: parse error: x',
    ],
    [
      new ObservatoryError('OBS_QUERY_EXECUTION', 'many-to-many', { httpStatus: 422 }),
      422,
      'execution',
      'many-to-many',
    ],
    [queryTimeout('expression evaluation'), 503, 'timeout', 'query timed out in expression evaluation'],
    [
      new ObservatoryError('OBS_STORE_STOPPED', 'TSDB not ready', { httpStatus: 503 }),
      503,
      'unavailable',
      'TSDB not ready',
    ],
    [new Error('surprise'), 422, 'execution', 'surprise'],
  ])('%s', async (error, status, type, message) => {
    engine.instant = () => Promise.reject(error);
    expect(await errorOf('query?query=up')).toEqual([status, type, message]);
  });
});

describe('answers', () => {
  const big = () =>
    resultOf({
      resultType: 'matrix',
      series: Array.from({ length: 200 }, (_, n) => ({
        labels: Labels.fromObject({ __name__: 'x', n: String(n) }),
        timestamps: Float64Array.from({ length: 2000 }, (_, i) => i * 1000),
        values: Float64Array.from({ length: 2000 }, (_, i) => i * n),
      })),
    });

  it('streams a big one, compressed when asked', async () => {
    engine.range = () => Promise.resolve(big());
    const path = 'query_range?query=up&start=0&end=2000&step=1';
    const plain = await get(path);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['transfer-encoding']).toBe('chunked');
    const zipped = await get(path, { 'accept-encoding': 'deflate, gzip;q=0.5' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zipped.headers.vary).toBe('accept-encoding');
    expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true);
    expect(zipped.body.length).toBeLessThan(plain.body.length / 2);
    expect((JSON.parse(plain.text) as { data: { result: unknown[] } }).data.result).toHaveLength(200);
    expect((await get(path, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  });

  it('compresses what is worth it only', async () => {
    expect((await get('query?query=up', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBeUndefined();
    const metrics = await rawRequest(running.port, { path: '/metrics', headers: { 'accept-encoding': 'gzip' } });
    expect(gunzipSync(metrics.body).toString()).toContain('observatory_query_duration_seconds_bucket');
  });

  it('cuts lists at the limit, with a warning', async () => {
    expect(JSON.parse((await get('labels?limit=2')).text)).toEqual({
      status: 'success',
      data: ['__name__', 'instance'],
      warnings: ['results truncated due to limit'],
    });
    expect(JSON.parse((await get('labels?limit=3')).text)).not.toHaveProperty('warnings');
    expect(JSON.parse((await get('series?match[]=up&limit=1')).text)).toMatchObject({
      data: [{ instance: 'a:1' }],
      warnings: ['results truncated due to limit'],
    });
  });
});

it('cancels the query when the caller goes away', async () => {
  let started: () => void = () => {};
  const starting = new Promise<void>((resolve) => (started = resolve));
  const aborted = new Promise<void>((resolve) => {
    engine.instant = (_query, _time, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => {
          reject(new ObservatoryError('OBS_QUERY_CANCELED', 'query was canceled', { httpStatus: 499 }));
          resolve();
        });
        started();
      });
  });
  const socket = connect(running.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET /api/v1/query?query=up HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await starting;
  socket.destroy();
  await aborted;
  const { text } = await rawRequest(running.port, { path: '/metrics' });
  expect(text).toMatch(/observatory_query_duration_seconds_count\{kind="instant",result="canceled"\} 1/);
});

it('stops making an answer that nobody reads', async () => {
  let made = 0;
  engine.range = () => {
    const timestamps = Float64Array.from({ length: 10_000 }, (_, i) => i * 1000);
    const labels = Labels.fromObject({ a: 'b' });
    const series = Array.from({ length: 2000 }, () => ({
      get labels() {
        made++;
        return labels;
      },
      timestamps,
      values: timestamps,
    }));
    return Promise.resolve(resultOf({ resultType: 'matrix', series }));
  };
  const socket = connect(running.port, '127.0.0.1');
  socket.write(
    'GET /api/v1/query_range?query=up&start=0&end=1&step=1 HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n',
  );
  await once(socket, 'data');
  socket.destroy();
  await once(socket, 'close');
  // Work under way may end; 2000 series would take seconds.
  let before = -1;
  while (before !== made) {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(made).toBeLessThan(1500);
});
