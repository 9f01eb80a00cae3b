import type { Frame } from './frame.ts';

/** Bytes that all rings of a hub share; a ring that grows while the budget is spent sheds its own oldest frames. */
export interface ReplayBudget {
  usedBytes: number;
  readonly maxBytes: number;
  /** Rings that share it: above the budget each keeps at most its equal part. */
  rings: number;
}

/** The last messages of a channel, for clients that resume by sequence number. */
export class ReplayRing {
  /** A client that has everything up to this number can resume; one that has less has a gap. */
  private floor: number;
  private frames: Frame[] = [];
  private head = 0;
  private bytes = 0;
  private readonly maxFrames: number;
  private readonly budget: ReplayBudget;

  constructor(bornSeq: number, maxFrames: number, budget: ReplayBudget) {
    this.floor = bornSeq;
    this.maxFrames = maxFrames;
    this.budget = budget;
    budget.rings++;
  }

  push(frame: Frame): void {
    this.frames.push(frame);
    this.bytes += frame.bytes.length;
    this.budget.usedBytes += frame.bytes.length;
    const { budget } = this;
    while (
      this.size > this.maxFrames ||
      (budget.usedBytes > budget.maxBytes && this.bytes > budget.maxBytes / budget.rings)
    ) {
      this.shift();
    }
  }

  /** Frames after `seq`, oldest first; undefined when some of them are gone. */
  after(seq: number): Frame[] | undefined {
    return seq < this.floor ? undefined : this.kept(seq);
  }

  /** Frames after `seq` that are still here, oldest first. */
  kept(seq: number): Frame[] {
    let first = this.frames.length;
    while (first > this.head && this.frames[first - 1].seq > seq) first--;
    return this.frames.slice(first);
  }

  get size(): number {
    return this.frames.length - this.head;
  }

  clear(): void {
    this.budget.usedBytes -= this.bytes;
    this.budget.rings--;
    this.frames = [];
    this.head = 0;
    this.bytes = 0;
  }

  private shift(): void {
    const frame = this.frames[this.head++];
    this.floor = frame.seq;
    this.bytes -= frame.bytes.length;
    this.budget.usedBytes -= frame.bytes.length;
    if (this.head > 32 && this.head * 2 > this.frames.length) {
      this.frames = this.frames.slice(this.head);
      this.head = 0;
    }
  }
}
