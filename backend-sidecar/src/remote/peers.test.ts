/** From the embedded store's log to real engines and back: remote write into Debian's Prometheus and VictoriaMetrics, queries from them. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { RemoteWriteConfig } from '../config/config.ts';
import { Labels } from '../model/labels.ts';
import { Matcher } from '../model/matcher.ts';
import { SampleBuffer } from '../storage.ts';
import { openDatabase } from '../tsdb/db.ts';
import type { Database } from '../tsdb/db.ts';
import { systemClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { createRemoteQuerySource, createRemoteWriter } from './index.ts';
import type { RemoteQuerySource, RemoteWriter } from './index.ts';

interface Peer {
  binary: string;
  /** Arguments to listen on a port and keep data in a folder. */
  args: (port: number, folder: string) => string[];
  writePath: string;
  /** Asked so that what was written can be seen at once. */
  flushPath?: string;
}

const PEERS: Peer[] = [
  {
    binary: 'prometheus',
    args: (port, folder) => {
      writeFileSync(path.join(folder, 'empty.yml'), '');
      return [
        `--config.file=${folder}/empty.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.enable-remote-write-receiver',
        '--log.level=error',
      ];
    },
    writePath: '/api/v1/write',
  },
  {
    binary: 'victoria-metrics',
    args: (port, folder) => [
      `-storageDataPath=${folder}/data`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-loggerLevel=ERROR',
      '-search.latencyOffset=0s',
    ],
    writePath: '/api/v1/write',
    flushPath: '/internal/force_flush',
  },
];

const isInstalled = (binary: string) => spawnSync('sh', ['-c', `command -v ${binary}`]).status === 0;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(what: string, test: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await test().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`did not happen in 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

for (const peer of PEERS) {
  const name = `${peer.binary} takes what the store logged and answers queries about it`;
  const test = isInstalled(peer.binary) ? it : it.skip;
  test(
    isInstalled(peer.binary) ? name : `${name} (skipped: not installed)`,
    async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'remote-peer-'));
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const child: ChildProcess = spawn(peer.binary, peer.args(port, folder), { stdio: 'ignore' });
      let database: Database | undefined;
      let writer: RemoteWriter | undefined;
      let remote: RemoteQuerySource | undefined;
      try {
        const client = { auth: undefined, tls: undefined, followRedirects: true, headers: [] };
        remote = createRemoteQuerySource({
          config: { url, timeout: 10_000, max_samples: 1e6, client },
          clock: systemClock,
          userAgent: 'test',
        });
        const { promql, series } = remote;
        await until('the engine is up', async () => (await promql.instant('1', Date.now())).stats.series === 1);

        const opened = await openDatabase({
          path: path.join(folder, 'store'),
          clock: systemClock,
          logger: silentLogger,
        });
        database = opened;
        writer = createRemoteWriter({
          feeds: { open: (feed) => opened.walReader(feed), remove: (feed) => opened.removeWalReader(feed) },
          directory: path.join(folder, 'remote-write'),
          compileRelabel: () => (labels) => labels,
          metadata: () => opened.metadata(),
          clock: systemClock,
          logger: silentLogger,
          userAgent: 'test',
        });
        await writer.applyConfig([writeConfig(url + peer.writePath, client)], Labels.fromObject({ cluster: 'c1' }));

        const end = Math.floor(Date.now() / 1000) * 1000 - 1000;
        const refs = Uint32Array.from(['a', 'b'], (node) =>
          opened.seriesRef(Labels.fromObject({ __name__: 'up', node })),
        );
        const layoutId = opened.newLayoutId();
        for (let i = 0; i < 4; i++) {
          opened.appendBatch({
            timestampMs: end - 40_000 + 10_000 * i,
            length: 2,
            refs,
            values: Float64Array.of(i, -i / 2),
            layoutId,
            layoutVersion: 1,
          });
        }
        opened.append(refs[0], end, 4);
        opened.appendStale(refs[1], end);
        opened.append(opened.seriesRef(Labels.fromObject({ __name__: 'infinite' })), end, Infinity);
        const queue = writer;
        await until('all is delivered', async () => queue.stats()[0].samplesDeliveredTotal >= 11);
        if (peer.flushPath) await fetch(url + peer.flushPath);
        await until('it can be seen', async () => (await promql.instant('{cluster="c1"}', end)).stats.series === 2);

        expect((await promql.instant('up', end)).value).toMatchObject({
          resultType: 'vector',
          series: [{ labels: { flat: ['__name__', 'up', 'cluster', 'c1', 'node', 'a'] }, value: 4 }],
        });
        const range = (await promql.range('sum by (cluster) (up)', end - 40_000, end - 10_000, 10_000)).value;
        expect(range).toMatchObject({
          resultType: 'matrix',
          series: [{ values: Float64Array.from([0, 1, 2, 3], (i) => i - i / 2) }],
        });
        expect((await promql.instant('infinite', end)).value).toMatchObject({ series: [{ value: Infinity }] });

        const matchers = [new Matcher('=', '__name__', 'up'), new Matcher('=', 'node', 'a')];
        const set = await series.select({ matchers, minTimeMs: end - 30_000, maxTimeMs: end - 10_000 });
        const buffer = new SampleBuffer();
        set.read(0, buffer);
        expect([...buffer.timestamps.subarray(0, buffer.length)]).toEqual([end - 30_000, end - 20_000, end - 10_000]);
        expect([...buffer.values.subarray(0, buffer.length)]).toEqual([1, 2, 3]);
        expect(await series.labelNames([matchers], end - 60_000, end)).toEqual(['__name__', 'cluster', 'node']);
        expect(await series.labelValues('node', [], end - 60_000, end)).toEqual(['a', 'b']);
        expect((await series.series([[matchers[0]]], end - 60_000, end)).map(String).sort()).toEqual([
          'up{cluster="c1", node="a"}',
          'up{cluster="c1", node="b"}',
        ]);
        await expect(promql.instant('sum(', end)).rejects.toMatchObject({
          code: expect.stringMatching(/OBS_QUERY_(PARSE|EXECUTION)/),
        });
      } finally {
        await writer?.stop();
        await database?.close();
        await remote?.close();
        child.kill('SIGKILL');
        await new Promise((resolve) => child.once('exit', resolve));
        rmSync(folder, { recursive: true, force: true });
      }
    },
    60_000,
  );
}

function writeConfig(url: string, client: RemoteWriteConfig['client']): RemoteWriteConfig {
  return {
    name: 'peer',
    url,
    protobuf_message: 'prometheus.WriteRequest',
    remote_timeout: 5000,
    headers: {},
    write_relabel_configs: [],
    send_exemplars: false,
    client,
    queue_config: {
      capacity: 1000,
      max_shards: 2,
      min_shards: 2,
      max_samples_per_send: 100,
      batch_send_deadline: 50,
      min_backoff: 10,
      max_backoff: 100,
      retry_on_http_429: true,
      sample_age_limit: 0,
    },
    metadata_config: { send: true, send_interval: 60_000, max_samples_per_send: 100 },
  } as RemoteWriteConfig;
}
