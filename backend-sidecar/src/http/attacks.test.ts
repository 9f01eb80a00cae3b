/**
 * What strangers and small roles try on a whole sidecar: each attempt is refused, logged, and without effect. What is tried on the
 * agents' own link is in agents/attacks.test.ts, on signed tokens in auth/jwt.test.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AuditList } from '@observatory/protocol/control';
import fc from 'fast-check';
import { SignJWT, UnsecuredJWT } from 'jose';
import WebSocket from 'ws';
import { parseConfig } from '../config/index.ts';
import { startSidecar, type Sidecar } from '../main.ts';
import type { Logger } from '../util/logger.ts';
import { rawRequest, type RawAnswer } from './testing/raw-request.ts';
import { createHttpServer } from './server.ts';
import { SidecarMetrics } from '../observe/metrics.ts';
import type { RequestGuard } from './guard/request-guard.ts';

const TOKENS = {
  reader: 'reader-token-0123456789',
  operator: 'operator-token-0123456789',
  admin: 'admin-token-0123456789',
};
type Role = keyof typeof TOKENS;
const JSON_TYPE = { 'content-type': 'application/json' };

interface LogLine {
  message: string;
  [field: string]: unknown;
}
const lines: LogLine[] = [];
const note = (fields: object, message: string) => void lines.push({ ...fields, message });
const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger };

let folder: string;
let sidecar: Sidecar;
/** Signs nobody: its keys are none of ours. */
let grafana: Server;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-attacks-'));
  grafana = createServer((_request, response) => response.end('{"keys":[]}')).listen(0, '127.0.0.1');
  await new Promise((resolve) => grafana.once('listening', resolve));
  const tokens = Object.entries(TOKENS).map(([role, token]) => `{role: ${role}, token: ${token}, name: the-${role}}`);
  const yaml = `
listen: '127.0.0.1:0'
storage: {path: '${folder}'}
control: {mode: confirm}
auth:
  tokens: [${tokens.join(', ')}]
  grafana: {url: 'http://127.0.0.1:${(grafana.address() as AddressInfo).port}'}
`;
  sidecar = await startSidecar(parseConfig(yaml, 'observatory.yaml'), { logger });
});
afterAll(async () => {
  await sidecar.stop();
  grafana.closeAllConnections();
  grafana.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  lines.length = 0;
});

const port = () => sidecar.address.port;
const as = (role: Role) => ({ authorization: `Bearer ${TOKENS[role]}` });
const call = (
  method: string,
  at: string,
  headers: Record<string, string>,
  body?: string | Buffer,
): Promise<RawAnswer> =>
  rawRequest(port(), { method, path: at, headers: { ...(body !== undefined && JSON_TYPE), ...headers }, body });
const API = '/api/observatory/v1';

/** Everything that an attempt could have changed, as an admin sees it. */
async function state(): Promise<unknown> {
  const paths = ['/agents', '/executions', '/services', '/audit', '/control/operations'].map((each) => API + each);
  const answers = await Promise.all([...paths, '/api/v1/status/config'].map((each) => call('GET', each, as('admin'))));
  return answers.map(({ status, text }) => [status, text]);
}

interface Documented {
  'x-required-role': string;
}

