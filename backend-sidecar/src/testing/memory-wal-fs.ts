import path from 'node:path';
import type { WalFile, WalFs } from '../tsdb/wal/wal-fs.ts';

interface MemoryFile {
  bytes: Uint8Array;
  /** What a power cut leaves at least. */
  syncedLength: number;
}

/**
 * A file system in memory that can be full, refuse to sync, and lose what was not synced, for tests of durability. Names are taken
 * as durable at once.
 */
export class MemoryWalFs implements WalFs {
  readonly files = new Map<string, MemoryFile>();
  /** Bytes that fit in all; more fails with ENOSPC after what fits was written, as disks do. */
  capacityBytes = Infinity;
  failSync = false;

  /** What is left after a power cut: the synced part of each file and `keep` (0..1) of the rest. */
  afterPowerCut(keep = 0): MemoryWalFs {
    const left = new MemoryWalFs();
    for (const [name, file] of this.files) {
      const length = file.syncedLength + Math.floor((file.bytes.length - file.syncedLength) * keep);
      left.files.set(name, { bytes: copyOf(file.bytes.subarray(0, length)), syncedLength: length });
    }
    return left;
  }

  /** A copy that can be damaged. */
  copy(): MemoryWalFs {
    return this.afterPowerCut(1);
  }

  async makeDir(): Promise<void> {}

  async list(dir: string): Promise<string[]> {
    return [...this.files.keys()].filter((name) => path.dirname(name) === dir).map((name) => path.basename(name));
  }

  async size(name: string): Promise<number> {
    return this.file(name).bytes.length;
  }

  async read(name: string): Promise<Uint8Array> {
    return copyOf(this.file(name).bytes);
  }

  async readRange(name: string, offset: number, length: number): Promise<Uint8Array> {
    return copyOf(this.file(name).bytes.subarray(offset, offset + length));
  }

  async open(name: string): Promise<WalFile> {
    if (!this.files.has(name)) this.files.set(name, { bytes: new Uint8Array(0), syncedLength: 0 });
    return {
      append: async (bytes) => {
        const file = this.file(name);
        const room = this.capacityBytes - this.usedBytes();
        const written = bytes.subarray(0, Math.max(0, room));
        file.bytes = Buffer.concat([file.bytes, written]);
        if (written.length < bytes.length) throw failure('ENOSPC', 'no space left on device');
      },
      sync: async () => {
        if (this.failSync) throw failure('EIO', 'i/o error');
        const file = this.file(name);
        file.syncedLength = file.bytes.length;
      },
      truncate: (length) => this.truncate(name, length),
      close: async () => {},
    };
  }

  async truncate(name: string, length: number): Promise<void> {
    const file = this.file(name);
    file.bytes = copyOf(file.bytes.subarray(0, length));
    file.syncedLength = Math.min(file.syncedLength, length);
  }

  async rename(from: string, to: string): Promise<void> {
    this.files.set(to, this.file(from));
    this.files.delete(from);
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name);
  }

  async syncDir(): Promise<void> {}

  private usedBytes(): number {
    let total = 0;
    for (const file of this.files.values()) total += file.bytes.length;
    return total;
  }

  private file(name: string): MemoryFile {
    const file = this.files.get(name);
    if (!file) throw failure('ENOENT', `no such file: ${name}`);
    return file;
  }
}

/** Not `slice`: of a Buffer that is a view. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}
