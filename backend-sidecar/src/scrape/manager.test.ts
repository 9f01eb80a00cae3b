import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseConfig } from '../config/index.ts';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { createScrapeManager, type ScrapeManager } from './index.ts';
import { startMetricsServer, type MetricsServer } from '../testing/metrics-server.ts';
import { RecordingAppender } from './testing/recording-appender.ts';

/** Between two possible ticks, so that n intervals hold exactly n of them. */
const START = 1_700_000_000_000.5;
const config = (text: string) => parseConfig(text, '/etc/observatory.yaml', { env: {} });

let server: MetricsServer;
let appender: RecordingAppender;
let clock: VirtualClock;
let manager: ScrapeManager;

beforeEach(async () => {
  server = await startMetricsServer();
  appender = new RecordingAppender();
  clock = new VirtualClock(START, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    await manager.settled();
  });
  manager = createScrapeManager({ appender, clock, logger: silentLogger });
});

afterEach(async () => {
  await manager.stop();
  await server.close();
});

async function run(text: string): Promise<void> {
  await manager.applyConfig(config(text));
  manager.start();
}

const job = (extra = '') => `
global: { scrape_interval: 10s, scrape_timeout: 5s }
scrape_configs:
  - job_name: test
    static_configs: [{ targets: ['${server.address}'], labels: { zone: a } }]
    ${extra}`;

