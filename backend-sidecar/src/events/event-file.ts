import { appendFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';

const CURRENT = 'events.jsonl';
const PREVIOUS = 'events.1.jsonl';
const MAX_BYTES = 4 * 1024 * 1024;

export interface EventFileOptions {
  onError: (error: unknown) => void;
  /** A file larger than this becomes the previous one; the one before is replaced. */
  maxBytes?: number;
}

/** Lines on disk within a bound: two files, the full one replaced by the next. One JSON object a line. */
export class EventFile {
  private readonly directory: string;
  private readonly onError: (error: unknown) => void;
  private readonly maxBytes: number;
  private bytes = 0;
  private waiting: string[] = [];
  private writing: Promise<void> | undefined;

  constructor(directory: string, { onError, maxBytes = MAX_BYTES }: EventFileOptions) {
    this.directory = directory;
    this.onError = onError;
    this.maxBytes = maxBytes;
  }

  /** All lines there are, oldest first. */
  async open(): Promise<string[]> {
    await mkdir(this.directory, { recursive: true });
    const texts = await Promise.all([PREVIOUS, CURRENT].map((name) => this.read(name)));
    this.bytes = Buffer.byteLength(texts[1]);
    // A torn last line would swallow the first new one.
    if (texts[1] !== '' && !texts[1].endsWith('\n')) this.waiting.unshift('');
    return texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  }

  /** Queues a line; writes go on behind, one at a time. */
  append(line: string): void {
    this.waiting.push(line);
    this.writing ??= this.drain().finally(() => {
      this.writing = undefined;
    });
  }

  async close(): Promise<void> {
    await this.writing;
  }

  private async drain(): Promise<void> {
    // Lines of one turn of the event loop go to disk together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const text = this.waiting.splice(0).join('\n') + '\n';
      try {
        if (this.bytes > this.maxBytes) {
          await rename(path.join(this.directory, CURRENT), path.join(this.directory, PREVIOUS));
          this.bytes = 0;
        }
        await appendFile(path.join(this.directory, CURRENT), text);
        this.bytes += Buffer.byteLength(text);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  private async read(name: string): Promise<string> {
    const file = path.join(this.directory, name);
    try {
      await stat(file);
      return await readFile(file, 'utf8');
    } catch {
      return '';
    }
  }
}
