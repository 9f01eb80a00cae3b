import { open, mkdir, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';

/** A file that only grows at its end. */
export interface WalFile {
  /** Writes all bytes behind what was written before. */
  append(bytes: Uint8Array): Promise<void>;
  /** Returns when all that was appended is on the medium. */
  sync(): Promise<void>;
  /** Cuts the file; the next append goes there. */
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** What the WAL and the checkpoints need of a file system. Tests put one here that is full, or that loses what was not synced. */
export interface WalFs {
  makeDir(path: string): Promise<void>;
  /** Names in a directory; none when it does not exist. */
  list(path: string): Promise<string[]>;
  size(path: string): Promise<number>;
  read(path: string): Promise<Uint8Array>;
  /** Up to `length` bytes from `offset`; fewer at the end of the file. */
  readRange(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** Opens a file for appending at its end, made when missing. */
  open(path: string): Promise<WalFile>;
  truncate(path: string, length: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** No error when it does not exist. */
  remove(path: string): Promise<void>;
  /** Makes new, renamed and removed names in a directory durable. */
  syncDir(path: string): Promise<void>;
}

export const nodeWalFs: WalFs = {
  async makeDir(path) {
    await mkdir(path, { recursive: true });
  },
  async list(path) {
    try {
      return await readdir(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  },
  async size(path) {
    return (await stat(path)).size;
  },
  read: (path) => readFile(path),
  async readRange(path, offset, length) {
    const handle = await open(path, 'r');
    try {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  },
  async open(path) {
    const handle = await open(path, 'a');
    return {
      async append(bytes) {
        let written = 0;
        while (written < bytes.length)
          written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten;
      },
      sync: () => handle.datasync(),
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
    };
  },
  truncate,
  rename,
  async remove(path) {
    await rm(path, { force: true });
  },
  async syncDir(path) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
