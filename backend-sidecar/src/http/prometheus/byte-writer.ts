import { POINTS_ROOM, writePoints } from './points-json.ts';

const CHUNK_CHARACTERS = 32 * 1024;
const CHUNK_BYTES = 128 * 1024;

/**
 * An answer in chunks without building the whole. Short texts gather in a string that is encoded once a chunk, since one
 * call that encodes many is many times cheaper than a call for each; points are written as bytes behind it. A generator
 * appends, and yields `take()` whenever `full` is true.
 */
export class ByteWriter {
  private pending = '';
  private chunk = Buffer.alloc(0);
  private length = 0;
  private readonly done: Buffer[] = [];

  /** A chunk is ready. */
  get full(): boolean {
    return this.done.length > 0;
  }

  text(value: string): void {
    this.pending += value;
    if (this.pending.length >= CHUNK_CHARACTERS) this.flush();
  }

  /** `[seconds,"value"],…` of the points from an index on, as many as fit into a chunk; returns the index to go on from. */
  points(timestamps: Float64Array, values: Float64Array, from: number): number {
    this.encodePending();
    if (this.chunk.length - this.length < POINTS_ROOM) this.begin(CHUNK_BYTES);
    const { points, bytes } = writePoints(timestamps, values, from, this.chunk, this.length);
    this.length += bytes;
    // The last one is followed by the end of the array instead.
    if (from + points === values.length) this.length--;
    if (this.chunk.length - this.length < POINTS_ROOM) this.finish();
    return from + points;
  }

  /** The next ready chunk. */
  take(): Buffer | undefined {
    return this.done.shift();
  }

  /** Makes what is left a chunk. */
  flush(): void {
    if (this.length === 0 && this.pending !== '') {
      this.done.push(Buffer.from(this.pending));
      this.pending = '';
      return;
    }
    this.encodePending();
    this.finish();
  }

  private encodePending(): void {
    if (this.pending === '') return;
    // A UTF-16 unit is at most three bytes.
    const room = this.pending.length * 3;
    if (this.chunk.length - this.length < room) this.begin(Math.max(CHUNK_BYTES, room));
    this.length += this.chunk.write(this.pending, this.length);
    this.pending = '';
  }

  private begin(bytes: number): void {
    this.finish();
    this.chunk = Buffer.allocUnsafe(bytes);
  }

  private finish(): void {
    if (this.length > 0) this.done.push(this.chunk.subarray(0, this.length));
    this.chunk = Buffer.alloc(0);
    this.length = 0;
  }
}
