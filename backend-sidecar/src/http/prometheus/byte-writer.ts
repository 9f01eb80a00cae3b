const CHUNK_CHARACTERS = 32 * 1024;

/**
 * Text into chunks of about 32 KiB without building the whole. What is appended gathers in a string that is encoded once a
 * chunk: joining short strings is cheap, and one call that encodes many is many times cheaper than a call for each. A
 * generator appends, and yields `take()` whenever `full` is true.
 */
export class ByteWriter {
  private pending = '';
  private readonly done: Buffer[] = [];

  /** A chunk is ready. */
  get full(): boolean {
    return this.done.length > 0;
  }

  text(value: string): void {
    this.pending += value;
    if (this.pending.length >= CHUNK_CHARACTERS) this.flush();
  }

  /** The next ready chunk. */
  take(): Buffer | undefined {
    return this.done.shift();
  }

  /** Makes what is left a chunk. */
  flush(): void {
    if (this.pending === '') return;
    this.done.push(Buffer.from(this.pending));
    this.pending = '';
  }
}
