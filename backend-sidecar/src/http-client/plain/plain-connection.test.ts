import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../util/clock.ts';
import { PlainConnection } from './plain-connection.ts';

/** A server that answers the n-th request of its life by `answer(n, socket)`. */
async function startServer(answer: (count: number, socket: net.Socket, request: string) => void) {
  const sockets = new Set<net.Socket>();
  let count = 0;
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => answer(++count, socket, data.toString('latin1')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const REQUEST = { method: 'GET' as const, path: '/metrics?a=1', headers: { accept: '*/*' } };

let server: Awaited<ReturnType<typeof startServer>> | undefined;
let connection: PlainConnection | undefined;
afterEach(async () => {
  await connection?.close();
  await server?.close();
  server = undefined;
});

/** One exchange; the body is copied as it comes. */
async function get(over: PlainConnection, timeoutMs = 2000, wanted = true, signal?: AbortSignal) {
  let status = 0;
  const chunks: Buffer[] = [];
  await over.exchange(
    REQUEST,
    {
      onHead: (code) => ((status = code), wanted),
      onChunk: (chunk) => void chunks.push(Buffer.from(chunk)),
    },
    { clock: systemClock, timeoutMs, signal },
  );
  return { status, body: Buffer.concat(chunks) };
}

const answerOf = (body: string | Buffer) =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`), Buffer.from(body)]);

describe('a plain connection', () => {
  it('sends what it is asked and is kept between exchanges', async () => {
    const requests: string[] = [];
    server = await startServer((n, socket, request) => {
      requests.push(request);
      socket.write(answerOf(`body ${n}`));
    });
    connection = new PlainConnection(server.origin);
    expect((await get(connection)).body.toString()).toBe('body 1');
    expect((await get(connection)).body.toString()).toBe('body 2');
    expect(requests[0]).toBe(
      `GET /metrics?a=1 HTTP/1.1\r\nhost: ${new URL(server.origin).host}\r\nconnection: keep-alive\r\naccept: */*\r\n\r\n`,
    );
    expect(server.connections()).toBe(1);
  });

  it('reads bodies beyond its buffer, of two connections at once', async () => {
    const bodies = [Buffer.alloc(3_000_000, 'a'), Buffer.alloc(3_000_000, 'b')];
    server = await startServer((n, socket) => socket.write(answerOf(bodies[n % 2])));
    connection = new PlainConnection(server.origin);
    const other = new PlainConnection(server.origin);
    const answers = await Promise.all([get(connection), get(other)]);
    await other.close();
    expect(answers.map(({ body }) => body.length)).toEqual([3_000_000, 3_000_000]);
    for (const { body } of answers) expect(body.equals(bodies[0]) || body.equals(bodies[1])).toBe(true);
  });

  it('reads to the end of the connection', async () => {
    server = await startServer((_, socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nall of it'));
    connection = new PlainConnection(server.origin);
    expect((await get(connection)).body.toString()).toBe('all of it');
    expect((await get(connection)).body.toString()).toBe('all of it');
    expect(server.connections()).toBe(2);
  });

  it('fails when the answer breaks off, and connects anew', async () => {
    server = await startServer((n, socket) => {
      if (n === 1) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
      else socket.write(answerOf('whole'));
    });
    connection = new PlainConnection(server.origin);
    await expect(get(connection)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await get(connection)).body.toString()).toBe('whole');
  });

  it('fails at its deadline and does not take a late answer for the next one', async () => {
    server = await startServer((n, socket) => {
      if (n === 1) setTimeout(() => socket.write(answerOf('late')), 80);
      else socket.write(answerOf('next'));
    });
    connection = new PlainConnection(server.origin);
    await expect(get(connection, 30)).rejects.toMatchObject({ code: 'OBS_HTTP_TIMEOUT' });
    expect((await get(connection)).body.toString()).toBe('next');
  });

  it('trusts nothing that comes after an answer', async () => {
    server = await startServer((n, socket) =>
      socket.write(n === 1 ? `${answerOf('one')}${answerOf('planted')}` : answerOf('two')),
    );
    connection = new PlainConnection(server.origin);
    expect((await get(connection)).body.toString()).toBe('one');
    expect((await get(connection)).body.toString()).toBe('two');
    expect(server.connections()).toBe(2);
  });

  it('reads over a body that nobody wants when it is short, and hangs up when it is long', async () => {
    server = await startServer((n, socket) => socket.write(answerOf('x'.repeat(n === 1 ? 10 : 1_000_000))));
    connection = new PlainConnection(server.origin);
    expect((await get(connection, 2000, false)).body).toHaveLength(0);
    await get(connection, 2000, false);
    expect(server.connections()).toBe(1);
    await get(connection);
    expect(server.connections()).toBe(2);
  });

  it('can be given up', async () => {
    server = await startServer(() => {});
    connection = new PlainConnection(server.origin);
    const controller = new AbortController();
    const answer = get(connection, 2000, true, controller.signal);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ code: 'OBS_HTTP_ABORTED' });
    await expect(get(connection, 2000, true, AbortSignal.abort())).rejects.toMatchObject({ code: 'OBS_HTTP_ABORTED' });
  });

  it('refuses headers that would break out of theirs', async () => {
    connection = new PlainConnection('http://127.0.0.1:1');
    const request = { ...REQUEST, headers: { a: 'b\r\nc: d' } };
    const sink = { onHead: () => true, onChunk: () => {} };
    const exchange = connection.exchange(request, sink, { clock: systemClock, timeoutMs: 10 });
    await expect(exchange).rejects.toThrow(/Invalid character/);
  });
});
