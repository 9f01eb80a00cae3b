import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { VirtualClock } from '../../util/clock.ts';
import { startTestServer, tokenSettings, TOKENS, type TestServer } from '../testing/fake-context.ts';
import { rawRequest } from '../testing/raw-request.ts';
import type { AuthSettings } from './authenticator.ts';

let running: TestServer;
let settings: AuthSettings;
let clock: VirtualClock;

beforeEach(async () => {
  settings = tokenSettings();
  running = await startTestServer({ auth: settings });
  clock = running.context.clock as VirtualClock;
});
afterEach(() => running.server.stop());

const PATH = '/api/observatory/v1/session';

async function signIn(token: string, headers: Record<string, string> = {}) {
  const answer = await rawRequest(running.port, {
    method: 'POST',
    path: PATH,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token }),
  });
  return { ...answer, cookie: answer.headers['set-cookie']?.[0] ?? '' };
}

const withCookie = (cookie: string, path = '/api/v1/labels', method = 'GET', headers: Record<string, string> = {}) =>
  rawRequest(running.port, { path, method, headers: { cookie: cookie.split(';')[0], ...headers } });

function tokenFileOf(role: string): string {
  const found = settings.tokens.find((token) => token.role === role);
  return found && 'tokenFile' in found ? found.tokenFile : '';
}

it('gives a cookie that scripts and other sites cannot use, with the role of the token', async () => {
  const { status, cookie, text } = await signIn(TOKENS.operator);
  expect(status).toBe(200);
  expect(cookie).toMatch(/^observatory_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(JSON.parse(text)).toEqual({ role: 'operator', signedIn: true, tokenNeeded: false });
  expect((await withCookie(cookie)).status).toBe(200);
  expect((await withCookie(cookie, '/-/reload', 'POST')).status).toBe(403);
  expect(JSON.parse((await withCookie(cookie, PATH)).text)).toMatchObject({ role: 'operator' });
});

it('a cookie does not help another site', async () => {
  const { cookie } = await signIn(TOKENS.admin);
  expect((await withCookie(cookie, '/-/reload', 'POST', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await withCookie(cookie, '/-/reload', 'POST', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await withCookie(cookie, '/-/reload', 'POST')).status).toBe(200);
});

it('signs out', async () => {
  const { cookie } = await signIn(TOKENS.reader);
  const out = await withCookie(cookie, PATH, 'DELETE');
  expect(out.headers['set-cookie']?.[0]).toMatch(/observatory_session=;.*Max-Age=0/);
  expect(JSON.parse(out.text)).toEqual({ role: null, signedIn: false, tokenNeeded: true });
  expect((await withCookie(cookie)).status).toBe(401);
});

it('ends when unused for twelve hours, and after a week in any case', async () => {
  const { cookie } = await signIn(TOKENS.reader);
  await clock.advanceBy(11 * 3_600_000);
  expect((await withCookie(cookie)).status).toBe(200);
  await clock.advanceBy(13 * 3_600_000);
  expect((await withCookie(cookie)).status).toBe(401);

  const second = await signIn(TOKENS.reader);
  for (let hours = 0; hours < 7 * 24; hours += 8) {
    expect((await withCookie(second.cookie)).status).toBe(200);
    await clock.advanceBy(8 * 3_600_000);
  }
  await clock.advanceBy(1);
  expect((await withCookie(second.cookie)).status).toBe(401);
});

it('follows the token file: a new token is taken, the old one and its sessions end', async () => {
  const { cookie } = await signIn(TOKENS.reader);
  writeFileSync(tokenFileOf('reader'), 'another-reader-token-987\n');
  utimesSync(tokenFileOf('reader'), 1, 1);
  await clock.advanceBy(1001);
  expect((await withCookie(cookie)).status).toBe(401);
  expect((await signIn(TOKENS.reader)).status).toBe(401);
  expect((await signIn('another-reader-token-987')).status).toBe(200);
});

it('a token file that is taken away revokes its token', async () => {
  const { cookie } = await signIn(TOKENS.admin);
  rmSync(tokenFileOf('admin'));
  await clock.advanceBy(1001);
  expect((await withCookie(cookie)).status).toBe(401);
  expect(
    (await rawRequest(running.port, { path: '/metrics', headers: { authorization: `Bearer ${TOKENS.admin}` } })).status,
  ).toBe(401);
});

it('an empty token file lets nobody in', async () => {
  writeFileSync(tokenFileOf('admin'), '\n');
  utimesSync(tokenFileOf('admin'), 1, 1);
  await clock.advanceBy(1001);
  for (const authorization of ['Bearer ', 'Bearer  ', 'Bearer']) {
    expect((await rawRequest(running.port, { path: '/metrics', headers: { authorization } })).status).toBe(401);
  }
});

it('a reload that takes a token out of the configuration ends its sessions', async () => {
  const { cookie } = await signIn(TOKENS.operator);
  running.context.authenticator.configure({
    ...settings,
    tokens: settings.tokens.filter(({ role }) => role !== 'operator'),
  });
  expect((await withCookie(cookie)).status).toBe(401);
});

it('takes tokens that stand in the configuration', async () => {
  running.context.authenticator.configure({
    tokens: [{ role: 'operator', token: 'inline-token-0123456789' }],
    loopbackRole: 'none',
  });
  const { cookie, text } = await signIn('inline-token-0123456789');
  expect(JSON.parse(text).role).toBe('operator');
  running.context.authenticator.configure({
    tokens: [{ role: 'operator', token: 'changed-token-0123456789' }],
    loopbackRole: 'none',
  });
  expect((await withCookie(cookie)).status).toBe(401);
});

it('slows down guessing, by sign-in and by header alike, and recovers', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) {
    statuses.push((await signIn(`guess-${i}`)).status);
    statuses.push(
      (await rawRequest(running.port, { path: '/metrics', headers: { authorization: `Bearer guess-${i}` } })).status,
    );
  }
  expect(statuses.slice(0, 10)).toEqual(Array<number>(10).fill(401));
  expect(statuses.slice(10)).toEqual([429, 429]);
  const limited = await signIn(TOKENS.admin);
  expect(limited.status).toBe(429);
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  await clock.advanceBy(Number(limited.headers['retry-after']) * 1000);
  expect((await signIn(TOKENS.admin)).status).toBe(200);
});
