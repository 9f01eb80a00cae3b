/** Signed tokens of an issuer: what is taken, and each way of showing one that must not be. */
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportJWK, SignJWT } from 'jose';
import type { VirtualClock } from '../../util/clock.ts';
import type { Logger } from '../../util/logger.ts';
import { fakeContext, startTestServer, TOKENS, type TestServer } from '../testing/fake-context.ts';
import { rawRequest } from '../testing/raw-request.ts';
import { Authenticator } from './authenticator.ts';
import type { JwtSettings } from './jwt-verifier.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'observatory-jwt-'));
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const PEM = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const pemFile = path.join(folder, 'issuer.pem');
const jwksFile = path.join(folder, 'jwks.json');
const READ = '/api/v1/labels';
const RELOAD = '/-/reload';

const settings = (more: Partial<JwtSettings>): JwtSettings => ({
  issuer: 'https://issuer.example',
  audience: 'observatory',
  algorithms: ['RS256', 'EdDSA'],
  role_claim: 'role',
  role_mapping: {},
  max_age: 86_400_000,
  clock_tolerance: 30_000,
  ...more,
});

let running: TestServer;
let clock: VirtualClock;
let reloads = 0;
const logged: unknown[] = [];

async function start(jwt: JwtSettings, loopbackRole: 'none' | 'admin' = 'none'): Promise<void> {
  const context = fakeContext();
  clock = context.clock as VirtualClock;
  const log = (fields: object, message: string) => void logged.push({ ...fields, message });
  const logger = { debug: log, info: log, warn: log, error: log, child: () => logger } as unknown as Logger;
  const authenticator = new Authenticator({ clock, logger, secure: false });
  const reload = () => Promise.resolve(void reloads++);
  running = await startTestServer({
    context: { ...context, authenticator, process: { ...context.process, reload } },
    auth: { tokens: [{ role: 'admin', token: TOKENS.admin }], loopbackRole, jwt },
    extend: (app) =>
      void app.get('/endless', { config: { role: 'reader' } }, (_request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200).write('begun\n');
      }),
  });
}

interface Signing {
  claims?: Record<string, unknown>;
  key?: KeyObject;
  header?: { alg: string; kid?: string };
  expiresIn?: number;
  issuedAgo?: number;
  drop?: string;
}

