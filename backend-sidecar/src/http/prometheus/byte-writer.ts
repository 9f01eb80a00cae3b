const CHUNK_BYTES = 64 * 1024;
/** UTF-8 takes at most three bytes a UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Text into chunks of 64 KiB without building strings of the whole. A generator writes, and yields `take()` whenever
 * `full` is true.
 */
export class ByteWriter {
  private buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  private used = 0;
  private readonly done: Buffer[] = [];

  /** A chunk is ready. */
  get full(): boolean {
    return this.done.length > 0;
  }

  /** Any text. */
  text(value: string): void {
    if (this.used + value.length * MAX_BYTES_PER_UNIT > CHUNK_BYTES) {
      this.flush();
      if (value.length * MAX_BYTES_PER_UNIT > CHUNK_BYTES) {
        this.done.push(Buffer.from(value));
        return;
      }
    }
    this.used += this.buffer.write(value, this.used, 'utf8');
  }

  /** Text known to be ASCII and short: numbers and punctuation. */
  ascii(value: string): void {
    if (this.used + value.length > CHUNK_BYTES) this.flush();
    this.used += this.buffer.write(value, this.used, 'latin1');
  }

  /** The next ready chunk. */
  take(): Buffer | undefined {
    return this.done.shift();
  }

  /** Makes what is left a chunk. */
  flush(): void {
    if (this.used === 0) return;
    this.done.push(this.buffer.subarray(0, this.used));
    this.buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.used = 0;
  }
}
