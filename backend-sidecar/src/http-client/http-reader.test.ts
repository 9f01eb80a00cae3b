import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../util/clock.ts';
import { HttpReader } from './http-reader.ts';

let server: Server;
let reader: HttpReader;
/** Requests that arrived, of any connection. */
let arrived: number;
/** Requests, counted from 1, whose connection is closed without an answer. */
let hungUp: Set<number>;

beforeEach(async () => {
  arrived = 0;
  hungUp = new Set();
  server = createServer((request, response) => {
    arrived++;
    if (hungUp.has(arrived)) request.socket.destroy();
    else response.end(`answer ${arrived}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  reader = new HttpReader({
    client: { auth: undefined, tls: undefined, followRedirects: true, headers: [] },
    clock: systemClock,
    timeoutMs: 20_000,
    maxBytes: 1000,
    userAgent: 'test',
  });
});
afterEach(async () => {
  await reader.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const url = () => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

describe('a connection that the server closed', () => {
  it('is opened anew for a GET, once', async () => {
    hungUp.add(2);
    expect((await reader.get(url())).body.toString()).toBe('answer 1');
    expect((await reader.get(url())).body.toString()).toBe('answer 3');
    hungUp.add(4).add(5);
    await expect(reader.get(url())).rejects.toMatchObject({ code: 'OBS_HTTP_FAILED' });
    expect(arrived).toBe(5);
  });

  it('is told of anything that changes state: it may have been done', async () => {
    hungUp.add(1);
    await expect(reader.request({ method: 'POST', url: url(), body: Buffer.from('x') })).rejects.toMatchObject({
      code: 'OBS_HTTP_FAILED',
    });
    expect(arrived).toBe(1);
  });
});
