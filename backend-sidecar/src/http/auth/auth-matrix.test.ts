/** Each route by each kind of caller: what the gate says, not what the route answers. */
import type { AuthSettings } from './authenticator.ts';
import { ROLES, type RequiredRole, type Role } from './role.ts';
import { startTestServer, tokenSettings, TOKENS, type TestServer } from '../testing/fake-context.ts';
import { rawRequest } from '../testing/raw-request.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

const READER_GETS = [
  '/api/v1/query?query=up',
  '/api/v1/query_range?query=up&start=0&end=1&step=1',
  '/api/v1/query_exemplars?query=up',
  '/api/v1/series?match[]=up',
  '/api/v1/labels',
  '/api/v1/label/job/values',
  '/api/v1/metadata',
  '/api/v1/targets',
  '/api/v1/targets/metadata',
  '/api/v1/scrape_pools',
  '/api/v1/rules',
  '/api/v1/alerts',
  '/api/v1/alertmanagers',
  '/api/v1/format_query?query=up',
  '/api/v1/parse_query?query=up',
  '/api/v1/status/config',
  '/api/v1/status/flags',
  '/api/v1/status/runtimeinfo',
  '/api/v1/status/buildinfo',
  '/api/v1/status/tsdb',
  '/api/v1/status/walreplay',
  '/federate?match[]=up',
  '/metrics',
  '/api/observatory/v1/status',
  '/api/observatory/v1/nodes',
  '/api/observatory/v1/openapi.json',
];

interface Route {
  method: string;
  path: string;
  role: RequiredRole;
  headers?: Record<string, string>;
  body?: string;
}

const ROUTES: Route[] = [
  ...READER_GETS.map((path) => ({ method: 'GET', path, role: 'reader' as const })),
  { method: 'POST', path: '/api/v1/query', role: 'reader', headers: FORM, body: 'query=up' },
  { method: 'POST', path: '/api/v1/series', role: 'reader', headers: FORM, body: 'match[]=up' },
  { method: 'GET', path: '/-/healthy', role: 'public' },
  { method: 'GET', path: '/-/ready', role: 'public' },
  { method: 'GET', path: '/api/observatory/v1/session', role: 'public' },
  { method: 'POST', path: '/api/v1/write', role: 'admin', body: '' },
  {
    method: 'POST',
    path: '/api/v1/import',
    role: 'admin',
    headers: { 'content-type': 'text/plain' },
    body: 'up 1 1\n',
  },
  { method: 'POST', path: '/-/reload', role: 'admin' },
  { method: 'PUT', path: '/-/reload', role: 'admin' },
  { method: 'PUT', path: '/-/quit', role: 'admin' },
  { method: 'POST', path: '/api/v1/admin/tsdb/delete_series?match[]=up', role: 'admin' },
  { method: 'POST', path: '/api/v1/admin/tsdb/clean_tombstones', role: 'admin' },
  { method: 'POST', path: '/api/v1/admin/tsdb/snapshot', role: 'admin' },
];

const allowed = (role: Role | undefined, required: RequiredRole) =>
  required === 'public' || (role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(required));

async function call(running: TestServer, route: Route, headers: Record<string, string> = {}) {
  return rawRequest(running.port, {
    method: route.method,
    path: route.path,
    headers: { ...route.headers, ...headers },
    body: route.body,
  });
}

describe.each<[string, () => AuthSettings, Role | undefined]>([
  ['no auth', () => ({ tokens: [], loopbackRole: 'reader' }), 'reader'],
  ['no auth, loopback admin', () => ({ tokens: [], loopbackRole: 'admin' }), 'admin'],
  ['tokens', () => tokenSettings(), undefined],
  ['tokens, loopback reader', () => tokenSettings('reader'), 'reader'],
])('with %s', (_name, settings, unsignedRole) => {
  let running: TestServer;
  beforeAll(async () => {
    running = await startTestServer({ auth: settings() });
  });
  afterAll(() => running.server.stop());

  it.each(ROUTES)('$method $path asks for $role', async (route) => {
    const unsigned = await call(running, route);
    const expected = allowed(unsignedRole, route.role) ? 'in' : unsignedRole === undefined ? 401 : 403;
    if (expected === 'in') expect([401, 403]).not.toContain(unsigned.status);
    else expect(unsigned.status).toBe(expected);
    // Whoever you are: another site's page and another host name are refused.
    expect((await call(running, route, { host: 'evil.example' })).status).toBe(421);
    if (route.method !== 'GET')
      expect((await call(running, route, { origin: 'http://evil.example' })).status).toBe(403);
    // Loopback is no role for what a proxy passed on.
    const forwarded = await call(running, route, { 'x-forwarded-for': '203.0.113.7' });
    if (route.role !== 'public') expect(forwarded.status).toBe(401);
  });

  if (unsignedRole === undefined || unsignedRole === 'reader') {
    it('refuses a wrong token even where unsigned callers are let in', async () => {
      const route = ROUTES[0];
      expect((await call(running, route, { authorization: 'Bearer wrong' })).status).toBe(401);
      expect((await call(running, route, { authorization: 'Basic dXNlcjpwYXNz' })).status).toBe(401);
    });
  }
});

describe('tokens', () => {
  let running: TestServer;
  beforeAll(async () => {
    running = await startTestServer({ auth: tokenSettings() });
  });
  afterAll(() => running.server.stop());

  it.each(ROUTES.flatMap((route) => ROLES.map((role) => ({ ...route, as: role }))))(
    '$as at $method $path ($role)',
    async ({ as, ...route }) => {
      const answer = await call(running, route, { authorization: `Bearer ${TOKENS[as]}` });
      if (allowed(as, route.role)) expect([401, 403]).not.toContain(answer.status);
      else {
        expect(answer.status).toBe(403);
        expect(answer.text).toContain(`needs the role ${route.role}`);
      }
    },
  );

  it('answers 401 with a challenge, in the form of the API asked', async () => {
    const prometheus = await rawRequest(running.port, { path: '/api/v1/labels' });
    expect(prometheus.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(JSON.parse(prometheus.text)).toMatchObject({ status: 'error', errorType: 'unauthorized' });
    const ours = await rawRequest(running.port, { path: '/api/observatory/v1/status' });
    expect(JSON.parse(ours.text).error.code).toBe('OBS_AUTH_REQUIRED');
  });

  it('never repeats a token', async () => {
    const answer = await rawRequest(running.port, {
      path: '/api/v1/labels',
      headers: { authorization: 'Bearer hunter2-hunter2' },
    });
    expect(answer.text + JSON.stringify(answer.headers)).not.toContain('hunter2');
  });

  it('a sign-in and everything else needs JSON', async () => {
    const answer = await rawRequest(running.port, {
      method: 'POST',
      path: '/api/observatory/v1/session',
      headers: JSON_TYPE,
      body: '{}',
    });
    expect(answer.status).toBe(400);
  });
});
