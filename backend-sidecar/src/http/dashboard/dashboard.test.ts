/** The dashboard protocol and the routes of agents and logs on a whole sidecar. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  dashboardMessage,
  dashboardMetrics,
  dashboardStats,
  type DashboardMessage,
} from '@observatory/protocol/dashboard';
import WebSocket from 'ws';
import { parseConfig } from '../../config/index.ts';
import { startSidecar, type Sidecar } from '../../main.ts';

const TOKENS = {
  reader: 'reader-token-0123456789',
  operator: 'operator-token-0123456789',
  admin: 'admin-token-0123456789',
};
let folder: string;
let sidecar: Sidecar;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-dashboard-'));
  const tokens = Object.entries(TOKENS).map(([role, token]) => `{role: ${role}, token: ${token}}`);
  const yaml = `{listen: '127.0.0.1:0', storage: {path: '${folder}'}, auth: {tokens: [${tokens.join(', ')}]}}`;
  sidecar = await startSidecar(parseConfig(yaml, 'observatory.yaml'));
});
afterAll(async () => {
  await sidecar.stop();
  rmSync(folder, { recursive: true });
});

function call(method: string, pathname: string, role?: keyof typeof TOKENS, body?: unknown): Promise<Response> {
  return fetch(sidecar.address.url + pathname, {
    method,
    headers: {
      ...(role && { authorization: `Bearer ${TOKENS[role]}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

it('says initial, then pong and update to each ping, and closes on what is too long', async () => {
  const socket = new WebSocket(`${sidecar.address.url.replace('http', 'ws')}/ws/dashboard`, {
    headers: { authorization: `Bearer ${TOKENS.reader}` },
  });
  const messages: DashboardMessage[] = [];
  const next = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => messages.length >= count && resolve();
      socket.on('message', look);
      look();
    });
  socket.on('message', (data) => messages.push(dashboardMessage.parse(JSON.parse(String(data)))));
  await next(1);
  socket.send('ping');
  await next(3);
  expect(messages.map(({ type }) => type)).toEqual(['initial', 'pong', 'update']);
  const [, , update] = messages;
  if (update.type !== 'update') throw new Error('no update');
  expect(update.data.metrics.coordinator).toMatchObject({ node_id: 'coordinator', status: 'online' });
  expect(update.data.history.coordinator.length).toBeGreaterThan(0);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined);
  socket.send('x'.repeat(5000));
  expect(await closed).toBe(1009);
});

it('lets nobody in without a token, and no other site', async () => {
  const refused = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve) => {
      const socket = new WebSocket(`${sidecar.address.url.replace('http', 'ws')}/ws/dashboard`, { headers });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => resolve(undefined));
      socket.on('error', () => undefined);
    });
  expect(await refused({})).toBe(401);
  expect(await refused({ authorization: `Bearer ${TOKENS.reader}`, origin: 'http://evil.example' })).toBe(403);
});

it('answers metrics, history and stats', async () => {
  expect(dashboardMetrics.parse(await (await call('GET', '/api/dashboard/metrics', 'reader')).json()).workers).toEqual(
    {},
  );
  const history = (await (await call('GET', '/api/dashboard/history/coordinator', 'reader')).json()) as {
    timestamp: number;
  }[];
  expect(history[0].timestamp).toBeGreaterThan(1.7e9);
  expect((await call('GET', '/api/dashboard/history/nobody', 'reader')).status).toBe(404);
  expect(dashboardStats.parse(await (await call('GET', '/api/dashboard/stats', 'reader')).json()).active_workers).toBe(
    0,
  );
  expect((await call('DELETE', '/api/dashboard/history/coordinator', 'operator')).status).toBe(200);
});

it('asks each route for its role', async () => {
  const action = { worker_id: 'a', service_name: 's', action: 'restart' };
  const routes: [string, string, keyof typeof TOKENS, unknown?][] = [
    ['GET', '/api/dashboard/metrics', 'reader'],
    ['GET', '/api/observatory/v1/agents', 'reader'],
    ['GET', '/api/observatory/v1/services', 'reader'],
    ['GET', '/api/observatory/v1/logs?level=error&text=x', 'reader'],
    ['GET', '/api/observatory/v1/logs/sources', 'reader'],
    ['GET', '/api/observatory/v1/certificates', 'reader'],
    ['POST', '/api/dashboard/control-service', 'operator', action],
    ['DELETE', '/api/dashboard/history', 'operator'],
    ['POST', '/api/observatory/v1/control/agents/a/reporter', 'operator', { command: 'status' }],
    ['POST', '/api/observatory/v1/admin/agents/tokens', 'admin', {}],
    ['POST', '/api/observatory/v1/admin/agents/a/rotate', 'admin', {}],
    ['DELETE', '/api/observatory/v1/admin/agents/a', 'admin'],
  ];
  const roles = ['reader', 'operator', 'admin'] as const;
  for (const [method, pathname, required, body] of routes) {
    expect([pathname, (await call(method, pathname, undefined, body)).status]).toEqual([pathname, 401]);
    for (const role of roles) {
      const { status } = await call(method, pathname, role, body);
      if (roles.indexOf(role) < roles.indexOf(required))
        expect([pathname, role, status]).toEqual([pathname, role, 403]);
      else expect([401, 403]).not.toContain(status);
    }
  }
});

it('does nothing for a thin client that control did not plan', async () => {
  const answer = await call('POST', '/api/dashboard/control-service', 'operator', {
    worker_id: 'a',
    service_name: 's',
    action: 'stop',
  });
  expect(await answer.json()).toMatchObject({ success: false, error: expect.any(String) });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(
    (
      await call('POST', '/api/dashboard/control-service', 'operator', {
        worker_id: 'a',
        service_name: 's',
        action: 'destroy',
      })
    ).status,
  ).toBe(400);
});

it('slows down who guesses enrolment tokens', async () => {
  const guess = {
    agent: 'a',
    token: 'x'.repeat(30),
    publicKey: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) },
    jws: 'x',
  };
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++)
    statuses.push((await call('POST', '/api/observatory/v1/agents/enroll', undefined, guess)).status);
  expect(statuses[0]).toBe(403);
  expect(statuses.at(-1)).toBe(429);
});

it('answers frames of kind logs', async () => {
  const answer = await call('POST', '/api/observatory/v1/frames', 'reader', {
    queries: [{ refId: 'A', kind: 'logs', fromMs: 0, toMs: Date.now() }],
  });
  expect(answer.status).toBe(200);
});
