import type { Clock } from '../../util/clock.ts';
import { queryCanceled, queryTimeout, QueryError, tooManySamples } from './query-error.ts';

export interface BudgetLimits {
  /** Samples held in memory at one time. */
  maxSamples: number;
  /** Bytes of columns held in memory at one time. */
  maxMemoryBytes: number;
  timeoutMs: number;
  /** How long a query computes before it lets the event loop run: scrapes must stay on time (docs/decisions/0002). */
  sliceMs: number;
}

/** Steps of one grid: a row that is computed at one go must not hold up the event loop. */
const MAX_STEPS = 2_000_000;
const SCRATCH_ROWS = 3;

/** Sample bytes: value, presence, and an equal share of timestamps. */
const BYTES_PER_SAMPLE = 9;

/** What one query may still use: time, memory, and the thread. */
export class QueryBudget {
  /** Samples read from storage so far. */
  samplesRead = 0;
  seriesRead = 0;
  private ended = false;
  private held = 0;
  private peak = 0;
  private sliceEndsAt: number;
  private readonly limits: BudgetLimits;
  private readonly clock: Clock;
  private readonly deadlineMs: number;
  private readonly signal: AbortSignal | undefined;

  constructor(limits: BudgetLimits, clock: Clock, signal: AbortSignal | undefined) {
    this.limits = limits;
    this.clock = clock;
    this.deadlineMs = clock.now() + limits.timeoutMs;
    this.signal = signal;
    this.sliceEndsAt = performance.now() + limits.sliceMs;
  }

  get peakSamples(): number {
    return this.peak;
  }

  /** True when it is time to `pause`. Cheap enough to ask after every row. */
  get due(): boolean {
    return performance.now() >= this.sliceEndsAt;
  }

  /** Lets timers and sockets have their turn. @throws QueryError when the query timed out or its client went away. */
  async pause(): Promise<void> {
    this.check();
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.check();
    this.sliceEndsAt = performance.now() + this.limits.sliceMs;
  }

  /** In loops too tight to look at the clock in each turn: pauses when due, asking every 512th time. */
  breathe(iteration: number): Promise<void> | undefined {
    return (iteration & 511) === 511 && this.due ? this.pause() : undefined;
  }

  /** Ends the query: whatever part of it still runs stops at its next look at the budget. */
  end(): void {
    this.ended = true;
  }

  check(): void {
    if (this.ended) throw queryCanceled('expression evaluation');
    if (this.signal?.aborted) throw queryCanceled('expression evaluation');
    if (this.clock.now() > this.deadlineMs) throw queryTimeout('expression evaluation');
  }

  /** Accounts for columns about to be allocated. @throws QueryError when they are more than a query may hold. */
  hold(samples: number): void {
    this.held += samples;
    if (this.held > this.peak) this.peak = this.held;
    if (this.held > this.limits.maxSamples) throw tooManySamples();
    if (this.held * BYTES_PER_SAMPLE > this.limits.maxMemoryBytes) {
      throw new QueryError(
        'execution',
        'OBS_QUERY_TOO_MUCH_MEMORY',
        `query processing would need more than ${this.limits.maxMemoryBytes} bytes of memory`,
        'Select fewer series, a shorter range or a longer step, or raise query.max_memory.',
      );
    }
  }

  /** Accounts for what every operator keeps of its grid: scratch rows, windows, times. */
  holdScratch(steps: number): void {
    if (steps > MAX_STEPS) throw tooManySamples();
    this.hold(SCRATCH_ROWS * steps);
  }

  /** Accounts for texts of labels that the query made; they are held until it ends. */
  holdText(characters: number): void {
    this.hold(Math.ceil(characters / BYTES_PER_SAMPLE));
  }

  release(samples: number): void {
    this.held -= samples;
  }
}
