/** GET /export over HTTP: types, errors with their own status, what happens when either side breaks off. */
import { Labels } from '../../model/labels.ts';
import { createEngine } from '../../promql/index.ts';
import { MemorySource } from '../../promql/testing/memory-source.ts';
import type { PromqlSource, SeriesSource } from '../../storage.ts';
import { fakeContext, startTestServer, START_MS, type TestServer } from '../testing/fake-context.ts';

let running: TestServer;
let source: SeriesSource;
let engine: PromqlSource;
const STEP_MS = 10_000;
const DAY_MS = 86_400_000;

function filled(): MemorySource {
  const memory = new MemorySource();
  for (const broker of ['a', 'b']) {
    const labels = Labels.fromObject({ __name__: 'm', broker });
    for (let timestampMs = START_MS - DAY_MS; timestampMs < START_MS; timestampMs += STEP_MS)
      memory.append(labels, { timestampMs, value: 1 });
  }
  return memory;
}

beforeEach(async () => {
  source = filled();
  const context = fakeContext();
  engine = createEngine({ source, clock: context.clock });
  context.source = {
    ...context.source,
    select: (request) => source.select(request),
    labelNames: (...request) => source.labelNames(...request),
  };
  context.engine = { instant: (...a) => engine.instant(...a), range: (...a) => engine.range(...a) };
  running = await startTestServer({ context });
});
afterEach(() => running.server.stop());

const get = (parameters: Record<string, string>, signal?: AbortSignal) =>
  fetch(`${running.url}/api/observatory/v1/export?${new URLSearchParams(parameters)}`, { signal });

it.each([
  ['csv', 'text/csv; charset=utf-8; header=present'],
  ['json', 'application/json; charset=utf-8'],
  ['ndjson', 'application/x-ndjson; charset=utf-8'],
])('answers %s', async (format, type) => {
  const response = await get({ query: 'm', start: 'now-1d', format });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  expect(lines.length - (format === 'ndjson' ? 0 : format === 'csv' ? 1 : 2)).toBe((2 * DAY_MS) / STEP_MS);
});

it.each([
  [{ query: 'sum(' }, 'OBS_QUERY_PARSE'],
  [{ format: 'xml' }, 'OBS_HTTP_INVALID'],
  [{ tz: 'x' }, 'OBS_EXPORT_TIME_ZONE'],
  [{ start: 'x' }, 'OBS_EXPORT_TIME'],
])('refuses %j', async (change, code) => {
  const response = await get({ query: 'm', start: 'now-1d', ...change });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code } });
});

it('answers what fails at once with its own status', async () => {
  engine = createEngine({ source, clock: running.context.clock, maxSamples: 0 });
  const response = await get({ query: 'm + 1', start: 'now-1d' });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ error: { code: 'OBS_QUERY_TOO_MANY_SAMPLES' } });
});

it('breaks off when something fails on the way, so that nobody takes a part for the whole', async () => {
  const memory = filled();
  let selections = 0;
  let fail: () => void = () => {};
  const answering = new Promise<never>((_, reject) => (fail = () => reject(new Error('disk on fire'))));
  source = memory;
  source.select = (request) => (++selections > 3 ? answering : MemorySource.prototype.select.call(memory, request));
  const response = await get({ query: 'm', start: 'now-1d' });
  expect(response.status).toBe(200);
  fail();
  await expect(response.text()).rejects.toThrow();
});

it('stops reading when the caller goes away', async () => {
  const memory = filled();
  const controller = new AbortController();
  const gone = new Promise<void>((resolve) => {
    source = memory;
    source.select = async (request) => {
      request.signal?.addEventListener('abort', () => resolve());
      if (memory.requests.length > 2) await new Promise(() => undefined);
      return MemorySource.prototype.select.call(memory, request);
    };
  });
  const response = await get({ query: 'm', start: 'now-1d' }, controller.signal);
  const read = response.text().catch(() => undefined);
  controller.abort();
  await gone;
  await read;
  expect(memory.openSets).toBe(0);
});
