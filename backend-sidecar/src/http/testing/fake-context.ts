/** An ApiContext over little fakes, and a server on loopback, for tests of the HTTP layer alone. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Labels } from '../../model/labels.ts';
import { Matcher } from '../../model/matcher.ts';
import { SidecarMetrics } from '../../observe/metrics.ts';
import type { PromqlSource, QueryResult, QueryValue, SeriesSource } from '../../storage.ts';
import type { TargetStatus } from '../../scrape/target-status.ts';
import { VirtualClock } from '../../util/clock.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { silentLogger } from '../../util/logger.ts';
import { registerApi } from '../api.ts';
import { Authenticator, type AuthSettings } from '../auth/authenticator.ts';
import type { ApiContext } from '../context.ts';
import { HostGuard } from '../guard/host.ts';
import { RequestGuard } from '../guard/request-guard.ts';
import { createHttpServer, type HttpServer } from '../server.ts';

export const START_MS = 1_767_436_620_000;

export function resultOf(value: QueryValue, extra: Partial<QueryResult> = {}): QueryResult {
  return {
    value,
    warnings: [],
    infos: [],
    stats: { samples: 1, series: 1, peakSamples: 1, timings: { evalMs: 1, queueMs: 0, totalMs: 1 } },
    ...extra,
  };
}

export const UP = Labels.fromObject({ __name__: 'up', instance: 'a:1', job: 'broker' });

export function fakeEngine(): PromqlSource {
  return {
    instant: (_query, timestampMs) =>
      Promise.resolve(resultOf({ resultType: 'vector', timestampMs, series: [{ labels: UP, value: 1 }] })),
    range: (_query, startMs) =>
      Promise.resolve(
        resultOf({
          resultType: 'matrix',
          series: [{ labels: UP, timestamps: Float64Array.of(startMs), values: Float64Array.of(1) }],
        }),
      ),
  };
}

function fakeSource(): SeriesSource {
  const series = [UP, Labels.fromObject({ __name__: 'up', instance: 'b:1', job: 'bookie' })];
  return {
    select: () => Promise.resolve({ count: 0, labels: () => UP, read() {}, close() {} }),
    labelNames: () => Promise.resolve(['__name__', 'instance', 'job']),
    labelValues: (name) => Promise.resolve([...new Set(series.map((labels) => labels.get(name)))].sort()),
    series: () => Promise.resolve(series),
    exemplars: () =>
      Promise.resolve([
        {
          labels: UP,
          exemplars: [{ labels: Labels.fromObject({ trace_id: '1' }), value: 0.5, timestampMs: START_MS }],
        },
      ]),
    metadata: () => new Map([['up', { type: 'gauge' as const, help: 'Reachable', unit: '' }]]),
  };
}

export function fakeContext(overrides: Partial<ApiContext> = {}): ApiContext {
  const clock = new VirtualClock(START_MS);
  const target: TargetStatus = {
    scrapePool: 'broker',
    discoveredLabels: Labels.fromObject({ __address__: 'a:1' }),
    labels: Labels.fromObject({ instance: 'a:1', job: 'broker' }),
    scrapeUrl: 'http://a:1/metrics',
    scrapeIntervalMs: 15_000,
    scrapeTimeoutMs: 10_000,
    health: 'up',
    lastError: '',
    lastErrorLine: undefined,
    lastScrapeMs: START_MS - 1000,
    lastScrapeDurationSeconds: 0.012,
    samples: 10,
    samplesPostRelabel: 10,
    bodyBytes: 1000,
    lastRepairs: {},
    totalRepairs: {},
    lastRefused: {},
    scrapes: 1,
    failures: 0,
    missedTicks: 0,
  };
  return {
    clock,
    logger: silentLogger,
    metrics: new SidecarMetrics('0.0.0'),
    authenticator: new Authenticator({ clock, logger: silentLogger, secure: false }),
    source: fakeSource(),
    engine: fakeEngine(),
    language: {
      parseSelector: (text) => {
        const match = /^(\w*)(\{\})?$/.exec(text);
        if (!match)
          throw new ObservatoryError('OBS_QUERY_PARSE', '1:1: parse error: unexpected character', { httpStatus: 400 });
        return match[1] === '' ? [] : [new Matcher('=', '__name__', match[1])];
      },
      selectors: () => [[new Matcher('=', '__name__', 'up')]],
      format: (text) => text,
      parse: () => ({ type: 'vectorSelector' }),
    },
    targets: {
      active: () => [target],
      dropped: () => [
        { discoveredLabels: Labels.fromObject({ __address__: 'c:1' }), scrapePool: 'broker', reason: 'relabelling' },
      ],
      droppedCounts: () => ({ broker: 1 }),
    },
    rules: { groups: () => [], alertmanagers: () => ({ active: [], dropped: [] }) },
    store: {
      stats: () => ({ series: 2, chunks: 2, labelPairs: 4, minTimeMs: 0, maxTimeMs: 1, corruptions: 0 }),
      cardinality: () =>
        Promise.resolve({
          seriesCountByMetricName: [{ name: 'up', value: 2 }],
          labelValueCountByLabelName: [],
          memoryInBytesByLabelName: [],
          seriesCountByLabelValuePair: [],
        }),
      walReplay: () => ({ min: 0, max: 0, current: 0 }),
      deleteSeries: () => Promise.resolve(1),
      cleanTombstones: () => Promise.resolve(),
      snapshot: () => Promise.resolve('20260101T000000Z-1'),
    },
    process: {
      startedMs: START_MS,
      version: '0.0.0',
      ready: () => true,
      configYaml: () => 'listen: 127.0.0.1:7480\n',
      flags: () => ({ 'storage.path': './data' }),
      lastReload: () => ({ ok: true, atMs: START_MS, error: '' }),
      storageRetention: () => '15d',
      reload: () => Promise.resolve(),
      quit: () => {},
      warnings: () => [],
    },
    nodes: () => ({ nodes: [], states: {} }),
    settings: () => ({
      queryTimeoutMs: 120_000,
      adminApi: true,
      quitApi: true,
      importLimitBytes: 0,
      externalLabels: Labels.EMPTY,
      retentionMs: 0,
    }),
    openImport: () =>
      Promise.resolve({
        write: () => Promise.resolve(),
        finish: () =>
          Promise.resolve({ lines: 0, appended: 0, oldestMs: undefined, refused: {}, errorLines: 0, errors: [] }),
        abort() {},
      }),
    receiveWrite: () => ({ status: 204, headers: {}, body: '' }),
    ...overrides,
  };
}

export const TOKENS = {
  reader: 'reader-token-0123456789',
  operator: 'operator-token-0123456789',
  admin: 'admin-token-0123456789',
} as const;

/** Token files for all roles in a new folder. */
export function tokenSettings(loopbackRole: AuthSettings['loopbackRole'] = 'none'): AuthSettings {
  const folder = mkdtempSync(path.join(tmpdir(), 'observatory-http-'));
  const tokens = (['reader', 'operator', 'admin'] as const).map((role) => {
    const tokenFile = path.join(folder, `${role}.token`);
    writeFileSync(tokenFile, `${TOKENS[role]}\n`, { mode: 0o600 });
    return { role, tokenFile };
  });
  return { tokens, loopbackRole };
}

export interface TestServer {
  server: HttpServer;
  context: ApiContext;
  port: number;
  url: string;
}

export async function startTestServer(
  options: {
    context?: ApiContext;
    auth?: AuthSettings;
    allowHosts?: string[];
    consoleDirectory?: string;
    extend?: (app: FastifyInstance) => void;
  } = {},
): Promise<TestServer> {
  const context = options.context ?? fakeContext();
  context.authenticator.configure(options.auth ?? { tokens: [], loopbackRole: 'reader' });
  const hosts = new HostGuard();
  hosts.configure('127.0.0.1', options.allowHosts ?? []);
  const server = createHttpServer({
    guard: new RequestGuard(hosts, context.authenticator, false),
    logger: silentLogger,
    metrics: context.metrics,
    routes: (app) =>
      registerApi(app, context, {
        secure: false,
        consoleDirectory: options.consoleDirectory ?? '/nonexistent',
        extend: (each) => options.extend?.(each),
      }),
  });
  const { port } = await server.start('127.0.0.1', 0);
  return { server, context, port, url: `http://127.0.0.1:${port}` };
}
