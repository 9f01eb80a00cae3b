/**
 * An open block file: its table of contents in memory, everything else read by page. Counted references keep the file open
 * (and on disk) while selections use it, also after the store has replaced or expired it.
 */
import fs from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../util/errors.ts';
import { BLOCK_FILE } from './block-writer.ts';
import { crc32c } from './codec/kernel.ts';
import { BlockCorruptError } from './corrupt.ts';
import type { PageCache } from './page-cache.ts';
import { isPageSound, openPage } from './page.ts';
import { systemErrorCode } from './system-error.ts';
import {
  BLOCK_MAGIC,
  BLOCK_VERSION,
  FOOTER_BYTES,
  HEADER_BYTES,
  parseToc,
  type PageRef,
  type TableOfContents,
} from './toc.ts';

const readAsync = promisify(fs.read);

export class BlockFile {
  readonly folder: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly toc: TableOfContents;
  /** Called once with the first damage found. */
  onCorrupt: ((error: BlockCorruptError) => void) | undefined;
  private readonly fd: number;
  private readonly cache: PageCache;
  private readonly space: number;
  private references = 1;
  private onFree: (() => void) | undefined;
  private damaged = false;

  private constructor(folder: string, fd: number, sizeBytes: number, toc: TableOfContents, cache: PageCache) {
    this.folder = folder;
    this.path = path.join(folder, BLOCK_FILE);
    this.fd = fd;
    this.sizeBytes = sizeBytes;
    this.toc = toc;
    this.cache = cache;
    this.space = cache.newSpace();
  }

  /** @throws BlockCorruptError when header, footer or table of contents are not sound. */
  static async open(folder: string, cache: PageCache): Promise<BlockFile> {
    const file = path.join(folder, BLOCK_FILE);
    let fd: number | undefined;
    try {
      const { size } = await stat(file);
      fd = fs.openSync(file, 'r');
      const toc = await readToc(file, fd, size);
      return new BlockFile(folder, fd, size, toc, cache);
    } catch (error) {
      if (fd !== undefined) fs.closeSync(fd);
      if (error instanceof BlockCorruptError) throw error;
      const code = systemErrorCode(error);
      // What no system call refused is a parser's complaint: damage that the checksums did not see.
      if (code === undefined || code === 'ENOENT') throw new BlockCorruptError(file, messageOf(error), error);
      throw error;
    }
  }

  get isDamaged(): boolean {
    return this.damaged;
  }

  /** @throws Error when the file is closed already: a defect of the caller. */
  acquire(): void {
    if (!this.tryAcquire()) throw new Error(`${this.path} is closed`);
  }

  /** False when the file is closed already. */
  tryAcquire(): boolean {
    if (this.references === 0) return false;
    this.references++;
    return true;
  }

  /** Closes the file after the last reference. */
  release(): void {
    if (--this.references > 0) return;
    fs.closeSync(this.fd);
    this.cache.dropSpace(this.space);
    this.onFree?.();
  }

  /** Gives up the store's reference; `onFree` is called when no selection uses the file any more. */
  retire(onFree: () => void): void {
    this.onFree = onFree;
    this.release();
  }

  /** The stored bytes of a page, checksum verified. */
  async readPage(page: PageRef): Promise<Buffer> {
    const [bytes] = await this.readPages([page]);
    return bytes;
  }

  /** As readPage for pages that lie one after the other in the file: one read. */
  async readPages(pages: readonly PageRef[]): Promise<Buffer[]> {
    const start = pages[0].offset;
    const length = pages[pages.length - 1].offset + pages[pages.length - 1].length - start;
    const bytes = Buffer.allocUnsafe(length);
    this.acquire();
    try {
      const { bytesRead } = await readAsync(this.fd, bytes, 0, length, start);
      return pages.map((page) =>
        this.verify(page, bytes.subarray(page.offset - start, page.offset - start + page.length), bytesRead),
      );
    } finally {
      this.release();
    }
  }

  readPageSync(page: PageRef): Buffer {
    const bytes = Buffer.allocUnsafe(page.length);
    return this.verify(page, bytes, fs.readSync(this.fd, bytes, 0, page.length, page.offset));
  }

