import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../context.ts';
import { formatTime, sendData } from './answer.ts';
import { invalidParameter, paramsOf } from './params.ts';

/** The Prometheus version whose API and language we follow: Grafana decides by it what it may ask. */
const COMPATIBLE_VERSION = '3.5.0';
const MAX_CARDINALITY_ROWS = 10_000;

/** `status/*`. Go-only fields keep their place with values that say so. */
export function registerStatus(app: FastifyInstance, context: ApiContext): void {
  const config = { role: 'reader' } as const;
  const { process: view, store } = context;

  app.get('/api/v1/status/config', { config }, async (request, reply) =>
    sendData(request, reply, { yaml: view.configYaml() }),
  );
  app.get('/api/v1/status/flags', { config }, async (request, reply) => sendData(request, reply, view.flags()));
  app.get('/api/v1/status/buildinfo', { config }, async (request, reply) =>
    sendData(request, reply, {
      version: COMPATIBLE_VERSION,
      revision: `observatory-${view.version}`,
      branch: '',
      buildUser: '',
      buildDate: '',
      goVersion: `node ${process.version}`,
    }),
  );
  app.get('/api/v1/status/runtimeinfo', { config }, async (request, reply) =>
    sendData(request, reply, {
      startTime: formatTime(view.startedMs),
      CWD: process.cwd(),
      hostname: hostname(),
      serverTime: formatTime(context.clock.now()),
      reloadConfigSuccess: view.lastReload().ok,
      lastConfigTime: formatTime(view.lastReload().atMs),
      corruptionCount: store.stats().corruptions,
      goroutineCount: 0,
      GOMAXPROCS: 1,
      GOMEMLIMIT: 0,
      GOGC: '',
      GODEBUG: '',
      storageRetention: view.storageRetention(),
    }),
  );
  app.get('/api/v1/status/tsdb', { config }, async (request, reply) => {
    const limit = rowsParam(paramsOf(request));
    const { series, labelPairs, chunks, minTimeMs, maxTimeMs } = store.stats();
    return sendData(request, reply, {
      headStats: {
        numSeries: series,
        numLabelPairs: labelPairs,
        chunkCount: chunks,
        minTime: minTimeMs,
        maxTime: maxTimeMs,
      },
      ...(await store.cardinality(limit)),
    });
  });
  app.get('/api/v1/status/walreplay', { config }, async (request, reply) =>
    sendData(request, reply, store.walReplay()),
  );
}

function rowsParam(params: URLSearchParams): number {
  const text = params.get('limit') ?? '';
  if (text === '') return 10;
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw invalidParameter('limit', 'limit must be a positive number');
  if (limit > MAX_CARDINALITY_ROWS) throw invalidParameter('limit', `limit must not exceed ${MAX_CARDINALITY_ROWS}`);
  return limit;
}
