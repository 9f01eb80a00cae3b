import type { Node } from '@observatory/protocol/nodes';
import { fakeContext, startTestServer, type TestServer } from '../testing/fake-context.ts';
import { rawRequest } from '../testing/raw-request.ts';

const node = (id: string, changes: Partial<Node>): Node => ({
  id,
  cluster: 'c1',
  address: `${id}:1`,
  job: 'x',
  state: 'up',
  lastError: '',
  scrapeIntervalMs: 15_000,
  labels: {},
  ...changes,
});

let running: TestServer;
beforeAll(async () => {
  const nodes = [
    node('a', { kind: 'broker' }),
    node('b', { kind: 'bookie', state: 'down' }),
    node('c', { kind: 'bookie', cluster: 'c2' }),
  ];
  running = await startTestServer({ context: fakeContext({ nodes: () => ({ nodes, states: {} }) }) });
});
afterAll(() => running.server.stop());

const get = async (path: string) => {
  const { status, headers, text } = await rawRequest(running.port, { path: `/api/observatory/v1/${path}` });
  return { status, headers, json: JSON.parse(text) as Record<string, unknown> };
};

it('selects nodes, and counts their states', async () => {
  const ids = async (search: string) => ((await get(`nodes${search}`)).json.nodes as Node[]).map(({ id }) => id);
  expect(await ids('')).toEqual(['a', 'b', 'c']);
  expect(await ids('?kind=bookie')).toEqual(['b', 'c']);
  expect(await ids('?kind=bookie&cluster=c1')).toEqual(['b']);
  expect(await ids('?state=up')).toEqual(['a', 'c']);
  expect((await get('nodes?kind=bookie')).json.states).toEqual({ down: 1, up: 1 });
});

it('says what is wrong with a parameter', async () => {
  const { status, json } = await get('nodes?kind=server');
  expect(status).toBe(400);
  expect(json.error).toMatchObject({
    code: 'OBS_HTTP_INVALID',
    message: expect.stringContaining('kind'),
    hint: expect.stringContaining('openapi.json'),
  });
});

it('answers are never cached', async () => {
  expect((await get('status')).headers['cache-control']).toBe('no-store');
});

it('describes every operation that it serves, and no other', async () => {
  const { json } = await get('openapi.json');
  expect(json).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/api/observatory/v1' }] });
  const paths = json.paths as Record<
    string,
    Record<string, { responses: Record<string, unknown>; 'x-required-role': string }>
  >;
  expect(Object.keys(paths).sort()).toEqual([
    '/admin/session',
    '/control/session',
    '/export',
    '/frames',
    '/nodes',
    '/openapi.json',
    '/session',
    '/status',
  ]);
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const { status } = await rawRequest(running.port, {
        method: method.toUpperCase(),
        path: `/api/observatory/v1${path}`,
        headers: { 'content-type': 'application/json' },
      });
      const needsInput = method === 'post' || path === '/export';
      const role = operation['x-required-role'];
      // Loopback without a token reads, and no more.
      const refused = role === 'operator' || role === 'admin';
      expect([path, method, status]).toEqual([path, method, refused ? 403 : needsInput ? 400 : 200]);
      expect(operation.responses).toHaveProperty('200');
      expect(role).toEqual(
        path.startsWith('/admin/')
          ? 'admin'
          : path.startsWith('/control/')
            ? 'operator'
            : (expect.stringMatching(/^(public|reader)$/) as unknown),
      );
    }
  }
  const parameters = (paths['/nodes'].get as unknown as { parameters: { name: string; in: string }[] }).parameters;
  expect(parameters.map(({ name }) => name)).toEqual(['cluster', 'kind', 'state']);
});

it('health is for everybody, readiness tells the truth', async () => {
  const { context, port } = running;
  expect((await rawRequest(port, { path: '/-/ready' })).status).toBe(200);
  const { ready } = context.process;
  context.process.ready = () => false;
  expect((await rawRequest(port, { path: '/-/ready' })).status).toBe(503);
  expect((await rawRequest(port, { path: '/-/healthy' })).status).toBe(200);
  context.process.ready = ready;
});
