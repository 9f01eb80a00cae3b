import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';

const BLOCK = 512;

/**
 * Files of a folder as an archive (POSIX ustar), a piece at a time.
 * @param files paths below the folder, with `/`, of at most 100 bytes each
 */
export async function* writeTar(folder: string, files: readonly string[]): AsyncGenerator<Buffer> {
  for (const name of files) {
    const file = path.join(folder, ...name.split('/'));
    const { size, mtimeMs } = await stat(file);
    yield headerOf(name, size, mtimeMs);
    if (size === 0) continue;
    // What grows meanwhile is cut at the size that was said.
    for await (const piece of createReadStream(file, { end: size - 1 })) yield piece as Buffer;
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function headerOf(name: string, size: number, modifiedMs: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new Error(`the name ${name} is too long for an archive`);
  header.write(name, 0, 'utf8');
  header.write('0000644\0', 100, 'latin1');
  header.write('0000000\0'.repeat(2), 108, 'latin1');
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write(
    `${Math.max(0, Math.floor(modifiedMs / 1000))
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
    'latin1',
  );
  header.write('        0', 148, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
