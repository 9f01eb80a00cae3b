/**
 * The whole sidecar with `query.source: remote` in front of a real engine: it scrapes, remote-writes to the engine, and what
 * its API, its stream and its rules answer comes back from there.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { loadConfig } from '../config/index.ts';
import { startSidecar, type Sidecar } from '../main.ts';
import { freePort, isInstalled } from '../testing/agreement/prometheus-server.ts';

interface Engine {
  binary: string;
  args: (port: number, folder: string) => string[];
  flushPath?: string;
}

const ENGINES: readonly Engine[] = [
  {
    binary: 'prometheus',
    args: (port, folder) => {
      writeFileSync(path.join(folder, 'empty.yml'), '');
      return [
        `--config.file=${folder}/empty.yml`,
        `--storage.tsdb.path=${folder}/engine`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.enable-remote-write-receiver',
        '--log.level=error',
      ];
    },
  },
  {
    binary: 'victoria-metrics',
    args: (port, folder) => [
      `-storageDataPath=${folder}/engine`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-loggerLevel=ERROR',
      '-search.latencyOffset=0s',
    ],
    flushPath: '/internal/force_flush',
  },
];

let target: Server;
let targetAddress: string;
beforeAll(async () => {
  let count = 0;
  target = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      `# TYPE requests_total counter\nrequests_total{code="200"} ${++count}\nrequests_total{code="500"} 3\n`,
    );
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  targetAddress = `127.0.0.1:${(target.address() as AddressInfo).port}`;
});
afterAll(() => {
  target.closeAllConnections();
  target.close();
});

/** Polls until what is read passes; fails with what was read last. */
async function until<T>(what: string, read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 25_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`${what}: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface VectorAnswer {
  data?: { resultType: string; result: { metric: Record<string, string>; value: [number, string] }[] };
  error?: string;
}

for (const { binary, args, flushPath } of ENGINES) {
  const missing = isInstalled(binary) ? '' : ' (skipped: not installed)';
  (missing === '' ? it : it.skip)(
    `answers API, stream and rules from ${binary}${missing}`,
    async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'remote-source-'));
      const port = await freePort();
      const engineUrl = `http://127.0.0.1:${port}`;
      const engine: ChildProcess = spawn(binary, args(port, folder), { stdio: 'ignore' });
      let sidecar: Sidecar | undefined;
      try {
        await until(
          'the engine is up',
          () =>
            fetch(`${engineUrl}/api/v1/query?query=1`).then(
              ({ ok }) => ok,
              () => false,
            ),
          (ok) => ok,
        );
        writeFileSync(path.join(folder, 'rules.yml'), RULES);
        writeFileSync(path.join(folder, 'observatory.yaml'), configText(engineUrl));
        const started = await startSidecar(await loadConfig(path.join(folder, 'observatory.yaml')));
        sidecar = started;
        const { url } = started.address;
        const get = async <T>(where: string): Promise<T> => {
          if (flushPath) await fetch(engineUrl + flushPath);
          return (await (await fetch(url + where)).json()) as T;
        };
        const query = (text: string) => get<VectorAnswer>(`/api/v1/query?query=${encodeURIComponent(text)}`);

        const codes = await until(
          'scraped samples come back from the engine',
          () => query('count by (code, sent_by) (requests_total)'),
          ({ data }) => data?.result.length === 2,
        );
        // The external label shows that it is the engine who answers.
        expect(codes.data?.result.map(({ metric }) => metric)).toEqual(
          expect.arrayContaining([
            { code: '200', sent_by: 'us' },
            { code: '500', sent_by: 'us' },
          ]),
        );
        const now = Date.now() / 1000;
        const range = await get<{ data: { result: { values: unknown[] }[] } }>(
          `/api/v1/query_range?query=${encodeURIComponent('sum(requests_total)')}&start=${now - 5}&end=${now}&step=1`,
        );
        expect(range.data.result[0].values.length).toBeGreaterThan(0);
        const series = await get<{ data: Record<string, string>[] }>('/api/v1/series?match[]=requests_total');
        expect(series.data.map(({ code }) => code).sort()).toEqual(['200', '500']);
        expect(await get('/api/v1/labels?match[]=requests_total')).toMatchObject({
          data: expect.arrayContaining(['__name__', 'code', 'sent_by']) as unknown,
        });
        expect(await get('/api/v1/label/code/values')).toMatchObject({ data: ['200', '500'] });
        const broken = await query('sum(');
        expect(broken.error).toMatch(/parse error|error when parsing|unparsed data|cannot parse/);

        const socket = new WebSocket(`${url.replace('http', 'ws')}/api/observatory/v1/stream`);
        const vectors: { values: number[] }[] = [];
        socket.on('message', (message: Buffer) => {
          const { payload } = JSON.parse(message.toString()) as { payload: { type: string; values?: number[] } };
          if (payload.type === 'vector') vectors.push({ values: payload.values ?? [] });
        });
        await once(socket, 'open');
        const spec = { channel: 'query', query: 'sum(requests_total{sent_by="us"})', stepMs: 1000 };
        socket.send(JSON.stringify({ type: 'subscribe', id: 'q', spec }));
        await until(
          'the stream has values of the engine',
          () => Promise.resolve(vectors),
          (all) => all.some(({ values }) => values[0] > 3),
        );
        socket.terminate();

        interface Rules {
          data: { groups: { rules: { name: string; health: string; state?: string; alerts?: unknown[] }[] }[] };
        }
        const rules = await until(
          'the alert fires on samples of the engine',
          () => get<Rules>('/api/v1/rules'),
          ({ data }) => data.groups.some((group) => group.rules.some(({ state }) => state === 'firing')),
        );
        expect(rules.data.groups[0].rules.map(({ name, health }) => [name, health])).toEqual([
          ['job:requests:sum', 'ok'],
          ['Requested', 'ok'],
        ]);
        // What a rule records goes the way of scraped samples: into the log, to the engine, and back.
        await until(
          'the recorded series comes back',
          () => query('job:requests:sum'),
          ({ data }) => data?.result.length === 1,
        );
      } finally {
        await sidecar?.stop();
        const exited = engine.exitCode === null ? once(engine, 'exit') : undefined;
        engine.kill();
        await exited;
        rmSync(folder, { recursive: true, force: true });
      }
    },
    60_000,
  );
}

const RULES = `groups:
  - name: requests
    interval: 1s
    rules:
      - record: job:requests:sum
        expr: sum by (job) (requests_total)
      - alert: Requested
        expr: sum(requests_total{sent_by="us"}) > 3
`;

const configText = (engineUrl: string) => `listen: 127.0.0.1:0
storage: { path: data, fsync_interval: 50ms }
global: { scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 1s, external_labels: { sent_by: us } }
query: { source: remote, url: '${engineUrl}' }
remote_write:
  - url: ${engineUrl}/api/v1/write
    queue_config: { batch_send_deadline: 100ms }
rule_files: [rules.yml]
scrape_configs:
  - job_name: broker
    static_configs: [{ targets: ['${targetAddress}'] }]
`;
