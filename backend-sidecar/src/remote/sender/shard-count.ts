/** Time between two decisions. */
const PERIOD_MS = 10_000;
/** Periods without any wait before a shard is given up. */
const CALM_PERIODS = 30;

/**
 * How many shards a queue should have: twice as many when reading had to wait for room in them for most of a period in
 * which the receiver worked, half as many after five minutes without waiting.
 */
export class ShardCount {
  private readonly min: number;
  private readonly max: number;
  private periodStartMs: number;
  private waitedMs = 0;
  private hasFailed = false;
  private calmPeriods = 0;

  constructor(min: number, max: number, nowMs: number) {
    this.min = Math.min(min, max);
    this.max = max;
    this.periodStartMs = nowMs;
  }

  waited(ms: number): void {
    this.waitedMs += ms;
  }

  /** More requests at a time do not help a receiver that is down. */
  failed(): void {
    this.hasFailed = true;
  }

  decide(current: number, nowMs: number): number {
    const periodMs = nowMs - this.periodStartMs;
    if (periodMs < PERIOD_MS) return current;
    const isBusy = this.waitedMs > periodMs / 2 && !this.hasFailed;
    this.calmPeriods = this.waitedMs === 0 ? this.calmPeriods + 1 : 0;
    this.periodStartMs = nowMs;
    this.waitedMs = 0;
    this.hasFailed = false;
    if (isBusy) return Math.min(this.max, current * 2);
    if (this.calmPeriods < CALM_PERIODS) return current;
    this.calmPeriods = 0;
    return Math.max(this.min, Math.floor(current / 2));
  }
}