  /** A parsed page from the cache, or parsed now from stored bytes that are at hand or are read without waiting. */
  parsedSync<T extends { sizeBytes: number }>(
    page: PageRef,
    stored: Buffer | undefined,
    parse: (raw: Uint8Array) => T,
  ): T {
    return (
      this.cache.get<T>(this.space + page.offset) ?? this.parseInto(page, stored ?? this.readPageSync(page), parse)
    );
  }

  async parsed<T extends { sizeBytes: number }>(page: PageRef, parse: (raw: Uint8Array) => T): Promise<T> {
    return this.cache.get<T>(this.space + page.offset) ?? this.parseInto(page, await this.readPage(page), parse);
  }

  /** The raw bytes of a data page whose stored bytes may be at hand already. */
  rawSync(page: PageRef, stored: Buffer | undefined): Uint8Array {
    const key = this.space + page.offset;
    const known = this.cache.get<Uint8Array>(key);
    if (known) return known;
    const raw = this.guarded(page, () => openPage(stored ?? this.readPageSync(page)));
    this.cache.set(key, raw, raw.length);
    return raw;
  }

  isCached(page: PageRef): boolean {
    return this.cache.has(this.space + page.offset);
  }

  /** Runs a parser; what it throws is damage of this file. */
  guarded<T>(page: PageRef, parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      throw this.damage(`page at ${page.offset}: ${messageOf(error)}`, error);
    }
  }

  /** Notes damage and returns the error to throw. */
  damage(reason: string, cause?: unknown): BlockCorruptError {
    const error = new BlockCorruptError(this.path, reason, cause);
    if (!this.damaged) {
      this.damaged = true;
      this.onCorrupt?.(error);
    }
    return error;
  }

  private parseInto<T extends { sizeBytes: number }>(page: PageRef, stored: Buffer, parse: (raw: Uint8Array) => T): T {
    const value = this.guarded(page, () => parse(openPage(stored)));
    this.cache.set(this.space + page.offset, value, value.sizeBytes);
    return value;
  }

  private verify(page: PageRef, bytes: Buffer, bytesRead: number): Buffer {
    if (bytesRead < bytes.length || bytes.length < page.length)
      throw this.damage(`file ends within the page at ${page.offset}`);
    if (!isPageSound(bytes)) throw this.damage(`checksum of the page at ${page.offset} does not match`);
    return bytes;
  }
}

async function readToc(file: string, fd: number, size: number): Promise<TableOfContents> {
  if (size < HEADER_BYTES + FOOTER_BYTES) throw new BlockCorruptError(file, `only ${size} bytes long`);
  const header = Buffer.alloc(HEADER_BYTES);
  await readAsync(fd, header, 0, HEADER_BYTES, 0);
  if (header.readUInt32LE(0) !== BLOCK_MAGIC) throw new BlockCorruptError(file, 'does not begin as a block');
  if (header.readUInt8(4) !== BLOCK_VERSION || header.readUIntLE(5, 3) !== 0) {
    throw new BlockCorruptError(file, `has version ${header.readUInt8(4)}, this sidecar reads ${BLOCK_VERSION}`);
  }
  const footer = Buffer.alloc(FOOTER_BYTES);
  await readAsync(fd, footer, 0, FOOTER_BYTES, size - FOOTER_BYTES);
  if (footer.readUInt32LE(20) !== BLOCK_MAGIC || footer.readUInt32LE(16) !== crc32c(footer.subarray(0, 16))) {
    throw new BlockCorruptError(file, 'footer is damaged or cut off');
  }
  const page = { offset: Number(footer.readBigUInt64LE(0)), length: footer.readUInt32LE(8) };
  if (page.offset + page.length + FOOTER_BYTES !== size)
    throw new BlockCorruptError(file, 'footer points outside the file');
  const bytes = Buffer.allocUnsafe(page.length);
  await readAsync(fd, bytes, 0, page.length, page.offset);
  if (!isPageSound(bytes)) throw new BlockCorruptError(file, 'checksum of the table of contents does not match');
  return parseToc(openPage(bytes));
}
