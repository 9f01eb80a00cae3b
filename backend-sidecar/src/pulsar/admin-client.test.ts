import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { startFakeNode, type FakeNode } from '../testing/fake-cluster.ts';
import { systemClock } from '../util/clock.ts';
import { PulsarAdmin } from './index.ts';

const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/pulsar-4.0.8/rest', import.meta.url));
const recorded = (file: string): unknown => JSON.parse(readFileSync(join(CORPUS, file), 'utf8'));

let nodes: FakeNode[];
let admin: PulsarAdmin;

function connect(urls: string[], options: { maxResponseBytes?: number; timeoutMs?: number } = {}): PulsarAdmin {
  const token = { type: 'header' as const, scheme: 'Bearer', credentials: { file: TOKEN_FILE } };
  admin = new PulsarAdmin({
    adminUrls: urls,
    client: { auth: token, tls: undefined, followRedirects: true, headers: [] },
    clock: systemClock,
    timeoutMs: 2000,
    maxResponseBytes: 1_000_000,
    userAgent: 'test',
    ...options,
  });
  return admin;
}
// Any readable file serves as a token.
const TOKEN_FILE = fileURLToPath(new URL('../../../.nvmrc', import.meta.url));
const url = (node: FakeNode) => `http://${node.address}`;

beforeEach(async () => {
  nodes = [await startFakeNode(), await startFakeNode()];
});

afterEach(async () => {
  await admin.close();
  await Promise.all(nodes.map((node) => node.close()));
});

describe('PulsarAdmin', () => {
  (existsSync(CORPUS) ? it : it.skip)(
    'reads the answers recorded from Pulsar 4.0.8 (needs ../shared/corpus)',
    async () => {
      const [node] = nodes;
      node.admin.set('/admin/v2/brokers/demo-1', recorded('broker-1_admin-v2-brokers-demo-1.json'));
      node.admin.set('/admin/v2/bookies/all', recorded('broker-1_admin-v2-bookies-all.json'));
      node.admin.set('/admin/v2/bookies/racks-info', recorded('broker-1_admin-v2-bookies-racks-info.json'));
      node.admin.set('/admin/v2/brokers/leaderBroker', recorded('broker-1_admin-v2-brokers-leaderBroker.json'));
      node.admin.set('/admin/v2/worker/cluster', recorded('fw-2_admin-v2-worker-cluster.json'));
      connect([url(node)]);
      expect(await admin.brokers('demo-1')).toEqual(['127.0.0.1:8081', '127.0.0.1:8080']);
      expect(await admin.bookies()).toEqual(['127.0.0.1:3181', '127.0.0.1:3182']);
      expect(await admin.bookieRacks()).toBeInstanceOf(Map);
      expect((await admin.leaderBroker()).brokerId).toBe('127.0.0.1:8080');
      expect((await admin.functionWorkers())?.map(({ workerId }) => workerId)).toEqual([
        'c-demo-1-fw-127.0.0.1-8080',
        'fw-2',
      ]);
    },
  );

  it('goes on with the URL that answered last', async () => {
    const [dead, alive] = nodes;
    dead.admin.set('/admin/v2/bookies/all', 500);
    alive.admin.set('/admin/v2/bookies/all', { bookies: [] });
    connect([url(dead), url(alive)]);
    await admin.bookies();
    await admin.bookies();
    expect([dead, alive].map(({ requests }) => requests.length)).toEqual([1, 2]);
  });

  it('says of every URL why it failed', async () => {
    const [down, odd] = nodes;
    down.admin.set('/admin/v2/bookies/all', 503);
    odd.admin.set('/admin/v2/bookies/all', ['not', 'bookies']);
    connect([url(down), url(odd), 'http://127.0.0.1:1']);
    const error = await admin.bookies().catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ code: 'OBS_PULSAR_UNREACHABLE' });
    const message = String(error);
    expect(message).toContain(`${down.address} answered 503 to /admin/v2/bookies/all: no such luck`);
    expect(message).toContain(`${odd.address} gave an unexpected answer`);
    expect(message).toContain('ECONNREFUSED');
  });

  it('does not try wrong credentials everywhere', async () => {
    for (const node of nodes) node.admin.set('/admin/v2/bookies/all', 403);
    connect(nodes.map(url));
    await expect(admin.bookies()).rejects.toMatchObject({ status: 403, hint: expect.stringContaining('superuser') });
    expect(nodes.map(({ requests }) => requests.length)).toEqual([1, 0]);
  });

  it('knows that no worker runs where every broker says so', async () => {
    for (const node of nodes) node.admin.set('/admin/v2/worker/cluster', 409);
    connect(nodes.map(url));
    expect(await admin.functionWorkers()).toBeUndefined();
    nodes[1].admin.set('/admin/v2/worker/cluster', 500);
    await expect(admin.functionWorkers()).rejects.toThrow('answered 500');
  });

  it('follows a redirect to a broker of the cluster with its token, and to nobody else', async () => {
    const [asked, owner] = nodes;
    asked.admin.set('/admin/v2/brokers/demo-1', [asked.address]);
    owner.admin.set('/admin/v2/x', { a: 1 });
    const fallback = asked.respond;
    asked.respond = (request, response) => {
      if (request.url === '/admin/v2/x')
        response.writeHead(307, { location: `http://${owner.address}/admin/v2/x` }).end();
      else fallback(request, response);
    };
    const shape = z.object({ a: z.number() });
    connect([url(asked)]);
    await expect(admin.get('/admin/v2/x', shape)).rejects.toMatchObject({ code: 'OBS_HTTP_REDIRECT' });
    expect(owner.requests).toEqual([]);
    asked.admin.set('/admin/v2/brokers/demo-1', [asked.address, owner.address]);
    await admin.brokers('demo-1');
    expect(await admin.get('/admin/v2/x', shape)).toEqual({ a: 1 });
    expect(owner.requests[0].headers.authorization).toMatch(/^Bearer /);
  });

  it('keeps to its limits of size and time', async () => {
    const [node] = nodes;
    node.admin.set('/admin/v2/bookies/all', { bookies: [{ bookieId: 'x'.repeat(2000) }] });
    connect([url(node)], { maxResponseBytes: 1000 });
    await expect(admin.bookies()).rejects.toMatchObject({ code: 'OBS_HTTP_TOO_LARGE' });
    await admin.close();
    node.respond = () => {};
    connect([url(node)], { timeoutMs: 50 });
    await expect(admin.bookies()).rejects.toMatchObject({ code: 'OBS_HTTP_TIMEOUT' });
  });
});