describe('a viewer', () => {
  /** Asking by POST changes nothing: the body is the question. Anything else that readers may post has to be added by hand. */
  const QUESTIONS = new Set([
    'post /operations/plan',
    'post /session',
    'delete /session',
    'post /agents/enroll',
    'post /frames',
    'post /doctor',
  ]);

  it('calls every route that changes something: refused, logged, without effect', async () => {
    const document = JSON.parse((await call('GET', `${API}/openapi.json`, as('reader'))).text) as {
      paths: Record<string, Record<string, Documented>>;
    };
    const routes = Object.entries(document.paths).flatMap(([at, methods]) =>
      Object.entries(methods).map(([method, { 'x-required-role': role }]) => ({ method, at, role })),
    );
    const changing = routes.filter(({ role }) => role === 'operator' || role === 'admin');
    expect(changing.length).toBeGreaterThan(15);
    const open = routes.filter(({ method, role }) => method !== 'get' && (role === 'reader' || role === 'public'));
    expect(open.map(({ method, at }) => `${method} ${at}`).filter((each) => !QUESTIONS.has(each))).toEqual([]);

    const before = await state();
    lines.length = 0;
    for (const { method, at } of changing) {
      const answer = await call(
        method.toUpperCase(),
        API + at.replaceAll(/\{\w+\}/g, 'host-01'),
        as('reader'),
        ['get', 'delete'].includes(method) ? undefined : '{}',
      );
      expect([at, answer.status]).toEqual([at, 403]);
      expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'OBS_AUTH_FORBIDDEN' } });
      expect(lines).toContainEqual(
        expect.objectContaining({
          message: 'a request was refused',
          code: 'OBS_AUTH_FORBIDDEN',
          method: method.toUpperCase(),
          path: API + at.replaceAll(/\{(\w+)\}/g, ':$1'),
        }),
      );
    }
    expect(await state()).toEqual(before);
  });

  it.each([
    ['POST', '/api/dashboard/control-service', '{"worker_id":"a","service_name":"b","action":"stop"}'],
    ['DELETE', '/api/dashboard/history', undefined],
    ['DELETE', '/api/dashboard/history/coordinator', undefined],
    ['POST', '/-/reload', ''],
    ['POST', '/-/quit', ''],
    ['POST', '/api/v1/admin/tsdb/delete_series?match[]=up', ''],
    ['POST', '/api/v1/write', ''],
    ['POST', '/api/v1/import', 'up 1 1\n'],
  ])('%s %s outside the document', async (method, at, body) => {
    expect((await call(method, at, as('reader'), body)).status).toBe(403);
    expect(lines).toContainEqual(expect.objectContaining({ code: 'OBS_AUTH_FORBIDDEN', method }));
  });

  it('is told of in the log once a minute, however often it tries', async () => {
    for (let i = 0; i < 20; i++) await call('POST', `${API}/control/agents/again-${i}/reporter`, as('reader'), '{}');
    const told = lines.filter(({ message }) => message === 'a request was refused');
    expect(told.length).toBeLessThanOrEqual(1);
  });
});

describe('a forged identity', () => {
  it.each([
    ['text', () => Promise.resolve('admin')],
    [
      'unsigned',
      () => Promise.resolve(new UnsecuredJWT({ sub: 'user:1', name: 'root' }).setExpirationTime('1h').encode()),
    ],
    [
      'signed by somebody else',
      () =>
        new SignJWT({ sub: 'user:1', name: 'root' })
          .setProtectedHeader({ alg: 'HS256' })
          .setExpirationTime('1h')
          .sign(Buffer.from('a-key-that-is-none-of-ours-at-all')),
    ],
  ])('X-Grafana-Id: %s gives neither a role nor a name', async (_what, header) => {
    const forged = { 'x-grafana-id': await header() };
    expect((await call('POST', `${API}/control/automation`, forged, '{"automation":false}')).status).toBe(401);
    expect(
      (await call('POST', `${API}/control/automation`, { ...forged, ...as('reader') }, '{"automation":false}')).status,
    ).toBe(403);
    // With a token that may, the audit names who holds the token and not whom the header names.
    const answer = await call(
      'POST',
      `${API}/control/automation`,
      { ...forged, ...as('operator') },
      '{"automation":true}',
    );
    expect(answer.status).toBe(200);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('X-Grafana-Id proves nothing') as string }),
    );
    const { records } = JSON.parse((await call('GET', `${API}/audit`, as('admin'))).text) as AuditList;
    expect(records.map(({ actor }) => actor.name)).not.toContain('root');
    expect(records.some(({ action }) => action === 'identity_refused')).toBe(true);
  });
});

