import { sleep, type Clock } from '../util/clock.ts';

const FIRST_RETRY_MS = 1000;

/** A repeated refresh, one at a time. */
export class Poller {
  private running: Promise<boolean> | undefined;

  /**
   * Refreshes now and then every `intervalMs` until the signal aborts. `refresh` tells whether it worked and must not
   * throw; what failed is tried again after 1 s, 2 s, 4 s, … up to the interval.
   */
  start(clock: Clock, intervalMs: number, signal: AbortSignal, refresh: () => Promise<boolean>): void {
    const run = async () => {
      let retryMs = FIRST_RETRY_MS;
      while (!signal.aborted) {
        const refreshing = refresh();
        this.running = refreshing;
        const worked = await refreshing;
        this.running = undefined;
        await sleep(clock, worked ? intervalMs : Math.min(intervalMs, retryMs), signal);
        retryMs = worked ? FIRST_RETRY_MS : 2 * retryMs;
      }
    };
    void run();
  }

  /** Resolves when no refresh is under way. */
  async settled(): Promise<void> {
    await this.running;
  }
}
