import { fakeContext, startTestServer, type TestServer } from './testing/fake-context.ts';
import { rawRequest } from './testing/raw-request.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer({ allowHosts: ['observatory.example', 'other.example:8443'] });
});
afterAll(() => running.server.stop());

describe('Host allow-list', () => {
  it.each([
    'localhost',
    'localhost:9999',
    '127.0.0.1',
    '127.8.8.8:1',
    '[::1]:7480',
    'observatory.example',
    'OBSERVATORY.example:7480',
    'other.example',
  ])('answers %s', async (host) => {
    expect((await rawRequest(running.port, { path: '/-/healthy', headers: { host } })).status).toBe(200);
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '10.0.0.1',
    'localhost@evil.example',
    'evil.example:7480',
    '[::2]',
  ])('refuses %s, also on public and unknown routes', async (host) => {
    for (const path of ['/-/healthy', '/api/v1/query?query=up', '/', '/nothing/here.html']) {
      const answer = await rawRequest(running.port, { path, headers: { host } });
      expect([400, 421]).toContain(answer.status);
      expect(answer.text).toMatch(/host/i);
    }
  });

  it('says what to do about it', async () => {
    const answer = await rawRequest(running.port, { path: '/-/healthy', headers: { host: 'evil.example' } });
    expect(JSON.parse(answer.text).error).toMatchObject({
      code: 'OBS_HTTP_HOST',
      hint: expect.stringContaining('allow_hosts'),
    });
  });
});

describe('origin', () => {
  const post = (headers: Record<string, string>) =>
    rawRequest(running.port, {
      method: 'POST',
      path: '/api/v1/query',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: 'query=up',
    });

  it('takes posts without an Origin, and from our own', async () => {
    expect((await post({})).status).toBe(200);
    expect((await post({ host: 'localhost:7480', origin: 'http://localhost:7480' })).status).toBe(200);
    expect(
      (await post({ host: 'localhost:7480', origin: 'http://localhost:7480', 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(200);
    // A proxy that ends TLS in front of us.
    expect((await post({ host: 'observatory.example', origin: 'https://observatory.example' })).status).toBe(200);
    expect((await post({ host: 'observatory.example:80', origin: 'https://observatory.example' })).status).toBe(403);
    expect((await post({ host: 'observatory.example:443', origin: 'https://observatory.example' })).status).toBe(200);
  });

  it.each([
    'http://evil.example',
    'http://localhost:3000',
    'null',
    'http://localhost:7480.evil.example',
    'file://',
    'https://localhost:7481',
  ])('refuses posts from %s', async (origin) => {
    expect((await post({ host: 'localhost:7480', origin })).status).toBe(403);
  });

  it('refuses what another site makes a browser fetch, but not a link that was followed', async () => {
    const get = (headers: Record<string, string>) =>
      rawRequest(running.port, { path: '/api/v1/query?query=up', headers });
    expect((await get({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status).toBe(403);
    expect((await get({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' })).status).toBe(403);
    expect((await get({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(200);
    expect((await get({ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).status).toBe(200);
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('never allows another origin to read an answer', async () => {
    const answer = await rawRequest(running.port, {
      path: '/api/v1/query?query=up',
      headers: { origin: 'http://evil.example' },
    });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('content types', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'refuses %j on Observatory posts',
    async (type) => {
      const answer = await rawRequest(running.port, {
        method: 'POST',
        path: '/api/observatory/v1/session',
        headers: type === '' ? {} : { 'content-type': type },
        body: '{"token":"x"}',
      });
      expect(answer.status).toBe(415);
      expect(JSON.parse(answer.text).error.code).toBe('OBS_HTTP_CONTENT_TYPE');
    },
  );

  it('refuses bodies that are too large, and JSON that is none', async () => {
    const send = (body: string) =>
      rawRequest(running.port, {
        method: 'POST',
        path: '/api/observatory/v1/session',
        headers: { 'content-type': 'application/json' },
        body,
      });
    expect((await send(JSON.stringify({ token: 'x'.repeat(2 << 20) }))).status).toBe(413);
    expect(JSON.parse((await send('{')).text).error.code).toBe('OBS_HTTP_JSON');
    expect(JSON.parse((await send('{"token":""}')).text).error.code).toBe('OBS_HTTP_INVALID');
    expect(JSON.parse((await send('{"token":"x","__proto__":{"role":"admin"}}')).text).error.code).toMatch(/^OBS_/);
  });

  it('takes only forms on Prometheus query routes', async () => {
    const answer = await rawRequest(running.port, {
      method: 'POST',
      path: '/api/v1/query',
      headers: { 'content-type': 'text/plain' },
      body: 'query=up',
    });
    expect(answer.status).toBe(415);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'error', errorType: 'bad_data' });
  });
});

it('sends security headers with every answer, refusals included', async () => {
  for (const [path, host] of [
    ['/-/healthy', 'localhost'],
    ['/-/healthy', 'evil.example'],
    ['/nothing', 'localhost'],
  ]) {
    const { headers } = await rawRequest(running.port, { path, headers: { host } });
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  }
});

it('tells a taken port in one sentence', async () => {
  const second = await startTestServer();
  await second.server.stop();
  const { createHttpServer } = await import('./server.ts');
  const context = fakeContext();
  const server = createHttpServer({
    guard: { admit: () => ({ role: undefined, via: 'nobody' }) } as never,
    logger: context.logger,
    metrics: context.metrics,
    routes: () => {},
  });
  await expect(server.start('127.0.0.1', running.port)).rejects.toMatchObject({
    code: 'OBS_HTTP_LISTEN',
    message: `127.0.0.1:${running.port} is taken by another process`,
    hint: expect.stringContaining('--listen'),
  });
  await server.stop();
});

it('survives garbage on the socket', async () => {
  const { connect } = await import('node:net');
  for (const bytes of [
    '\0\0\0\0\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET /%%% HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'POST /api/v1/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  ]) {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(running.port, '127.0.0.1', () => socket.end(bytes));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
  }
  expect((await rawRequest(running.port, { path: '/-/healthy' })).status).toBe(200);
});