describe('a scraped target', () => {
  it('yields its samples and the scrape series at exact ticks', async () => {
    await run(job());
    await clock.advanceBy(30_000);
    const hits = appender.of('hits_total', `instance="${server.address}"`, 'job="test"', 'zone="a"');
    expect(hits.map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(hits[1].timestampMs - hits[0].timestampMs).toBe(10_000);
    expect(hits[2].timestampMs - hits[1].timestampMs).toBe(10_000);
    expect(appender.of('up{').map(({ value }) => value)).toEqual([1, 1, 1]);
    expect(appender.of('scrape_samples_scraped').map(({ value }) => value)).toEqual([1, 1, 1]);
    expect(appender.of('scrape_samples_post_metric_relabeling').map(({ value }) => value)).toEqual([1, 1, 1]);
    expect(appender.of('scrape_series_added').map(({ value }) => value)).toEqual([1, 0, 0]);
    expect(appender.of('scrape_duration_seconds')).toHaveLength(3);
    expect(server.connections()).toBe(1);
    expect(manager.targets().active).toMatchObject([
      { health: 'up', lastError: '', samples: 1, scrapes: 3, scrapePool: 'test' },
    ]);
  });

  it('is asked as Prometheus 3 asks', async () => {
    await run(job('params: { match: [a, b] }'));
    await clock.advanceBy(10_000);
    expect(server.requests[0]).toMatchObject({
      url: '/metrics?match=a&match=b',
      headers: {
        accept:
          'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,' +
          'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
        'accept-encoding': 'gzip',
        'user-agent': expect.stringContaining('PulsarObservatory/'),
        'x-prometheus-scrape-timeout-seconds': '5',
      },
    });
  });

  it('may answer in gzip', async () => {
    server.respond = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      response.end(gzipSync('a 1\nb 2\n'));
    };
    await run(job());
    await clock.advanceBy(10_000);
    expect(appender.of('a{').map(({ value }) => value)).toEqual([1]);
    expect(appender.of('b{').map(({ value }) => value)).toEqual([2]);
  });

  it('that fails is down, with its error, and its series are marked stale', async () => {
    await run(job());
    await clock.advanceBy(10_000);
    server.respond = (_, response) => response.writeHead(503).end('busy');
    await clock.advanceBy(20_000);
    expect(appender.of('up{').map(({ value }) => value)).toEqual([1, 0, 0]);
    expect(appender.of('hits_total').map(({ value }) => value)).toEqual([1, undefined]);
    expect(appender.of('scrape_samples_scraped').map(({ value }) => value)).toEqual([1, 0, 0]);
    expect(manager.targets().active[0]).toMatchObject({
      health: 'down',
      lastError: 'server returned HTTP status 503 Service Unavailable',
    });
  });

  it('that does not answer is given up at the timeout', async () => {
    server.respond = () => {};
    clock = new VirtualClock(START);
    manager = createScrapeManager({ appender, clock, logger: silentLogger });
    await run(job());
    while (server.requests.length === 0) {
      await clock.advanceBy(1000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await clock.advanceBy(5000);
    await manager.settled();
    expect(manager.targets().active[0]).toMatchObject({ health: 'down', lastError: 'no complete answer within 5s' });
  });

  it('that goes away gets staleness markers after two intervals', async () => {
    await run(job());
    await clock.advanceBy(10_000);
    await manager.applyConfig(config('scrape_configs: []'));
    expect(manager.targets().active).toEqual([]);
    await clock.advanceBy(31_000);
    const hits = appender.of('hits_total');
    expect(hits).toEqual([hits[0], { timestampMs: hits[0].timestampMs + 10_000, value: undefined }]);
    expect(appender.of('up{').at(-1)).toEqual({ timestampMs: hits[0].timestampMs + 10_000, value: undefined });
  });

  it('goes on untouched over a reload that does not change its job, and keeps its rhythm over one that does', async () => {
    await run(job());
    await clock.advanceBy(10_000);
    await manager.applyConfig(config(job()));
    await clock.advanceBy(10_000);
    await manager.applyConfig(config(job('sample_limit: 100')));
    await clock.advanceBy(10_000);
    const times = appender.of('hits_total').map(({ timestampMs }) => timestampMs);
    expect(times.map((time) => time - times[0])).toEqual([0, 10_000, 20_000]);
    expect(appender.of('hits_total').every(({ value }) => value !== undefined)).toBe(true);
    expect(manager.targets().active[0].scrapes).toBe(3);
  });

  it('writes no markers when the sidecar stops', async () => {
    await run(job());
    await clock.advanceBy(10_000);
    await manager.stop();
    await clock.advanceBy(60_000);
    expect(appender.of('hits_total')).toHaveLength(1);
  });

  it('may be bounded: samples, labels and targets', async () => {
    const values = (name: string) => appender.of(`${name}{`).map(({ value }) => value);
    server.respond = (_, response) => response.end('a 1\nb{x="1",y="2",z="3"} 2\nc 3\n');
    await run(job('sample_limit: 3'));
    await clock.advanceBy(10_000);
    await manager.applyConfig(config(job('sample_limit: 2')));
    await clock.advanceBy(10_000);
    expect(manager.targets().active[0]).toMatchObject({ health: 'down', lastError: expect.stringMatching(/limit/) });
    await manager.applyConfig(config(job('label_limit: 5')));
    await clock.advanceBy(10_000);
    expect(manager.targets().active[0]).toMatchObject({ health: 'down', lastError: expect.stringMatching(/label/) });
    await manager.applyConfig(config(job('body_size_limit: 10B')));
    await clock.advanceBy(10_000);
    expect(manager.targets().active[0]).toMatchObject({
      health: 'down',
      lastError: expect.stringMatching(/body size limit/),
    });
    await manager.applyConfig(config(job('target_limit: 1').replace("['", "['127.0.0.1:1', '")));
    await clock.advanceBy(20_000);
    expect(manager.targets().active.map(({ lastError }) => lastError)).toEqual(
      Array(2).fill('target_limit exceeded (number of targets: 2, limit: 1)'),
    );
    expect(values('a')).toEqual([1, undefined]);
  });

  it('may have extra scrape series and a log of its failures', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'observatory-log-')), 'failures.log');
    await run(job(`extra_scrape_metrics: true\n    sample_limit: 7\n    scrape_failure_log_file: ${file}`));
    await clock.advanceBy(10_000);
    expect(appender.of('scrape_timeout_seconds')[0].value).toBe(5);
    expect(appender.of('scrape_sample_limit')[0].value).toBe(7);
    expect(appender.of('scrape_body_size_bytes')[0].value).toBeGreaterThan(10);
    server.respond = (_, response) => response.writeHead(500).end();
    await clock.advanceBy(10_000);
    await manager.stop();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      job: 'test',
      error: 'server returned HTTP status 500 Internal Server Error',
    });
  });

  it('is told to listeners, and a failing listener disturbs nothing', async () => {
    const events: string[] = [];
    manager.onScrape(() => {
      throw new Error('x');
    });
    const off = manager.onScrape(({ target, up, timestampMs }) =>
      events.push(`${target.scrapePool} ${up} ${timestampMs % 10_000}`),
    );
    await run(job());
    await clock.advanceBy(20_000);
    expect(events).toHaveLength(2);
    expect(new Set(events).size).toBe(1);
    off();
    await clock.advanceBy(10_000);
    expect(events).toHaveLength(2);
    expect(manager.stats()).toMatchObject({ scrapes: 3, failures: 0, samples: 3 });
  });

  it('is not scraped while its last scrape is under way', async () => {
    let answer: (() => void) | undefined;
    server.respond = (_, response) => (answer = () => response.end('a 1\n'));
    clock = new VirtualClock(START);
    manager = createScrapeManager({ appender, clock, logger: silentLogger });
    await run(job().replace('scrape_timeout: 5s', 'scrape_timeout: 10s'));
    while (server.requests.length === 0) {
      await clock.advanceBy(1000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await clock.advanceBy(8000);
    expect(server.requests).toHaveLength(1);
    answer?.();
    await manager.settled();
    expect(appender.of('a{')).toHaveLength(1);
  });
});
