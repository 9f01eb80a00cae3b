import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, createGzip, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Below this a compressed answer is no faster to send: one network packet. */
const GZIP_FROM_BYTES = 1400;
/** Answers repeat label names, so the fastest level already saves nine bytes of ten. */
const GZIP_LEVEL = constants.Z_BEST_SPEED;
/** Chunks written between two turns of the event loop, so that a big answer delays no scrape. */
const CHUNKS_A_TURN = 4;

const gzipBuffer = promisify(gzip);

export function acceptsGzip(request: FastifyRequest): boolean {
  const accepted = request.headers['accept-encoding'];
  if (typeof accepted !== 'string') return false;
  return accepted.split(',').some((part) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(part));
}

/** Sends a complete body, compressed in a helper thread when the caller takes it and it is worth it. */
export async function sendBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  contentType: string,
  body: Buffer,
): Promise<FastifyReply> {
  reply.type(contentType).header('vary', 'accept-encoding');
  if (body.length < GZIP_FROM_BYTES || !acceptsGzip(request)) return reply.send(body);
  return reply.header('content-encoding', 'gzip').send(await gzipBuffer(body, { level: GZIP_LEVEL }));
}

/**
 * Sends chunks as they are made. A body of one chunk goes as `sendBytes`; a longer one is streamed at the reader's pace,
 * so that it is never whole in memory, and its making stops when the reader goes away.
 */
export async function sendChunks(
  request: FastifyRequest,
  reply: FastifyReply,
  contentType: string,
  chunks: Iterator<Buffer>,
): Promise<FastifyReply> {
  const first = chunks.next();
  if (first.done) return sendBytes(request, reply, contentType, Buffer.alloc(0));
  const second = chunks.next();
  if (second.done) return sendBytes(request, reply, contentType, first.value);
  const stream = Readable.from(inTurns([first.value, second.value], chunks), { objectMode: false });
  reply.type(contentType).header('vary', 'accept-encoding');
  if (!acceptsGzip(request)) return reply.send(stream);
  const compressor = createGzip({ level: GZIP_LEVEL });
  stream.on('error', (error) => compressor.destroy(error));
  compressor.on('close', () => stream.destroy());
  return reply.header('content-encoding', 'gzip').send(stream.pipe(compressor));
}

/** Small pieces are sent together: a packet, a compression and a turn of the event loop for each would cost more than they. */
const CHUNK_BYTES = 64 * 1024;

/** Sends pieces as they come, at the reader's pace; their making stops when the reader goes away. */
export function sendPieces(
  request: FastifyRequest,
  reply: FastifyReply,
  contentType: string,
  pieces: AsyncIterable<Uint8Array | string>,
): FastifyReply {
  const stream = Readable.from(joined(pieces), { objectMode: false });
  reply.type(contentType).header('vary', 'accept, accept-encoding');
  if (!acceptsGzip(request)) return reply.send(stream);
  const compressor = createGzip({ level: GZIP_LEVEL });
  stream.on('error', (error) => compressor.destroy(error));
  compressor.on('close', () => stream.destroy());
  return reply.header('content-encoding', 'gzip').send(stream.pipe(compressor));
}

/** Waits for the first piece, so that what fails at once is answered with its own status. */
export async function primed<T>(pieces: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await pieces.next();
  async function* all(): AsyncGenerator<T> {
    if (first.done) return;
    yield first.value;
    yield* pieces;
  }
  return all();
}

async function* joined(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let text = '';
  let bytes = 0;
  const flush = () => {
    if (text !== '') waiting.push(Buffer.from(text));
    const chunk = Buffer.concat(waiting);
    waiting = [];
    text = '';
    bytes = 0;
    return chunk;
  };
  for await (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else {
      if (text !== '') waiting.push(Buffer.from(text));
      text = '';
      waiting.push(piece);
    }
    bytes += piece.length;
    if (bytes < CHUNK_BYTES) continue;
    yield flush();
    await nextTurn();
  }
  if (bytes > 0) yield flush();
}

async function* inTurns(made: Buffer[], rest: Iterator<Buffer>): AsyncGenerator<Buffer> {
  yield* made;
  for (let count = 1; ; count++) {
    const next = rest.next();
    if (next.done) return;
    yield next.value;
    if (count % CHUNKS_A_TURN === 0) await nextTurn();
  }
}
