import type { Labels } from '../../model/labels.ts';
import type { Clock } from '../../util/clock.ts';
import { sleep } from '../../util/clock.ts';
import type { WriteBatch } from '../write/batch.ts';
import type { SendOutcome } from './endpoint.ts';
import { SampleQueue } from './sample-queue.ts';

export interface ShardOptions {
  capacity: number;
  maxSamplesPerSend: number;
  deadlineMs: number;
  minBackoffMs: number;
  maxBackoffMs: number;
  /** Size of the request that was under way when the process ended, to be repeated as it was; 0 for none. */
  firstBatch: number;
  clock: Clock;
  /** Sends a batch once. */
  send: (batch: WriteBatch, signal: AbortSignal) => Promise<SendOutcome>;
  /** A request of that many samples begins. */
  onBegin: (samples: number) => void;
  /** A sample is done with: delivered, or refused for good. */
  onSettled: (chunk: number) => void;
  /** A request is done with. */
  onDone: (outcome: SendOutcome, batch: WriteBatch) => void;
  onRetry: (reason: string, samples: number) => void;
}

/**
 * One queue and one request at a time, so that samples of a series arrive in order. A request leaves when it is full or
 * its oldest sample has waited long enough, and is repeated until the receiver has taken or refused it.
 */
export class Shard {
  private readonly options: ShardOptions;
  private readonly queue: SampleQueue;
  private readonly abort = new AbortController();
  private readonly stopping = new AbortController();
  private wake: () => void = () => {};
  private oldestMs = 0;
  private firstBatch: number;
  private isUrgent = false;
  private running: Promise<void> = Promise.resolve();

  constructor(options: ShardOptions) {
    this.options = options;
    this.queue = new SampleQueue(options.capacity);
    this.firstBatch = options.firstBatch;
  }

  get pending(): number {
    return this.queue.length;
  }

  start(): void {
    this.running = this.run();
  }

  enqueue(labels: Labels, timestampMs: number, low: number, high: number, chunk: number): void {
    if (this.queue.length === 0) this.oldestMs = this.options.clock.now();
    this.queue.push(labels, timestampMs, low, high, chunk);
    // Once when there is something to time, once when there is enough.
    if (this.queue.length === 1 || this.queue.length === this.batchSize) this.wake();
  }

  /** Sends what there is without waiting for more, until `false` is given. */
  hurry(isUrgent: boolean): void {
    this.isUrgent = isUrgent;
    this.wake();
  }

  /** Begins no request any more; one under way gets `graceMs` to finish. What is queued stays in the log. */
  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    this.wake();
    const cancel = this.options.clock.setTimeout(() => this.abort.abort(), graceMs);
    await this.running;
    cancel();
  }

  private get batchSize(): number {
    return this.firstBatch > 0 ? this.firstBatch : this.options.maxSamplesPerSend;
  }

  private async run(): Promise<void> {
    while (await this.batchReady()) {
      const count = Math.min(this.queue.length, this.batchSize);
      this.firstBatch = 0;
      this.options.onBegin(count);
      // Copied: pushes while the request is under way move the queue's columns.
      const batch = copyOf(this.queue.peek(count));
      const outcome = await this.sendUntilSettled(batch);
      if (!outcome) return;
      this.queue.drop(count, this.options.onSettled);
      this.oldestMs = this.options.clock.now();
      this.options.onDone(outcome, batch);
    }
  }

  /** Resolves when a request should leave; false when the shard stops. */
  private async batchReady(): Promise<boolean> {
    const { clock, deadlineMs } = this.options;
    while (!this.stopping.signal.aborted) {
      const { length } = this.queue;
      const dueMs = this.oldestMs + deadlineMs - clock.now();
      if (length >= this.batchSize || (length > 0 && (dueMs <= 0 || this.isUrgent))) return true;
      await new Promise<void>((resolve) => {
        const cancel = length > 0 ? clock.setTimeout(resolve, dueMs) : () => {};
        this.wake = () => {
          cancel();
          resolve();
        };
      });
    }
    return false;
  }

  /** Undefined when the shard stopped before the receiver had answered for good. */
  private async sendUntilSettled(batch: WriteBatch): Promise<SendOutcome | undefined> {
    const { clock, minBackoffMs, maxBackoffMs, send, onRetry } = this.options;
    for (let backoffMs = minBackoffMs; ; backoffMs = Math.min(backoffMs * 2, maxBackoffMs)) {
      const outcome = await send(batch, this.abort.signal);
      if (outcome.kind !== 'retry') return outcome;
      if (this.stopping.signal.aborted) return undefined;
      onRetry(outcome.reason, batch.length);
      await sleep(clock, outcome.afterMs ?? backoffMs, this.stopping.signal);
      if (this.stopping.signal.aborted) return undefined;
    }
  }
}

function copyOf({ length, labels, timestamps, words }: WriteBatch): WriteBatch {
  return { length, labels, timestamps: timestamps.slice(), words: words.slice() };
}
