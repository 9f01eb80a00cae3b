import type { Clock } from '../../util/clock.ts';
import { sleep } from '../../util/clock.ts';

/** A reader that never closed its set (a bug, or a query that died) holds the head's memory at most this long. */
const MAX_PIN_MS = 120_000;
const POLL_MS = 20;

/** Selections in use. Chunks that they may read are dropped only when they are closed. */
export class ReadPins {
  private readonly clock: Clock;
  private readonly pins = new Map<symbol, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Returns the function that ends the pin. */
  acquire(): () => void {
    const key = Symbol('pin');
    this.pins.set(key, this.clock.now() + MAX_PIN_MS);
    return () => this.pins.delete(key);
  }

  /** Resolves when every pin of now has ended or expired; rejects with the signal's reason when it aborts first. */
  async drained(signal: AbortSignal): Promise<void> {
    const open = [...this.pins.keys()];
    while (open.some((key) => this.isHeld(key))) {
      await sleep(this.clock, POLL_MS, signal);
      signal.throwIfAborted();
    }
  }

  private isHeld(key: symbol): boolean {
    const expires = this.pins.get(key);
    if (expires === undefined) return false;
    if (this.clock.now() < expires) return true;
    this.pins.delete(key);
    return false;
  }
}
