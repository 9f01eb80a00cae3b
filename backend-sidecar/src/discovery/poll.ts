import { sleep, type Clock } from '../util/clock.ts';

/** A repeated refresh, one at a time. */
export class Poller {
  private running: Promise<void> | undefined;

  /** Refreshes now and then every `intervalMs` until the signal aborts. `refresh` must not throw. */
  start(clock: Clock, intervalMs: number, signal: AbortSignal, refresh: () => Promise<void>): void {
    const run = async () => {
      while (!signal.aborted) {
        this.running = refresh();
        await this.running;
        this.running = undefined;
        await sleep(clock, intervalMs, signal);
      }
    };
    void run();
  }

  /** Resolves when no refresh is under way. */
  async settled(): Promise<void> {
    await this.running;
  }
}