function sign({ claims, key = rsa.privateKey, header, expiresIn = 600, issuedAgo = 0, drop }: Signing = {}) {
  const now = Math.floor(clock.now() / 1000);
  const payload: Record<string, unknown> = {
    iss: 'https://issuer.example',
    aud: 'observatory',
    sub: 'ci-deployer',
    role: 'operator',
    iat: now - issuedAgo,
    exp: now + expiresIn,
    ...claims,
  };
  if (drop !== undefined) delete payload[drop];
  return new SignJWT(payload).setProtectedHeader(header ?? { alg: 'RS256' }).sign(key);
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function call(token: string, route = READ, method = 'GET') {
  return rawRequest(running.port, { path: route, method, headers: { authorization: `Bearer ${token}` } });
}

beforeEach(() => {
  logged.length = 0;
  reloads = 0;
  writeFileSync(pemFile, PEM);
});
afterEach(() => running.server.stop());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('with a public key', () => {
  beforeEach(() => start(settings({ public_key_file: pemFile })));

  it('takes a token for what its role may do, and no more', async () => {
    const token = await sign();
    expect((await call(token)).status).toBe(200);
    const refused = await call(token, RELOAD, 'POST');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('you are operator');
    expect((await call(await sign({ claims: { role: 'admin' } }), RELOAD, 'POST')).status).toBe(200);
    expect(reloads).toBe(1);
    expect((await call(TOKENS.admin)).status).toBe(200);
  });

  it('takes the highest of several roles', async () => {
    const token = await sign({ claims: { role: ['auditor', 'admin', 'reader'] } });
    expect((await call(token, RELOAD, 'POST')).status).toBe(200);
  });

  const admin = { role: 'admin' };
  const attacks: [string, () => Promise<string> | string, number][] = [
    ['expired', () => sign({ claims: admin, issuedAgo: 700, expiresIn: -60 }), 401],
    ['not valid yet', () => sign({ claims: { ...admin, nbf: Math.floor(clock.now() / 1000) + 300 } }), 401],
    ['issued in the future', () => sign({ claims: admin, issuedAgo: -300 }), 401],
    ['issued too long ago', () => sign({ claims: admin, issuedAgo: 2 * 86_400, expiresIn: 600 }), 401],
    ['without an end', () => sign({ claims: admin, drop: 'exp' }), 401],
    ['without a begin', () => sign({ claims: admin, drop: 'iat' }), 401],
    ['without a subject', () => sign({ claims: admin, drop: 'sub' }), 401],
    ['with a subject that forges lines of the log', () => sign({ claims: { ...admin, sub: 'x\nadmin' } }), 401],
    ['of another issuer', () => sign({ claims: { ...admin, iss: 'https://evil.example' } }), 401],
    ['for another audience', () => sign({ claims: { ...admin, aud: ['billing'] } }), 401],
    ['without an audience', () => sign({ claims: admin, drop: 'aud' }), 401],
    ['of another key', () => sign({ claims: admin, key: other.privateKey, header: { alg: 'EdDSA' } }), 401],
    ['of an algorithm that is not on the list', () => sign({ claims: admin, header: { alg: 'PS256' } }), 401],
    ['with a role that is not known', () => sign({ claims: { role: 'superuser' } }), 403],
    ['with a role that every object has', () => sign({ claims: { role: '__proto__' } }), 403],
    ['without a role', () => sign({ drop: 'role' }), 403],
    ['alg none', async () => `${part({ alg: 'none' })}.${(await sign({ claims: admin })).split('.')[1]}.`, 401],
    [
      'alg nOnE with a signature',
      async () => `${part({ alg: 'nOnE' })}.${(await sign({ claims: admin })).split('.').slice(1).join('.')}`,
      401,
    ],
    [
      'HS256 with the public key as its secret',
      async () => {
        const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${(await sign({ claims: admin })).split('.')[1]}`;
        return `${signed}.${createHmac('sha256', PEM).update(signed).digest('base64url')}`;
      },
      401,
    ],
    [
      'with a key of its own in the header',
      async () => {
        const jwk = await exportJWK(other.publicKey);
        const claims = { ...admin, iss: 'https://issuer.example' };
        const header = { alg: 'EdDSA', jwk } as unknown as { alg: string };
        return sign({ claims, key: other.privateKey, header });
      },
      401,
    ],
    [
      'with changed claims',
      async () => {
        const [header, payload, signature] = (await sign()).split('.');
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
        return `${header}.${part({ ...claims, role: 'admin' })}.${signature}`;
      },
      401,
    ],
    ['too long', () => sign({ claims: { ...admin, padding: 'x'.repeat(9000) } }), 401],
    ['no token at all', () => 'aaaa.bbbb.cccc', 401],
  ];

  it.each(attacks)('refuses one that is %s: logged without it, without effect', async (_name, make, status) => {
    const token = await make();
    const answer = await call(token, RELOAD, 'POST');
    expect(answer.status).toBe(status);
    expect(reloads).toBe(0);
    expect(logged).toContainEqual(expect.objectContaining({ message: 'a signed token was refused' }));
    const told = JSON.stringify(logged) + answer.text + JSON.stringify(answer.headers);
    for (const each of [token, ...token.split('.').filter((piece) => piece.length > 20)])
      expect(told).not.toContain(each);
  });

  it('slows down who guesses, and not whose token is over', async () => {
    const expired = await sign({ expiresIn: -60, issuedAgo: 100 });
    for (let i = 0; i < 15; i++) expect((await call(expired)).status).toBe(401);
    for (let i = 0; i < 10; i++) expect((await call(`aaaa.bbbb.${'c'.repeat(i + 4)}`)).status).toBe(401);
    expect((await call(await sign())).status).toBe(429);
  });

  it('a stream ends with its token', async () => {
    const token = await sign({ expiresIn: -29, issuedAgo: 100 });
    const told = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      const asked = get({ host: '127.0.0.1', port: running.port, path: '/endless', headers }, (answer) => {
        let text = '';
        answer.on('data', (piece: Buffer) => (text += piece.toString()));
        answer.on('error', () => {});
        answer.on('close', () => resolve(`${answer.statusCode} ${text}`));
      });
      asked.on('error', reject);
    });
    expect(told).toBe('200 begun\n');
  });

  it('has no sign-in for them: a session would outlive its token', async () => {
    const answer = await rawRequest(running.port, {
      method: 'POST',
      path: '/api/observatory/v1/session',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: await sign() }),
    });
    expect(answer.status).toBe(401);
  });

  it('follows the file: a new key is taken, a missing one lets nobody in', async () => {
    const old = await sign();
    expect((await call(old)).status).toBe(200);
    writeFileSync(pemFile, ed.publicKey.export({ type: 'spki', format: 'pem' }));
    utimesSync(pemFile, 1, 1);
    await clock.advanceBy(1001);
    expect((await call(old)).status).toBe(401);
    expect((await call(await sign({ key: ed.privateKey, header: { alg: 'EdDSA' } }))).status).toBe(200);
    rmSync(pemFile);
    await clock.advanceBy(1001);
    const answer = await call(await sign({ key: ed.privateKey, header: { alg: 'EdDSA' } }));
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('cannot be read')]);
  });
});

it('a wrong one is never taken for an unsigned loopback caller', async () => {
  await start(settings({ public_key_file: pemFile }), 'admin');
  const token = await sign({ claims: { role: 'admin' }, expiresIn: -60, issuedAgo: 100 });
  expect((await call(token, RELOAD, 'POST')).status).toBe(401);
});

it('a private key in the place of the public one is refused', async () => {
  writeFileSync(pemFile, rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await start(settings({ public_key_file: pemFile }));
  const answer = await call(await sign());
  expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('private key')]);
});

it('maps what the issuer calls its roles, deep in an object', async () => {
  await start(
    settings({
      public_key_file: pemFile,
      role_claim: 'realm_access.roles',
      role_mapping: { 'sre-oncall': 'operator', everybody: 'reader' },
    }),
  );
  const of = (roles: unknown) => sign({ claims: { role: 'admin', realm_access: { roles } } });
  expect((await call(await of(['everybody', 'sre-oncall']), RELOAD, 'POST')).text).toContain('you are operator');
  // With a mapping only what it lists counts.
  expect((await call(await of(['admin']))).status).toBe(403);
  expect((await call(await of(['constructor']))).status).toBe(403);
});

it('takes the key that the token names from a set in a file', async () => {
  const jwks = {
    keys: [
      { ...(await exportJWK(ed.publicKey)), kid: 'new' },
      { ...(await exportJWK(rsa.publicKey)), kid: 'old' },
    ],
  };
  writeFileSync(jwksFile, JSON.stringify(jwks));
  await start(settings({ jwks_file: jwksFile }));
  expect((await call(await sign({ header: { alg: 'RS256', kid: 'old' } }))).status).toBe(200);
  expect((await call(await sign({ key: ed.privateKey, header: { alg: 'EdDSA', kid: 'new' } }))).status).toBe(200);
  const unknown = await call(await sign({ header: { alg: 'RS256', kid: 'forged' } }));
  expect([unknown.status, unknown.text]).toEqual([401, expect.stringContaining('no such key')]);
});

describe('with keys that the issuer publishes', () => {
  let issuer: Server;
  let asked = 0;
  beforeEach(async () => {
    asked = 0;
    const jwks = { keys: [{ ...(await exportJWK(rsa.publicKey)), kid: 'k1' }] };
    issuer = createServer((_request, response) => {
      asked++;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    const { port } = issuer.address() as AddressInfo;
    await start(settings({ jwks_url: `http://127.0.0.1:${port}/keys` }));
  });
  afterEach(() => new Promise((resolve) => issuer.close(resolve)));

  it('reads them once, and for unknown keys not again and again', async () => {
    for (let i = 0; i < 3; i++)
      expect((await call(await sign({ header: { alg: 'RS256', kid: 'k1' } }))).status).toBe(200);
    expect(asked).toBe(1);
    for (let i = 0; i < 5; i++)
      expect((await call(await sign({ header: { alg: 'RS256', kid: `forged-${i}` } }))).status).toBe(401);
    expect(asked).toBe(1);
  });

  it('says so when the issuer does not answer, and takes other tokens', async () => {
    issuer.closeAllConnections();
    await new Promise((resolve) => issuer.close(resolve));
    const answer = await call(await sign({ header: { alg: 'RS256', kid: 'k1' } }));
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('ECONNREFUSED')]);
    expect((await call(TOKENS.admin)).status).toBe(200);
  });
});
