import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '../../config/secret.ts';
import { Matcher } from '../../model/matcher.ts';
import { SampleBuffer } from '../../storage.ts';
import { systemClock } from '../../util/clock.ts';
import { createRemoteQuerySource } from './remote-query-source.ts';
import type { RemoteQuerySource, RemoteQuerySourceOptions } from './remote-query-source.ts';

interface Asked {
  method: string;
  path: string;
  parameters: URLSearchParams;
  authorization: string | undefined;
}

let server: Server;
let asked: Asked[];
let reply: (request: Asked) => { status?: number; body: unknown } | 'hang';
let remote: RemoteQuerySource;

beforeEach(async () => {
  asked = [];
  reply = () => ({ body: success([]) });
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://x');
      const parameters = request.method === 'POST' ? new URLSearchParams(text) : url.searchParams;
      const entry = {
        method: request.method ?? '',
        path: url.pathname,
        parameters,
        authorization: request.headers.authorization,
      };
      asked.push(entry);
      const answer = reply(entry);
      if (answer === 'hang') return;
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  remote = open();
});
afterEach(async () => {
  await remote.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function open(
  options: Partial<RemoteQuerySourceOptions> = {},
  config: Partial<RemoteQuerySourceOptions['config']> = {},
): RemoteQuerySource {
  return createRemoteQuerySource({
    config: {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prometheus/`,
      timeout: 5000,
      max_samples: 1000,
      client: {
        auth: { type: 'header', scheme: 'Bearer', credentials: { value: new Secret('s3cret') } },
        tls: undefined,
        followRedirects: true,
        headers: [],
      },
      ...config,
    },
    clock: systemClock,
    userAgent: 'observatory/test',
    ...options,
  });
}

const success = (data: unknown, more = {}) => ({ status: 'success', data, ...more });
const matrix = (...series: [Record<string, string>, [number, string][]][]) =>
  success({ resultType: 'matrix', result: series.map(([metric, values]) => ({ metric, values })) });

describe('PromQL', () => {
  it('passes instant queries through', async () => {
    reply = () => ({
      body: success(
        { resultType: 'vector', result: [{ metric: { __name__: 'up', job: 'a' }, value: [1700000000.123, '+Inf'] }] },
        { warnings: ['w'], infos: ['i'] },
      ),
    });
    const result = await remote.promql.instant('up', 1_700_000_000_123, { lookbackMs: 60_000 });
    expect(result).toMatchObject({
      value: {
        resultType: 'vector',
        timestampMs: 1_700_000_000_123,
        series: [{ value: Infinity, timestampMs: 1_700_000_000_123 }],
      },
      warnings: ['w'],
      infos: ['i'],
      stats: { samples: 1, series: 1 },
    });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      path: '/prometheus/api/v1/query',
      authorization: 'Bearer s3cret',
    });
    expect(Object.fromEntries(asked[0].parameters)).toEqual({
      query: 'up',
      time: '1700000000.123',
      timeout: '5000ms',
      lookback_delta: '60000ms',
    });
  });

  it('reads range answers into columns', async () => {
    reply = () => ({
      body: matrix([
        { a: 'b' },
        [
          [1, '1.5'],
          [2.5, 'NaN'],
          [3, '-Inf'],
        ],
      ]),
    });
    const { value } = await remote.promql.range('x', 1000, 3000, 500);
    expect(value).toMatchObject({
      resultType: 'matrix',
      series: [{ timestamps: Float64Array.of(1000, 2500, 3000), values: Float64Array.of(1.5, NaN, -Infinity) }],
    });
    expect(Object.fromEntries(asked[0].parameters)).toMatchObject({ start: '1.000', end: '3.000', step: '0.500' });
  });

  it('reads scalars and strings', async () => {
    reply = () => ({ body: success({ resultType: 'scalar', result: [5, '7'] }) });
    expect((await remote.promql.instant('7', 5000)).value).toEqual({
      resultType: 'scalar',
      timestampMs: 5000,
      value: 7,
    });
    reply = () => ({ body: success({ resultType: 'string', result: [5, 'x'] }) });
    expect((await remote.promql.instant('"x"', 5000)).value).toEqual({
      resultType: 'string',
      timestampMs: 5000,
      value: 'x',
    });
  });

  it('cuts to the limit when the engine does not, and says what it left out', async () => {
    const entry = { metric: {}, value: [1, '1'] };
    reply = () => ({
      body: success({ resultType: 'vector', result: [entry, entry, { metric: {}, histogram: [1, {}] }] }),
    });
    const result = await remote.promql.instant('x', 0, { limit: 1 });
    expect(result.stats.series).toBe(1);
    expect(result.warnings).toEqual([
      'results truncated due to limit',
      '1 series with native histograms were left out: they are not supported',
    ]);
  });

  it.each([
    [
      'a parse error',
      { status: 400, body: { status: 'error', errorType: 'bad_data', error: '1:5: parse error: x' } },
      'OBS_QUERY_PARSE',
      '1:5: parse error: x',
      400,
    ],
    [
      'an execution error',
      { status: 422, body: { status: 'error', errorType: 'execution', error: 'many-to-many' } },
      'OBS_QUERY_EXECUTION',
      'many-to-many',
      422,
    ],
    [
      'VictoriaMetrics’ form',
      { status: 422, body: { status: 'error', errorType: '422', error: 'unknown func' } },
      'OBS_QUERY_EXECUTION',
      'unknown func',
      422,
    ],
    [
      'a timeout there',
      { status: 503, body: { status: 'error', errorType: 'timeout', error: 'timed out' } },
      'OBS_QUERY_TIMEOUT',
      'timed out',
      503,
    ],
    ['missing credentials', { status: 401, body: 'no' }, 'OBS_REMOTE_QUERY_AUTH', 'answers 401', 502],
    ['another server', { status: 404, body: '<html>' }, 'OBS_REMOTE_QUERY_ANSWER', 'answers 404', 502],
    ['an overloaded engine', { status: 429, body: 'slow' }, 'OBS_REMOTE_QUERY_ANSWER', 'answers 429', 503],
    ['no JSON', { body: 'ok' }, 'OBS_REMOTE_QUERY_ANSWER', 'no answer of the Prometheus API', 502],
    [
      'another shape',
      { body: success({ resultType: 'streams', result: [] }) },
      'OBS_REMOTE_QUERY_ANSWER',
      'resultType streams',
      502,
    ],
    ['a value that is none', { body: matrix([{}, [[1, 'x']]]) }, 'OBS_REMOTE_QUERY_ANSWER', 'unexpected value', 502],
    [
      'too many samples',
      { body: matrix([{}, Array.from({ length: 1001 }, (_, i) => [i, '1'])]) },
      'OBS_REMOTE_QUERY_LIMIT',
      'more than 1000 samples',
      422,
    ],
  ])('explains %s', async (_name, answer, code, message, httpStatus) => {
    reply = () => answer;
    const error = await remote.promql.instant('x', 0).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, httpStatus, message: expect.stringContaining(message) });
    expect(JSON.stringify(error) + String((error as Error).message)).not.toContain('s3cret');
  });

  it('refuses answers that are too large, before they are complete', async () => {
    await remote.close();
    remote = open({ maxAnswerBytes: 1000 });
    reply = () => ({ body: success('x'.repeat(2000)) });
    await expect(remote.promql.instant('x', 0)).rejects.toMatchObject({ code: 'OBS_REMOTE_QUERY_LIMIT' });
  });

  it('gives up when the caller leaves, and when the time is over', async () => {
    reply = () => 'hang';
    const abort = new AbortController();
    const pending = remote.promql.instant('x', 0, { signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    await expect(pending).rejects.toMatchObject({ code: 'OBS_QUERY_CANCELED', httpStatus: 499 });
    await remote.close();
    remote = open({}, { timeout: 30 });
    await expect(remote.series.labelNames([], 0, 1)).rejects.toMatchObject({
      code: 'OBS_QUERY_TIMEOUT',
      httpStatus: 503,
    });
  });

  it('says when nobody is there', async () => {
    await remote.close();
    remote = open({}, { url: 'http://127.0.0.1:1' });
    await expect(remote.promql.instant('x', 0)).rejects.toMatchObject({
      code: 'OBS_REMOTE_QUERY_UNREACHABLE',
      httpStatus: 503,
    });
  });
});

describe('series', () => {
  const matchers = [new Matcher('=', '__name__', 'up'), new Matcher('=~', 'job', 'a|"b"')];

  it('reads raw samples with a range selector, bounds inclusive', async () => {
    reply = () => ({
      body: matrix([
        { __name__: 'up' },
        [
          [0.999, '9'],
          [1, '1'],
          [2, '2'],
          [3.001, '9'],
        ],
      ]),
    });
    const set = await remote.series.select({ matchers, minTimeMs: 1000, maxTimeMs: 3000 });
    const buffer = new SampleBuffer(1);
    set.read(0, buffer);
    expect(set.labels(0).toString()).toBe('up');
    expect([...buffer.timestamps.subarray(0, buffer.length)]).toEqual([1000, 2000]);
    expect(Object.fromEntries(asked[0].parameters)).toEqual({
      query: '{__name__="up",job=~"a|\\"b\\""}[2001ms]',
      time: '3.000',
    });
  });

  it('asks for long windows in pieces and puts them together', async () => {
    reply = ({ parameters }) => {
      const end = Number(parameters.get('time'));
      return {
        body: matrix(
          [
            { s: '1' },
            [
              [end - 10, '1'],
              [end, '2'],
            ],
          ],
          ...(end > 30_000 ? [[{ s: '2' }, [[end, '3']]] as [Record<string, string>, [number, string][]]] : []),
        ),
      };
    };
    const set = await remote.series.select({ matchers, minTimeMs: 0, maxTimeMs: 40_000_000 });
    expect(
      asked.map(({ parameters }) => [parameters.get('time'), /\[(.*)\]/.exec(parameters.get('query') ?? '')?.[1]]),
    ).toEqual([
      ['21599.999', '21600000ms'],
      ['40000.000', '18400001ms'],
    ]);
    expect(set.count).toBe(2);
    const buffer = new SampleBuffer(1);
    set.read(0, buffer);
    expect(buffer.length).toBe(4);
    set.close();
  });

  it('counts samples over all pieces', async () => {
    reply = () => ({ body: matrix([{}, Array.from({ length: 600 }, (_, i) => [i, '1'])]) });
    await expect(remote.series.select({ matchers, minTimeMs: 0, maxTimeMs: 40_000_000 })).rejects.toMatchObject({
      code: 'OBS_REMOTE_QUERY_LIMIT',
    });
  });

  it('reads names, values and series', async () => {
    reply = ({ path }) => ({ body: success(path.endsWith('/series') ? [{ __name__: 'up', job: 'a' }] : ['b', 'a']) });
    expect(await remote.series.labelNames([matchers], 1000, 2000)).toEqual(['a', 'b']);
    expect(await remote.series.labelValues('job', [], -Infinity, Infinity)).toEqual(['a', 'b']);
    expect((await remote.series.series([], 1000, 2000)).map(String)).toEqual(['up{job="a"}']);
    expect(
      asked.map(({ method, path, parameters }) => [
        method,
        path.replace('/prometheus/api/v1', ''),
        String(new URLSearchParams(parameters)),
      ]),
    ).toEqual([
      [
        'POST',
        '/labels',
        new URLSearchParams([
          ['match[]', '{__name__="up",job=~"a|\\"b\\""}'],
          ['start', '1.000'],
          ['end', '2.000'],
        ]).toString(),
      ],
      ['GET', '/label/job/values', 'start=1.000&end=4102444800.000'],
      [
        'POST',
        '/series',
        new URLSearchParams([
          ['match[]', '{__name__!=""}'],
          ['start', '1.000'],
          ['end', '2.000'],
        ]).toString(),
      ],
    ]);
    reply = () => ({ body: success(null) });
    expect(await remote.series.labelNames([], 0, 1)).toEqual([]);
    await expect(remote.series.labelValues('a.b', [], 0, 1)).rejects.toThrow('"a.b"');
  });
});
