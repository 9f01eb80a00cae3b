import path from 'node:path';
import { ObservatoryError } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import type { WalFs } from './wal-fs.ts';
import type { Wal, WalPosition } from './wal.ts';
import { TailingWalReader } from './tailing-wal-reader.ts';
import type { WalReader } from './wal-reader.ts';

export interface WalReadersOptions {
  fs: WalFs;
  /** The log's directory; positions are kept in `readers/` below it. */
  dir: string;
  wal: Wal;
  logger: Logger;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The readers of a log by name. Positions outlive the process, so what was not committed is read again. */
export class WalReaders {
  private readonly options: WalReadersOptions;
  private readonly dir: string;
  private readonly open_ = new Map<string, TailingWalReader>();

  constructor(options: WalReadersOptions) {
    this.options = options;
    this.dir = path.join(options.dir, 'readers');
  }

  /** Opens a reader where its last commit was; a new one begins with what is appended from now on. */
  async open(name: string): Promise<WalReader> {
    if (!NAME.test(name)) {
      throw new ObservatoryError('OBS_WAL_READER_NAME', `"${name}" is no name for a WAL reader`, {
        hint: 'use letters, digits, ".", "_" and "-"',
      });
    }
    if (this.open_.has(name))
      throw new ObservatoryError('OBS_WAL_READER_OPEN', `the WAL reader "${name}" is already open`);
    const { fs, dir, wal, logger } = this.options;
    await fs.makeDir(this.dir);
    let position = await this.stored(name);
    if (!position) {
      position = wal.position;
      await this.store(name, position);
    }
    const reader = new TailingWalReader({
      fs,
      dir,
      wal,
      logger,
      start: position,
      commit: (committed) => this.store(name, committed),
      onClose: () => this.open_.delete(name),
    });
    this.open_.set(name, reader);
    return reader;
  }

  async remove(name: string): Promise<void> {
    await this.open_.get(name)?.close();
    if (NAME.test(name)) await this.options.fs.remove(path.join(this.dir, `${name}.json`));
  }

  /** The oldest segment that a reader has not committed; Infinity without readers. */
  async oldestSegment(): Promise<number> {
    let oldest = Infinity;
    for (const file of await this.options.fs.list(this.dir)) {
      if (!file.endsWith('.json')) continue;
      const position = await this.stored(file.slice(0, -5));
      if (position) oldest = Math.min(oldest, position.segment);
    }
    return oldest;
  }

  async close(): Promise<void> {
    for (const reader of [...this.open_.values()]) await reader.close();
  }

  private async stored(name: string): Promise<WalPosition | undefined> {
    try {
      const text = Buffer.from(await this.options.fs.read(path.join(this.dir, `${name}.json`))).toString();
      const value = JSON.parse(text) as Partial<WalPosition>;
      if (Number.isSafeInteger(value.segment) && Number.isSafeInteger(value.offset)) return value as WalPosition;
    } catch {
      // missing or half written: the reader begins anew
    }
    return undefined;
  }

  private async store(name: string, position: WalPosition): Promise<void> {
    const { fs } = this.options;
    const file = path.join(this.dir, `${name}.json`);
    const draft = `${file}.tmp`;
    const handle = await fs.open(draft);
    try {
      await handle.truncate(0);
      await handle.append(Buffer.from(`${JSON.stringify({ segment: position.segment, offset: position.offset })}\n`));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(draft, file);
  }
}