describe('paths', () => {
  const TRAVERSALS = ['../', '..%2f', '%2e%2e/', '%2e%2e%2f', '..\\', '..%5c', '....//', '%252e%252e%252f', '/./../'];

  it('lead nowhere, whatever they are made of', async () => {
    const part = fc.oneof(
      fc.constantFrom(...TRAVERSALS, 'etc/passwd', 'registry.json', 'agents', 'data'),
      fc.string({ maxLength: 5 }),
    );
    const place = fc.constantFrom(
      '/',
      '/assets/',
      `${API}/agents/`,
      `${API}/executions/`,
      `${API}/runs/`,
      '/api/dashboard/history/',
    );
    await fc.assert(
      fc.asyncProperty(place, fc.array(part, { minLength: 1, maxLength: 6 }), async (start, parts) => {
        const at = start + parts.map((each) => (TRAVERSALS.includes(each) ? each : encodeURIComponent(each))).join('');
        const answer = await call('GET', at, as('admin'));
        expect(answer.status).toBeLessThan(505);
        expect(answer.text).not.toMatch(/root:.*:0:0|"tokens":|PRIVATE KEY/);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    '../../etc/passwd',
    '..',
    'a/b',
    '-rf',
    '--help',
    'a b',
    'a\nb',
    '',
    'x'.repeat(64),
    '$(id)',
    ';id',
    '\u0000',
  ])('an agent cannot be named %j', async (agent) => {
    const body = JSON.stringify({ agent, expiresSeconds: 60 });
    expect((await call('POST', `${API}/admin/agents/tokens`, as('admin'), body)).status).toBe(400);
  });

  it.each(['../x', '-x', '--now', 'a b', 'a/b', ';reboot', '$(reboot)'])('no service is named %j', async (service) => {
    const target = `agents/host-01/${service}`;
    const plan = await call(
      'POST',
      `${API}/operations/plan`,
      as('admin'),
      JSON.stringify({ operation: 'service-stop', target }),
    );
    expect(plan.status).toBe(404);
    const thin = JSON.stringify({ worker_id: 'host-01', service_name: service, action: 'stop' });
    expect(JSON.parse((await call('POST', '/api/dashboard/control-service', as('operator'), thin)).text)).toMatchObject(
      {
        success: false,
      },
    );
  });
});

describe('other sites', () => {
  it.each(['/ws/dashboard', `${API}/stream`, `${API}/agents/connect`])('open no WebSocket at %s', async (at) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port()}${at}`, {
      headers: { ...as('admin'), origin: 'https://evil.example' },
    });
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode);
      });
      socket.on('open', () => resolve('open'));
      socket.on('error', () => undefined);
    });
    expect(status).toBe(403);
    expect(lines).toContainEqual(expect.objectContaining({ code: 'OBS_HTTP_ORIGIN', path: at }));
    socket.terminate();
  });
});

describe('sizes and patience', () => {
  it('closes on frames that are too large', async () => {
    for (const at of ['/ws/dashboard', `${API}/stream`]) {
      const socket = new WebSocket(`ws://127.0.0.1:${port()}${at}`, { headers: as('reader') });
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('open', resolve));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.send(Buffer.alloc(8 << 20, 'x').toString());
      expect([1009, 1006]).toContain(await closed);
    }
  });

  it('answers others while a reader never reads, and keeps little for it', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.on('error', () => undefined);
    await upgraded(socket);
    // Pings without reading: each would be answered by the whole state.
    socket.pause();
    const ping = maskedText('ping');
    const ended = new Promise((resolve) => socket.once('close', () => resolve('cut')));
    for (let i = 0; i < 20_000; i++) socket.write(ping);
    const answer = await call('GET', `${API}/session`, as('reader'));
    expect(answer.status).toBe(200);
    socket.destroy();
    await ended;
  });

  it('cuts off who sends a request drop by drop', async () => {
    const guard = { admit: () => Promise.resolve({ role: undefined, via: 'nobody' }) } as unknown as RequestGuard;
    const server = createHttpServer({
      guard,
      logger,
      metrics: new SidecarMetrics('0.0.0'),
      routes: (app) => app.post('/open', { config: { role: 'public' } }, () => ({})),
      patience: { headMs: 200, bodyMs: 200 },
    });
    const { port: own } = await server.start('127.0.0.1', 0);
    try {
      for (const begin of [
        'POST /open HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ',
        'POST /open HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
      ]) {
        const socket = connect(own, '127.0.0.1');
        socket.on('error', () => undefined);
        const cut = new Promise((resolve) => socket.once('close', resolve));
        socket.resume();
        socket.write(begin);
        const drops = setInterval(() => socket.write(' '), 20);
        await cut;
        clearInterval(drops);
      }
    } finally {
      await server.stop();
    }
  });
});

/** Asks for `/ws/dashboard` by hand, so that nothing reads what comes. */
async function upgraded(socket: Socket): Promise<void> {
  socket.write(
    [
      'GET /ws/dashboard HTTP/1.1',
      `Host: 127.0.0.1:${port()}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Authorization: Bearer ${TOKENS.reader}`,
      '\r\n',
    ].join('\r\n'),
  );
  const [first] = await new Promise<Buffer[]>((resolve) => socket.once('data', (data) => resolve([data])));
  expect(String(first)).toContain('101 Switching Protocols');
}

/** A text frame as clients have to send it. */
function maskedText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}
