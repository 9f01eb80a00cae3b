import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ObservatoryError } from '../../util/errors.ts';

export interface TarEntry {
  /** As the archive has it; judge it before it becomes a path. */
  name: string;
  bytes: number;
  modifiedMs: number;
  /** Its content; has to be read to its end before the next entry, and is skipped where it was not. */
  content: AsyncGenerator<Buffer>;
}

const BLOCK = 512;
const GZIP = Buffer.from([0x1f, 0x8b]);
/** Of a long name (`path=…` of pax, or GNU's `L`). */
const MOST_NAME_BYTES = 64 * 1024;

/**
 * Regular files of an archive in order (POSIX ustar, pax and GNU names; gzipped or not), as they arrive: nothing of it is held
 * but a block. Links, devices and folders are passed over.
 * @throws ObservatoryError OBS_RUN_ARCHIVE when it is none, or ends too early
 */
export async function* readTar(archive: Readable): AsyncGenerator<TarEntry> {
  const bytes = new ByteQueue(archive);
  const source = (await bytes.peek(2)).equals(GZIP) ? new ByteQueue(unzipped(bytes.rest())) : bytes;
  let longName: string | undefined;
  try {
    for (;;) {
      const header = await source.take(BLOCK);
      if (header.every((byte) => byte === 0)) return;
      const { size, type, name, modifiedMs } = parseHeader(header);
      if (type === 'x' || type === 'L') {
        if (size > MOST_NAME_BYTES) throw broken('a name in it is too long');
        const text = await source.take(size);
        await source.skip(padding(size));
        longName = type === 'L' ? text.toString('utf8').replace(/\0.*$/s, '') : (paxPath(text) ?? longName);
        continue;
      }
      let left = size;
      async function* content(): AsyncGenerator<Buffer> {
        while (left > 0) {
          const piece = await source.some(left);
          left -= piece.length;
          yield piece;
        }
      }
      if (type === '0' || type === '\0') yield { name: longName ?? name, bytes: size, modifiedMs, content: content() };
      longName = undefined;
      await source.skip(left + padding(size));
    }
  } catch (error) {
    if (error instanceof ObservatoryError) throw error;
    throw broken('it cannot be unpacked', error);
  }
}

/** Failures of either stream come out of the second. */
function unzipped(zipped: Readable): Readable {
  return pipeline(zipped, createGunzip(), () => {});
}

function parseHeader(header: Buffer): { size: number; type: string; name: string; modifiedMs: number } {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  if (octal(header, 148, 8) !== sum) throw broken('it is no tar archive, or damaged');
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textAt(header, 345, 155) : '';
  const name = textAt(header, 0, 100);
  return {
    size: octal(header, 124, 12),
    type: header.toString('latin1', 156, 157),
    name: prefix === '' ? name : `${prefix}/${name}`,
    modifiedMs: octal(header, 136, 12) * 1000,
  };
}

function textAt(header: Buffer, at: number, length: number): string {
  return header.toString('utf8', at, at + length).replace(/\0.*$/s, '');
}

/** Digits, with spaces or zeros around; sizes above 8 GB are written otherwise and taken for damaged. */
function octal(header: Buffer, at: number, length: number): number {
  const text = header
    .toString('latin1', at, at + length)
    .replace(/[\0 ]+$/, '')
    .trim();
  if (!/^[0-7]{1,12}$/.test(text)) throw broken('it is no tar archive, or damaged');
  return parseInt(text, 8);
}

/** Records of pax: `LENGTH key=value\n`. */
function paxPath(text: Buffer): string | undefined {
  return /^\d+ path=(.*)$/m.exec(text.toString('utf8'))?.[1];
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function broken(why: string, cause?: unknown): ObservatoryError {
  return new ObservatoryError('OBS_RUN_ARCHIVE', `the archive is refused: ${why}`, {
    httpStatus: 422,
    hint: 'make it with: tar cz -C runs/NAME .',
    cause,
  });
}

/** Bytes of a stream in the pieces that are asked for. */
class ByteQueue {
  private readonly iterator: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(source: Readable) {
    this.iterator = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Without taking them; fewer at the end. */
  async peek(count: number): Promise<Buffer> {
    while (this.held.length < count && (await this.more()));
    return this.held.subarray(0, count);
  }

  async take(count: number): Promise<Buffer> {
    if ((await this.peek(count)).length < count) throw broken('it ends too early');
    const taken = this.held.subarray(0, count);
    this.held = this.held.subarray(count);
    return taken;
  }

  /** At least one byte, at most so many. */
  async some(most: number): Promise<Buffer> {
    if (this.held.length === 0 && !(await this.more())) throw broken('it ends too early');
    return this.take(Math.min(most, this.held.length));
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0;) left -= (await this.some(left)).length;
  }

  /** Everything that was not taken, as a stream. */
  rest(): Readable {
    const { held, iterator } = this;
    async function* pieces(): AsyncGenerator<Buffer> {
      if (held.length > 0) yield held;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    }
    return Readable.from(pieces(), { objectMode: false });
  }

  private async more(): Promise<boolean> {
    const next = await this.iterator.next();
    if (next.done) return false;
    this.held = this.held.length === 0 ? next.value : Buffer.concat([this.held, next.value]);
    return true;
  }
}
