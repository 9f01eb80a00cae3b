import { open, type FileHandle } from 'node:fs/promises';
import { ObservatoryError, messageOf } from '../../util/errors.ts';
import { sealPage } from './page.ts';
import { systemErrorCode } from './system-error.ts';
import type { PageRef } from './toc.ts';

const FLUSH_BYTES = 1 << 20;

/** Appends to a new file, gathering small writes. */
export class FileWriter {
  private readonly file: FileHandle;
  private readonly path: string;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  /** Bytes handed in so far: where the next one goes. */
  position = 0;

  private constructor(file: FileHandle, path: string) {
    this.file = file;
    this.path = path;
  }

  static async create(path: string): Promise<FileWriter> {
    return new FileWriter(await open(path, 'wx'), path);
  }

  /** Takes ownership of the bytes. */
  async write(bytes: Uint8Array): Promise<void> {
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    this.position += bytes.length;
    if (this.pendingBytes >= FLUSH_BYTES) await this.flush();
  }

  /** Seals and appends a page. */
  async writePage(raw: Uint8Array): Promise<PageRef> {
    const page = await sealPage(raw);
    const offset = this.position;
    await this.write(page);
    return { offset, length: page.length };
  }

  /** Makes everything durable and closes. */
  async finish(): Promise<void> {
    await this.flush();
    await this.file.sync();
    await this.file.close();
  }

  async abort(): Promise<void> {
    await this.file.close().catch(() => undefined);
  }

  private flush(): Promise<void> {
    return guardWrite(this.path, () => this.writePending());
  }

  private async writePending(): Promise<void> {
    const bytes = this.pending.length === 1 ? this.pending[0] : Buffer.concat(this.pending, this.pendingBytes);
    this.pending = [];
    this.pendingBytes = 0;
    for (let at = 0; at < bytes.length;) at += (await this.file.write(bytes, at)).bytesWritten;
  }
}

/** Turns refusals of the operating system into the error that an operator can act on. */
export async function guardWrite<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    throw new ObservatoryError('OBS_BLOCK_WRITE', `cannot write ${target}: ${messageOf(error)}`, {
      hint: 'Check free space and permissions of storage.path; samples stay in the WAL until a block is written.',
      cause: error,
    });
  }
}
