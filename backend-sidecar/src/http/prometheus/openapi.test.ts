/** Every answer against Prometheus' own OpenAPI document. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Labels } from '../../model/labels.ts';
import type { QueryValue } from '../../storage.ts';
import { fakeContext, fakeEngine, resultOf, startTestServer, UP, type TestServer } from '../testing/fake-context.ts';
import { OpenApiDocument } from '../testing/openapi-check.ts';
import { rawRequest } from '../testing/raw-request.ts';

const FILE = path.resolve(process.cwd(), '../shared/corpus/prom-api/openapi_3.2_golden.yaml');
const suite = existsSync(FILE) ? describe : describe.skip;

suite('Prometheus OpenAPI document (skipped without ../shared/corpus/prom-api)', () => {
  let document: OpenApiDocument;
  let running: TestServer;
  let value: QueryValue;
  beforeAll(async () => {
    document = new OpenApiDocument(FILE);
    const engine = {
      ...fakeEngine(),
      instant: () => Promise.resolve(resultOf(value, { warnings: ['w'], infos: ['i'] })),
    };
    running = await startTestServer({ context: fakeContext({ engine }), auth: { tokens: [], loopbackRole: 'admin' } });
  });
  afterAll(() => running.server.stop());

  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

  it.each([
    ['/query_range', 'get', '/query_range?query=up&start=0&end=10&step=5&stats=all'],
    ['/query_exemplars', 'get', '/query_exemplars?query=up'],
    ['/format_query', 'get', '/format_query?query=up'],
    ['/parse_query', 'get', '/parse_query?query=up'],
    ['/labels', 'get', '/labels?limit=1'],
    ['/label/{name}/values', 'get', '/label/job/values?limit=1'],
    ['/series', 'get', '/series?match[]=up&limit=1'],
    ['/metadata', 'get', '/metadata'],
    ['/metadata', 'get', '/metadata?metric=up&limit=1&limit_per_metric=1'],
    ['/scrape_pools', 'get', '/scrape_pools'],
    ['/targets', 'get', '/targets'],
    ['/targets', 'get', '/targets?state=dropped&scrapePool=broker'],
    ['/targets/metadata', 'get', '/targets/metadata?limit=1'],
    ['/targets/metadata', 'get', '/targets/metadata?metric=up'],
    ['/rules', 'get', '/rules?type=alert'],
    ['/alerts', 'get', '/alerts'],
    ['/alertmanagers', 'get', '/alertmanagers'],
    ['/status/config', 'get', '/status/config'],
    ['/status/runtimeinfo', 'get', '/status/runtimeinfo'],
    ['/status/buildinfo', 'get', '/status/buildinfo'],
    ['/status/flags', 'get', '/status/flags'],
    ['/status/tsdb', 'get', '/status/tsdb?limit=5'],
    ['/status/walreplay', 'get', '/status/walreplay'],
    ['/query_range', 'post', '/query_range'],
    ['/series', 'post', '/series'],
    ['/labels', 'post', '/labels'],
    ['/admin/tsdb/snapshot', 'post', '/admin/tsdb/snapshot?skip_head=true'],
  ])('%s %s: %s', async (documented, method, url) => {
    const answer = await rawRequest(running.port, {
      method: method.toUpperCase(),
      path: `/api/v1${url}`,
      headers: method === 'post' ? FORM : {},
      body: method === 'post' ? 'query=up&start=0&end=10&step=5&match[]=up' : undefined,
    });
    expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
    expect(document.problems(document.answerOf(documented, method), JSON.parse(answer.text))).toEqual([]);
  });

  it.each<QueryValue>([
    { resultType: 'scalar', timestampMs: 1500, value: Number.NaN },
    {
      resultType: 'vector',
      timestampMs: 1500,
      series: [
        { labels: UP, value: 1 },
        { labels: Labels.EMPTY, value: Infinity },
      ],
    },
    {
      resultType: 'matrix',
      series: [{ labels: UP, timestamps: Float64Array.of(1000, 2500), values: Float64Array.of(1, 2) }],
    },
  ])('an instant query with a $resultType', async (given) => {
    value = given;
    const { text } = await rawRequest(running.port, { path: '/api/v1/query?query=up&stats=all' });
    expect(document.problems(document.answerOf('/query', 'get'), JSON.parse(text))).toEqual([]);
  });

  it.each([
    ['GET', '/query?query=up&time=yesterday'],
    ['GET', '/query_range?query=up'],
    ['GET', '/series'],
    ['GET', '/label//values'],
    ['GET', '/nothing'],
    ['GET', '/labels?limit=-1'],
  ])('errors: %s %s', async (method, url) => {
    const answer = await rawRequest(running.port, { method, path: `/api/v1${url}` });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(document.problems(document.component('Error'), JSON.parse(answer.text))).toEqual([]);
  });
});
