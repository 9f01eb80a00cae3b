import type { Clock } from '../../util/clock.ts';

const ALLOWED_FAILURES = 10;
const REFILL_MS = 6_000;
const MAX_ADDRESSES = 10_000;

interface Bucket {
  failures: number;
  atMs: number;
}

/**
 * Slows down guessing: an address may fail ten times at once, then once every six seconds. While it is over, whatever it
 * shows is refused unseen. A leaky bucket an address, the least recently failing forgotten first.
 */
export class FailureLimiter {
  private readonly clock: Clock;
  private readonly buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Seconds to wait before the next try, 0 when it may try now. */
  retryAfterSeconds(address: string): number {
    const level = this.level(address);
    return level <= ALLOWED_FAILURES - 1 ? 0 : Math.ceil(((level - (ALLOWED_FAILURES - 1)) * REFILL_MS) / 1000);
  }

  failed(address: string): void {
    const level = this.level(address);
    this.buckets.delete(address);
    this.buckets.set(address, { failures: level + 1, atMs: this.clock.now() });
    if (this.buckets.size <= MAX_ADDRESSES) return;
    const [oldest] = this.buckets.keys();
    this.buckets.delete(oldest);
  }

  private level(address: string): number {
    const bucket = this.buckets.get(address);
    if (!bucket) return 0;
    return Math.max(0, bucket.failures - Math.max(0, this.clock.now() - bucket.atMs) / REFILL_MS);
  }
}
