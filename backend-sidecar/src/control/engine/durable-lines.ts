import { open, readFile, rename, mkdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { crc32c } from '../../util/crc32c.ts';
import { ObservatoryError, messageOf } from '../../util/errors.ts';

/**
 * A file of JSON lines that only grows, each line forced to disk before `append` resolves: `crc32c json\n`, the checksum in
 * eight hex digits. A torn last line (a crash in the middle of a write) is cut off at the next opening; anything else that
 * does not check is an error, because what follows it cannot be trusted.
 */
export class DurableLines {
  private readonly file: string;
  private handle: FileHandle | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private broken: unknown;

  constructor(file: string) {
    this.file = file;
  }

  /** All records there are. @throws ObservatoryError OBS_CONTROL_JOURNAL */
  async open(): Promise<unknown[]> {
    await mkdir(path.dirname(this.file), { recursive: true });
    const { records, validBytes } = parseLines(await contentOf(this.file), this.file);
    // 'a' makes the file; the cut needs 'r+'.
    await (await open(this.file, 'a', 0o600)).close();
    this.handle = await open(this.file, 'r+');
    await this.handle.truncate(validBytes);
    await this.handle.datasync();
    this.position = validBytes;
    return records;
  }

  private position = 0;

  /** Resolves when the record is on disk. After a failed write every later one fails too: the file's end is not known. */
  append(record: unknown): Promise<void> {
    const next = this.last.then(() => this.write(record));
    this.last = next.catch(() => {});
    return next;
  }

  /** Replaces all records; the old file stays whole until the new one is on disk. */
  async replace(records: readonly unknown[]): Promise<void> {
    await this.last;
    const temporary = `${this.file}.new`;
    const text = records.map(lineOf).join('');
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await this.handle?.close();
    await rename(temporary, this.file);
    this.handle = await open(this.file, 'r+');
    this.position = Buffer.byteLength(text);
  }

  async close(): Promise<void> {
    await this.last;
    await this.handle?.close();
    this.handle = undefined;
  }

  private async write(record: unknown): Promise<void> {
    if (this.broken !== undefined || !this.handle)
      throw journalError(`${this.file} cannot be written: ${messageOf(this.broken ?? 'it is closed')}`, this.broken);
    const bytes = Buffer.from(lineOf(record));
    try {
      await this.handle.write(bytes, 0, bytes.length, this.position);
      await this.handle.datasync();
      this.position += bytes.length;
    } catch (error) {
      this.broken = error;
      throw journalError(`${this.file} cannot be written: ${messageOf(error)}`, error);
    }
  }
}

/** The records of a file's bytes, and where its last whole line ends. @throws ObservatoryError OBS_CONTROL_JOURNAL */
export function parseLines(bytes: Buffer, file: string): { records: unknown[]; validBytes: number } {
  const records: unknown[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const isLast = end < 0 || end === bytes.length - 1;
    const text = bytes.toString('utf8', start, end < 0 ? bytes.length : end);
    const record = end < 0 ? undefined : recordOf(text);
    if (record === undefined) {
      if (isLast) return { records, validBytes: start };
      throw journalError(`${file}, line ${line}: damaged`, undefined);
    }
    records.push(record.value);
    start = end + 1;
  }
  return { records, validBytes: start };
}

function recordOf(text: string): { value: unknown } | undefined {
  const json = text.slice(9);
  if (text[8] !== ' ' || text.slice(0, 8) !== checksum(json)) return undefined;
  try {
    return { value: JSON.parse(json) };
  } catch {
    return undefined;
  }
}

function lineOf(record: unknown): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

function checksum(json: string): string {
  return crc32c(Buffer.from(json)).toString(16).padStart(8, '0');
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function journalError(message: string, cause: unknown): ObservatoryError {
  return new ObservatoryError('OBS_CONTROL_JOURNAL', message, {
    cause,
    httpStatus: 503,
    hint: 'nothing is carried out until this is put right: check the disk; backend-sidecar/docs/format/control-journal.md describes the file',
  });
}
