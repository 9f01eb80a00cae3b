import { capabilityList, metricList } from '@observatory/protocol/capabilities';
import type { MetricMetadata } from '../../model/metadata.ts';
import { fakeContext, startTestServer, type TestServer } from '../testing/fake-context.ts';
import { rawRequest } from '../testing/raw-request.ts';
import { registerCapabilities } from './capabilities.ts';
import { OperationRegistry } from './operation.ts';

const METADATA = new Map<string, MetricMetadata>([
  ['pulsar_broker_publish_latency', { type: 'summary', help: '', unit: '', steppedMs: 60_000 }],
  ['pulsar_in_messages_total', { type: 'counter', help: '', unit: '' }],
  ['up', { type: 'gauge', help: '', unit: '' }],
]);

const CAPABILITIES = capabilityList.parse({
  capabilities: [{ id: 'topic_metrics', title: 'Metrics by topic', scope: 'broker', note: '' }],
  targets: [{ labels: { job: 'broker' }, series: 3, lastScrapeMs: 1, states: { topic_metrics: 'on' } }],
});

let running: TestServer;
beforeAll(async () => {
  const metadata = (name?: string): ReadonlyMap<string, MetricMetadata> =>
    new Map([...METADATA].filter(([each]) => name === undefined || each === name));
  running = await startTestServer({
    context: fakeContext(),
    extend: (app) => registerCapabilities(new OperationRegistry(app), () => CAPABILITIES, { metadata }),
  });
});
afterAll(() => running.server.stop());

async function get(path: string): Promise<unknown> {
  const { status, text } = await rawRequest(running.port, { path: `/api/observatory/v1${path}` });
  expect(status).toBe(200);
  return JSON.parse(text);
}

describe('what targets expose and what metrics are', () => {
  it('GET /capabilities', async () => {
    expect(capabilityList.parse(await get('/capabilities'))).toEqual(CAPABILITIES);
  });

  it('GET /metrics: all in order, one by name, some by a part of it', async () => {
    const names = async (query: string): Promise<string[]> =>
      metricList.parse(await get(`/metrics${query}`)).metrics.map(({ name }) => name);
    expect(await names('')).toEqual(['pulsar_broker_publish_latency', 'pulsar_in_messages_total', 'up']);
    expect(await names('?metric=up')).toEqual(['up']);
    expect(await names('?match=messages')).toEqual(['pulsar_in_messages_total']);
    expect(await names('?metric=no_such_metric')).toEqual([]);
  });

  it('a summary says that it must not be averaged', async () => {
    const { metrics } = metricList.parse(await get('/metrics?metric=pulsar_broker_publish_latency'));
    expect(metrics[0]).toMatchObject({ type: 'summary', aggregatable: false, aggregation: 'max', steppedMs: 60_000 });
  });
});
