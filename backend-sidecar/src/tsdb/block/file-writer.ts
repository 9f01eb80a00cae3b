import { open, type FileHandle } from 'node:fs/promises';
import { sealPage } from './page.ts';
import type { PageRef } from './toc.ts';

const FLUSH_BYTES = 1 << 20;

/** Appends to a new file, gathering small writes. */
export class FileWriter {
  private readonly file: FileHandle;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  /** Bytes handed in so far: where the next one goes. */
  position = 0;

  private constructor(file: FileHandle) {
    this.file = file;
  }

  static async create(path: string): Promise<FileWriter> {
    return new FileWriter(await open(path, 'wx'));
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

  private async flush(): Promise<void> {
    const bytes = this.pending.length === 1 ? this.pending[0] : Buffer.concat(this.pending, this.pendingBytes);
    this.pending = [];
    this.pendingBytes = 0;
    for (let at = 0; at < bytes.length;) at += (await this.file.write(bytes, at)).bytesWritten;
  }
}
