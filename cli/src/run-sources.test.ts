/** Runs whose measures come from nodes that the command scrapes itself: by address, and through the API of Kubernetes. */
import { jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { runTimeseries } from '@observatory/protocol/runs';
import { runCommand } from './run.ts';

const BROKER =
  'pulsar_rate_in{cluster="c",topic="t"} 250\njvm_memory_direct_bytes_used 1\njvm_memory_direct_bytes_max 4\n';
const BOOKIE =
  'bookkeeper_server_ADD_ENTRY_REQUEST{success="true",quantile="0.99"} 7\nbookie_ledger_dir_data_usage 42\nprocess_resident_memory_bytes 1000\n';

let folder: string;
let servers: Server[];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-run-'));
  servers = [];
  jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
  process.exitCode = undefined;
  jest.restoreAllMocks();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

type Answer = (url: string, token: string | undefined) => { status: number; body: string };

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const { status, body } = answer(request.url ?? '', request.headers.authorization);
    response
      .writeHead(status, { 'content-type': body.startsWith('{') ? 'application/json' : 'text/plain; version=0.0.4' })
      .end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The run's series by measure and node, of a command that lasts for some scrapes. */
async function recorded(...flags: string[]): Promise<Map<string, number | null | undefined>> {
  const out = path.join(folder, 'out');
  const words = [
    '--name',
    'x',
    '-o',
    out,
    '--every',
    '2',
    ...flags,
    '--',
    process.execPath,
    '-e',
    'setTimeout(() => {}, 2500)',
  ];
  await runCommand().exitOverride().parseAsync(words, { from: 'user' });
  expect(process.exitCode).toBe(0);
  const { series } = runTimeseries.parse(JSON.parse(readFileSync(path.join(out, 'metrics/timeseries.json'), 'utf8')));
  return new Map(series.map(({ measure, node, tier, values }) => [`${measure} ${tier} ${node}`, values.at(-1)]));
}

it('brokers, bookies and workers of OMB by address: their metrics are read, and nothing else is asked of them', async () => {
  const asked: string[] = [];
  const node = (body: string) =>
    serve((url) => {
      asked.push(url);
      return { status: 200, body };
    });
  const [broker, bookie] = [await node(BROKER), await node(BOOKIE)];
  const worker = await node('benchmark_producer_produce_latency{success="true",quantile="0.99"} 12\n');
  const values = await recorded('--brokers', broker, '--bookies', bookie, '--omb-workers', worker);
  expect(Object.fromEntries(values)).toMatchObject({
    [`rateIn broker ${broker}`]: 250,
    [`direct broker ${broker}`]: 0.25,
    [`writeP99 bookie ${bookie}`]: 7,
    [`disk bookie ${bookie}`]: 0.42,
    [`sendP99 client ${worker}`]: 12,
    [`up client ${worker}`]: 1,
  });
  // GET /period-stats and /cumulative-latencies of a worker would reset what the benchmark counts.
  expect(new Set(asked)).toEqual(new Set(['/metrics/', '/metrics']));
});

it('pods of Kubernetes, through the proxy of its API', async () => {
  const pod = (name: string, annotations = {}, phase = 'Running') => ({
    metadata: { name, annotations },
    status: { phase },
  });
  const pods: Record<string, unknown[]> = {
    'component=broker': [pod('pulsar-broker-0'), pod('pulsar-broker-1', {}, 'Pending')],
    'app=bookkeeper': [pod('pulsar-bookie-0', { 'prometheus.io/port': '8001' })],
  };
  const proxied: Record<string, string> = {
    '/k8s/api/v1/namespaces/pulsar/pods/pulsar-broker-0:8080/proxy/metrics/': BROKER,
    '/k8s/api/v1/namespaces/pulsar/pods/pulsar-bookie-0:8001/proxy/metrics/': BOOKIE,
  };
  const api = await serve((url, token) => {
    if (token !== 'Bearer kube-token') return { status: 401, body: '{"kind":"Status","code":401}' };
    const { pathname, searchParams } = new URL(url, 'http://api');
    if (pathname === '/k8s/api/v1/namespaces/pulsar/pods')
      return {
        status: 200,
        body: JSON.stringify({ kind: 'PodList', items: pods[searchParams.get('labelSelector') ?? ''] ?? [] }),
      };
    return proxied[pathname] === undefined
      ? { status: 404, body: '{"kind":"Status","code":404}' }
      : { status: 200, body: proxied[pathname] };
  });
  const kubeconfig = path.join(folder, 'config');
  writeFileSync(path.join(folder, 'token'), 'kube-token\n');
  writeFileSync(
    kubeconfig,
    `current-context: here
clusters: [{ name: c, cluster: { server: 'http://${api}/k8s' } }, { name: other, cluster: { server: 'http://127.0.0.1:1' } }]
contexts: [{ name: here, context: { cluster: c, user: u } }]
users: [{ name: u, user: { tokenFile: token } }]
`,
  );
  const values = await recorded(
    '--kubernetes',
    'pulsar',
    '--kubeconfig',
    kubeconfig,
    '--bookie-selector',
    'app=bookkeeper',
  );
  expect(Object.fromEntries(values)).toMatchObject({
    'rateIn broker pulsar-broker-0': 250,
    'up broker pulsar-broker-0': 1,
    'disk bookie pulsar-bookie-0': 0.42,
  });
  expect([...values.keys()].some((key) => key.includes('pulsar-broker-1'))).toBe(false);
  const run = readFileSync(path.join(folder, 'out/run.json'), 'utf8');
  expect(JSON.parse(run)).toMatchObject({ source: 'kubernetes', troubles: [], state: 'finished' });
  expect(run).not.toContain('kube-token');
});

it('an API that refuses costs the measures, not the run', async () => {
  const api = await serve(() => ({ status: 403, body: '{"kind":"Status","code":403}' }));
  const kubeconfig = path.join(folder, 'config');
  writeFileSync(
    kubeconfig,
    `{ current-context: a, clusters: [{ name: c, cluster: { server: 'http://${api}' } }], contexts: [{ name: a, context: { cluster: c, user: u } }], users: [] }`,
  );
  const out = path.join(folder, 'out');
  const words = ['--name', 'x', '-o', out, '--kubernetes', 'p', '--kubeconfig', kubeconfig, '--', 'sh', '-c', 'exit 5'];
  await runCommand().exitOverride().parseAsync(words, { from: 'user' });
  expect(process.exitCode).toBe(5);
  const { troubles, state } = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as {
    troubles: string[];
    state: string;
  };
  expect(state).toBe('failed');
  expect(troubles.join()).toContain('answer 403: may this account get and list pods, and pods/proxy?');
});
