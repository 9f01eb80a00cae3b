import { constants as bufferConstants } from 'node:buffer';
import { createGunzip, gunzipSync, type Gunzip } from 'node:zlib';
import type { FlowControl } from '../http-client/index.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';

/** Takes the chunks of a body as they come off the wire and hands on the decompressed bytes. */
export interface BodyDecoder {
  write(chunk: Buffer, controller: FlowControl): void;
  /** Resolves when everything has been handed on. */
  finish(): Promise<void>;
  /** Frees what a body that will not be finished holds. */
  abort(): void;
}

/** Compressed bytes up to which one synchronous call beats a stream: about 5 MB of text, a few ms. */
const SYNC_LIMIT_BYTES = 256 * 1024;
const MIN_CHUNK_BYTES = 16 * 1024;
const MAX_CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * @param maxBytes decompressed bytes beyond which the body is refused; 0 means no limit.
 * @param expectedBytes decompressed size of the body before this one; a good guess saves zlib a third of its time.
 * @throws ObservatoryError OBS_SCRAPE_ENCODING for an encoding that was not asked for.
 */
export function createBodyDecoder(
  encoding: string | undefined,
  maxBytes: number,
  expectedBytes: number,
  sink: (chunk: Uint8Array) => void,
): BodyDecoder {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return { write: sink, finish: () => Promise.resolve(), abort() {} };
  if (name === 'gzip' || name === 'x-gzip') return new GzipDecoder(maxBytes, expectedBytes, sink);
  throw new ObservatoryError(
    'OBS_SCRAPE_ENCODING',
    `the target sent content encoding ${name}, which was not asked for`,
  );
}

/**
 * Small bodies are collected and inflated at once; large ones go through zlib's thread pool, so that the event loop stays
 * free, with the socket paused while zlib is behind.
 */
class GzipDecoder implements BodyDecoder {
  private readonly maxBytes: number;
  private readonly chunkBytes: number;
  private readonly sink: (chunk: Uint8Array) => void;
  private collected: Buffer[] = [];
  private collectedBytes = 0;
  private stream: Gunzip | undefined;
  private streamDone: Promise<void> | undefined;

  constructor(maxBytes: number, expectedBytes: number, sink: (chunk: Uint8Array) => void) {
    this.maxBytes = maxBytes;
    // Room for the whole body and a little growth: zlib then neither allocates again nor joins pieces.
    this.chunkBytes = Math.min(Math.max(Math.ceil(expectedBytes * 1.02) + 1024, MIN_CHUNK_BYTES), MAX_CHUNK_BYTES);
    this.sink = sink;
  }

  write(chunk: Buffer, controller: FlowControl): void {
    // zlib reads later, the socket's buffer is reused before that.
    const copy = Buffer.from(chunk);
    if (!this.stream) {
      this.collected.push(copy);
      this.collectedBytes += copy.length;
      if (this.collectedBytes > SYNC_LIMIT_BYTES) this.startStream(controller);
    } else if (!this.stream.write(copy)) {
      controller.pause();
      this.stream.once('drain', () => controller.resume());
    }
  }

  async finish(): Promise<void> {
    if (this.stream) {
      this.stream.end();
      return this.streamDone;
    }
    try {
      const compressed =
        this.collected.length === 1 ? this.collected[0] : Buffer.concat(this.collected, this.collectedBytes);
      this.sink(
        gunzipSync(compressed, {
          maxOutputLength: this.maxBytes > 0 ? this.maxBytes : bufferConstants.MAX_LENGTH,
          chunkSize: this.chunkBytes,
        }),
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw bodyTooLarge(this.maxBytes);
      throw asGzipError(error);
    } finally {
      this.collected = [];
    }
  }

  abort(): void {
    this.collected = [];
    this.stream?.destroy();
  }

  private startStream(controller: FlowControl): void {
    const stream = createGunzip();
    this.stream = stream;
    this.streamDone = new Promise((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => {
        try {
          this.sink(chunk);
        } catch (error) {
          stream.destroy(error as Error);
        }
      });
      stream.once('end', resolve);
      stream.once('error', (error) => {
        reject(asGzipError(error));
        controller.resume();
        controller.abort(error);
      });
      stream.once('close', () => reject(new ObservatoryError('OBS_HTTP_ABORTED', 'the body was abandoned')));
    });
    // Awaited only in finish(); a body abandoned before must not become an unhandled rejection.
    this.streamDone.catch(() => {});
    for (const part of this.collected) stream.write(part);
    this.collected = [];
  }
}

export function bodyTooLarge(maxBytes: number): ObservatoryError {
  return new ObservatoryError('OBS_SCRAPE_BODY_LIMIT', `body size limit exceeded (${maxBytes} bytes)`, {
    hint: 'Raise body_size_limit of the job, or expose less.',
  });
}

/** zlib's errors carry a code; whatever else came out of the sink is passed on as it is. */
function asGzipError(error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code;
  if (code?.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new ObservatoryError('OBS_SCRAPE_ENCODING', `the body is not valid gzip: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return error instanceof Error ? error : new Error(String(error));
}
