import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestServer, type TestServer } from './testing/fake-context.ts';
import { rawRequest } from './testing/raw-request.ts';

let running: TestServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-console-'));
  const dist = path.join(folder, 'dist');
  mkdirSync(path.join(dist, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'hunter2');
  writeFileSync(path.join(dist, 'index.html'), '<!doctype html><title>Observatory</title>');
  writeFileSync(path.join(dist, 'favicon.svg'), '<svg/>');
  writeFileSync(path.join(dist, 'assets/main-4F7KQ2XB.js'), 'console.log(1)');
  writeFileSync(path.join(dist, 'assets/plain-name.js'), '1');
  symlinkSync(path.join(folder, 'secret.txt'), path.join(folder, 'link.txt'));
  running = await startTestServer({ consoleDirectory: dist, auth: { tokens: [], loopbackRole: 'none' } });
});
afterAll(() => running.server.stop());

const get = (url: string, method = 'GET') => rawRequest(running.port, { path: url, method });

it('serves the page without a token, never cached, under a strict policy', async () => {
  const { status, headers, text } = await get('/');
  expect([status, text]).toEqual([200, '<!doctype html><title>Observatory</title>']);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-cache');
  expect(headers['content-security-policy']).not.toMatch(/unsafe/);
});

it('serves hashed files for ever, others not', async () => {
  const hashed = await get('/assets/main-4F7KQ2XB.js');
  expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(hashed.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect((await get('/assets/plain-name.js')).headers['cache-control']).toBe('no-cache');
  expect((await get('/favicon.svg')).headers['content-type']).toBe('image/svg+xml');
  expect((await get('/favicon.svg', 'HEAD')).status).toBe(200);
});

it('gives the page for addresses that the console routes itself', async () => {
  expect((await get('/nodes')).text).toContain('Observatory');
  expect((await get('/nodes/broker-1')).status).toBe(404);
});

it.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/..%5csecret.txt',
  '/assets//etc/passwd.txt',
  '/.env.json',
  '/link.txt',
  '/assets/main.js%00.txt',
  '/assets/none-00000000.js',
])('does not serve %s', async (url) => {
  const { status, text } = await get(url);
  expect([400, 404]).toContain(status);
  expect(text).not.toContain('hunter2');
});

it.each(['/api/v1/nothing', '/api/nothing', '/-/nothing', '/ws/dashboard'])('%s is no page', async (url) => {
  expect((await get(url)).status).toBe(404);
});

it('says so when it is not built', async () => {
  const bare = await startTestServer({ consoleDirectory: path.join(folder, 'nothing') });
  const { status, text } = await rawRequest(bare.port, { path: '/' });
  expect(status).toBe(503);
  expect(JSON.parse(text).error).toMatchObject({
    code: 'OBS_CONSOLE_NOT_BUILT',
    hint: expect.stringContaining('npm run build'),
  });
  await bare.server.stop();
});
