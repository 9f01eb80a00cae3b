/** A target's switch is turned while its process goes on: the running sidecar tells it, in the log of events. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CapabilityList } from '@observatory/protocol/capabilities';
import type { EventList } from '@observatory/protocol/events';
import { parseConfig } from '../config/index.ts';
import { startSidecar, type Sidecar } from '../main.ts';
import { startMetricsServer, type MetricsServer } from '../testing/metrics-server.ts';

const STARTED = 'process_start_time_seconds 1.7e9';
const BY_NAMESPACE = 'pulsar_rate_in{cluster="c1",namespace="acme/pay"} 5';
const BY_TOPIC = 'pulsar_rate_in{cluster="c1",namespace="acme/pay",topic="persistent://acme/pay/t"} 5';

let directory: string;
let target: MetricsServer;
let sidecar: Sidecar;
let body: string;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-exposure-'));
  target = await startMetricsServer();
  target.respond = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(body);
  };
});
afterEach(async () => {
  await sidecar.stop();
  await target.close();
  rmSync(directory, { recursive: true });
});

const exposing = (...lines: string[]) => {
  body = ['pulsar_topics_count{cluster="c1"} 1', ...lines, ''].join('\n');
};

async function get<T>(resource: string): Promise<T> {
  const response = await fetch(`${sidecar.address.url}/api/observatory/v1${resource}`);
  return (await response.json()) as T;
}

/** Resolves when a scrape showed the switch so. */
async function shows(state: 'on' | 'off'): Promise<void> {
  for (;;) {
    const { targets } = await get<CapabilityList>('/capabilities');
    if (targets[0]?.states.topic_metrics === state) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const toldOfTopics = async () =>
  (await get<EventList>('/events?types=exposure_changed')).events.filter(
    ({ details }) => details.capability === 'topic_metrics',
  );

it('tells both ways of a switch that is turned without a restart, and nothing of one turned by a restart', async () => {
  exposing(STARTED, BY_NAMESPACE);
  const config = {
    listen: '127.0.0.1:0',
    storage: { path: path.join(directory, 'data') },
    global: { scrape_interval: '200ms', scrape_timeout: '200ms' },
    scrape_configs: [
      {
        job_name: 'broker',
        static_configs: [{ targets: [target.address], labels: { cluster: 'c1', node: 'b:8080' } }],
      },
    ],
  };
  sidecar = await startSidecar(parseConfig(JSON.stringify(config), 'test.yml'), {});
  await shows('off');
  expect(await toldOfTopics()).toEqual([]);

  exposing(STARTED, BY_TOPIC);
  await shows('on');
  exposing(STARTED, BY_NAMESPACE);
  await shows('off');
  expect(await toldOfTopics()).toMatchObject([
    { type: 'exposure_changed', severity: 'info', cluster: 'c1', node: 'c1/broker/b:8080', details: { state: 'on' } },
    { severity: 'warning', details: { state: 'off', setting: 'exposeTopicLevelMetricsInPrometheus in broker.conf' } },
  ]);

  exposing('process_start_time_seconds 1.8e9', BY_TOPIC);
  await shows('on');
  expect(await toldOfTopics()).toHaveLength(2);
});
