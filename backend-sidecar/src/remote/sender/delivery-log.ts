import type { WalPosition } from '../wal-feed.ts';

interface OpenChunk {
  position: WalPosition;
  /** Samples not yet delivered (or refused for good). */
  outstanding: number;
  /** Samples of the chunk by shard, those that were skipped included. */
  byShard: Uint32Array;
}

/**
 * Which part of the log has been delivered. Chunks are read in order and delivered in pieces by several shards; the log may
 * forget up to the end of the last chunk before which nothing is outstanding.
 */
export class DeliveryLog {
  /** Samples that each shard has delivered since the committed position. */
  readonly delivered: number[];
  private readonly chunks: OpenChunk[] = [];
  private firstNumber = 0;

  constructor(delivered: readonly number[]) {
    this.delivered = [...delivered];
  }

  /** Opens the chunk that ends at `position`; its number goes with each of its samples. */
  open(position: WalPosition): number {
    this.chunks.push({ position: { ...position }, outstanding: 0, byShard: new Uint32Array(this.delivered.length) });
    return this.firstNumber + this.chunks.length - 1;
  }

  /** A sample of the chunk was queued for a shard. */
  queued(chunk: number, shard: number): void {
    const open = this.chunks[chunk - this.firstNumber];
    open.outstanding++;
    open.byShard[shard]++;
  }

  /** A sample of the chunk had been delivered before the restart. */
  skipped(chunk: number, shard: number): void {
    this.chunks[chunk - this.firstNumber].byShard[shard]++;
  }

  /** A queued sample was delivered or refused for good. */
  settled(chunk: number, shard: number): void {
    this.chunks[chunk - this.firstNumber].outstanding--;
    this.delivered[shard]++;
  }

  get isSettled(): boolean {
    return this.chunks.every((chunk) => chunk.outstanding === 0);
  }

  /** Up to where all is delivered, when that has moved; `committed` confirms it. */
  settledPosition(): WalPosition | undefined {
    let position: WalPosition | undefined;
    for (const chunk of this.chunks) {
      if (chunk.outstanding > 0) break;
      position = chunk.position;
    }
    return position;
  }

  /** The log was told of the position: deliveries are counted from there on. */
  committed(position: WalPosition): void {
    while (this.chunks.length > 0) {
      const [first] = this.chunks;
      for (let shard = 0; shard < this.delivered.length; shard++) this.delivered[shard] -= first.byShard[shard];
      this.chunks.shift();
      this.firstNumber++;
      if (first.position.segment === position.segment && first.position.offset === position.offset) return;
    }
  }
}
