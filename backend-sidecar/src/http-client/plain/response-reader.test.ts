import fc from 'fast-check';
import type { ResponseHead } from './response-head.ts';
import { ResponseReader } from './response-reader.ts';

interface Read {
  head: ResponseHead | undefined;
  body: string;
  used: number;
  reader: ResponseReader;
}

/** Feeds a response in pieces cut at these places. */
function read(response: string, cuts: readonly number[] = []): Read {
  let head: ResponseHead | undefined;
  const body: Buffer[] = [];
  const reader = new ResponseReader({
    onHead: (each) => (head = each),
    // The receive buffer is used again after each piece.
    onBody: (bytes) => body.push(Buffer.from(bytes)),
  });
  const bytes = Buffer.from(response, 'latin1');
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let used = 0;
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    used += reader.write(Buffer.from(bytes.subarray(from, end)));
    from = end;
  }
  return { head, body: Buffer.concat(body).toString('latin1'), used, reader };
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('a response', () => {
  it('with a length ends there', () => {
    const { head, body, used, reader } = read(
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhellorest',
    );
    expect({ status: head?.status, text: head?.statusText, body, rest: 'hellorest'.length - 5 }).toEqual({
      status: 200,
      text: 'OK',
      body: 'hello',
      rest: 4,
    });
    expect(head?.headers).toEqual({ 'content-length': '5', 'x-a': '1, 2' });
    expect(used).toBe('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello'.length);
    expect([reader.isDone, reader.keepsAlive]).toEqual([true, true]);
  });

  it('in chunks ends with the last one and its trailers', () => {
    const { body, reader } = read(`${CHUNKED}5;a="b"\r\nhello\r\n00A \r\n, world...\r\n0\r\nX-Sum: 1\r\n\r\n`);
    expect(body).toBe('hello, world...');
    expect([reader.isDone, reader.keepsAlive]).toEqual([true, true]);
  });

  it('without either ends with the connection', () => {
    const { body, reader } = read('HTTP/1.0 200 OK\n\nhello');
    expect([body, reader.isDone]).toEqual(['hello', false]);
    expect([reader.end(), reader.isDone, reader.keepsAlive]).toEqual([true, true, false]);
  });

  it('that breaks off is not ended by the connection', () => {
    expect(read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell').reader.end()).toBe(false);
    expect(read(`${CHUNKED}5\r\nhello\r\n`).reader.end()).toBe(false);
    expect(read('HTTP/1.1 200').reader.end()).toBe(false);
  });

  it.each([
    ['204 has no body', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n', 204],
    ['304 has no body', 'HTTP/1.1 304\r\n\r\n', 304],
    [
      '1xx comes before the real one',
      'HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      200,
    ],
  ])('%s', (_, response, status) => {
    const { head, reader } = read(response);
    expect([head?.status, reader.isDone]).toEqual([status, true]);
  });

  it.each([
    ['HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', false],
  ])('%j keeps the connection: %s', (response, keeps) => {
    expect(read(response).reader.keepsAlive).toBe(keeps);
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9\r\n\r\n'],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n'],
    ['a field without a name', 'HTTP/1.1 200 OK\r\n: a\r\n\r\n'],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n'],
    ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n'],
    ['a length beyond all numbers', 'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n'],
    ['a foreign coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
    ['a chunk without a size', `${CHUNKED}hello\r\n`],
    ['a chunk longer than its size', `${CHUNKED}4\r\nhello\r\n`],
    ['an endless chunk size', `${CHUNKED}${'0'.repeat(2000)}`],
    ['an endless header', `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(20_000)}`],
    ['a header too large', `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['endless trailers', `${CHUNKED}0\r\n${'A: aaaaaaaaaaaaaaaaaaaa\r\n'.repeat(1000)}`],
    ['a change of protocol', 'HTTP/1.1 101 Switching\r\n\r\n'],
  ])('with %s is refused', (_, response) => {
    expect(() => read(response)).toThrow(expect.objectContaining({ code: 'OBS_HTTP_MALFORMED' }));
  });

  it('reads the same however its bytes are cut', () => {
    const bodies = fc.array(fc.string({ minLength: 1, maxLength: 40, unit: 'binary-ascii' }), { maxLength: 6 });
    fc.assert(
      fc.property(bodies, fc.constantFrom('length', 'chunked'), fc.array(fc.nat(2000)), (parts, framing, cuts) => {
        const body = parts.join('');
        const response =
          framing === 'length'
            ? `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`
            : `${CHUNKED}${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`;
        const result = read(response, cuts);
        expect([result.body, result.used, result.reader.isDone]).toEqual([body, response.length, true]);
      }),
    );
  });

  it('of any bytes is read or refused, never more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 200 }), fc.array(fc.nat(400)), (tail, cuts) => {
        for (const start of ['', 'HTTP/1.1 200 OK\r\n', CHUNKED]) {
          try {
            const { used } = read(start + tail, cuts);
            expect(used).toBeLessThanOrEqual(start.length + tail.length);
          } catch (error) {
            expect(error).toMatchObject({ code: 'OBS_HTTP_MALFORMED' });
          }
        }
      }),
    );
  });
});
