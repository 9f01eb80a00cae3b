import { type FileHandle, open, stat, truncate } from 'node:fs/promises';
import type { FilePlace } from '../link/spool.ts';
import { messageOf } from '../util/agent-error.ts';
import type { Logger } from '../util/logger.ts';
import { LineSplitter } from './line-splitter.ts';

export interface FileFollowerOptions {
  file: string;
  /** Where it was read up to before; without it a file that is there is read from its end, one that comes later from its start. */
  place?: FilePlace;
  /** Takes the lines and the place behind them; throwing means that they are offered again. */
  onLines: (lines: string[], place: FilePlace) => void;
  logger: Logger;
  pollMs?: number;
  fromStart?: boolean;
  /** Of a file that only we write: emptied once it was read to the end and is larger. */
  emptyAboveBytes?: number;
}

const POLL_MS = 20;
const IDLE_POLL_MS = 40;
const READ_BYTES = 256 * 1024;
/** A file that was moved away is read so long before it is let go: its writer may still have it open. */
const LINGER_MS = 5000;

/**
 * Follows one file. Rotation is noticed by the file's identity (device and inode): what was moved away is read to its end
 * before the new one is opened. A file that became shorter than what was read was truncated, and is read from its start.
 */
export class FileFollower {
  private readonly options: FileFollowerOptions;
  private handle: FileHandle | undefined;
  private id = '';
  private offset = 0;
  private splitter = new LineSplitter();
  private timer: NodeJS.Timeout | undefined;
  private stopped = true;
  private working: Promise<void> = Promise.resolve();
  private first = true;
  private movedAtMs = 0;
  private lastError = '';

  constructor(options: FileFollowerOptions) {
    this.options = options;
  }

  start(): void {
    this.stopped = false;
    this.turn();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.working;
    await this.handle?.close();
    this.handle = undefined;
  }

  private turn(): void {
    this.working = this.step().then(
      (read) => this.again(read ? (this.options.pollMs ?? POLL_MS) : Math.max(this.options.pollMs ?? 0, IDLE_POLL_MS)),
      (error: unknown) => {
        const message = messageOf(error);
        if (message !== this.lastError)
          this.options.logger.warn({ file: this.options.file, error: message }, 'a log file cannot be read');
        this.lastError = message;
        this.again(1000);
      },
    );
  }

  private again(delayMs: number): void {
    if (!this.stopped) this.timer = setTimeout(() => this.turn(), delayMs);
  }

  /** True when something was read. */
  private async step(): Promise<boolean> {
    if (!this.handle && !(await this.openFile())) return false;
    const { handle } = this;
    if (!handle) return false;
    const { size } = await handle.stat();
    if (size < this.offset) {
      this.offset = 0;
      this.splitter = new LineSplitter();
    }
    if (size > this.offset) {
      await this.read(handle);
      this.movedAtMs = 0;
      return true;
    }
    await this.atEnd(size);
    return false;
  }

  private async openFile(): Promise<boolean> {
    const { file, place, fromStart } = this.options;
    try {
      this.handle = (this.first && place && (await rotated(file, place))) || (await open(file, 'r'));
    } catch (error) {
      this.first = false;
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    const { dev, ino, size } = await this.handle.stat();
    this.id = `${dev}:${ino}`;
    this.splitter = new LineSplitter();
    if (this.first && place) this.offset = place.id === this.id && place.offset <= size ? place.offset : 0;
    else this.offset = this.first && !fromStart ? size : 0;
    this.first = false;
    return true;
  }

  private async read(handle: FileHandle): Promise<void> {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    const start = this.offset;
    const before = this.splitter.clone();
    const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, start);
    if (bytesRead === 0) return;
    this.offset += bytesRead;
    const lines = this.splitter.push(buffer.subarray(0, bytesRead));
    if (lines.length === 0) return;
    try {
      // The place is behind the last whole line: half a line is read again after a restart.
      this.options.onLines(lines, { id: this.id, offset: this.offset - this.splitter.pendingBytes });
    } catch (error) {
      this.offset = start;
      this.splitter = before;
      throw error;
    }
  }

  private async atEnd(size: number): Promise<void> {
    const { file, emptyAboveBytes } = this.options;
    if (emptyAboveBytes !== undefined && size > emptyAboveBytes && this.splitter.pendingBytes === 0) {
      await truncate(file, 0);
      return;
    }
    const there = await stat(file).catch(() => undefined);
    if (there && `${there.dev}:${there.ino}` === this.id) return;
    const now = Date.now();
    this.movedAtMs ||= now;
    // Nothing new under the name yet, or the old one may still be written to.
    if (!there || now - this.movedAtMs < (this.options.pollMs === undefined ? LINGER_MS : this.options.pollMs * 10))
      return;
    const rest = this.splitter.flush();
    if (rest !== undefined) this.options.onLines([rest], { id: this.id, offset: this.offset });
    await this.handle?.close();
    this.handle = undefined;
    this.movedAtMs = 0;
  }
}

/** The file that was read before, when it was moved to `<name>.1` while nobody followed it. */
async function rotated(file: string, place: FilePlace): Promise<FileHandle | undefined> {
  const handle = await open(`${file}.1`, 'r').catch(() => undefined);
  if (!handle) return undefined;
  const { dev, ino } = await handle.stat();
  if (`${dev}:${ino}` === place.id) return handle;
  await handle.close();
  return undefined;
}
