import { setImmediate as nextTurn } from 'node:timers/promises';

/** Real time, never the injected clock: what is bounded is how long the event loop waits. */
const SLICE_MS = 4;

/**
 * Splits long work into slices (docs/decisions/0002-one-thread.md): `if (slicer.due()) await slicer.pause()` between units
 * of at most a few ms keeps timers and sockets served.
 */
export class Slicer {
  private startedAt = performance.now();
  private readonly signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  due(): boolean {
    return performance.now() - this.startedAt > SLICE_MS;
  }

  /** Lets the event loop turn once. Rejects with the signal's reason when it was aborted. */
  async pause(): Promise<void> {
    this.signal?.throwIfAborted();
    await nextTurn();
    this.signal?.throwIfAborted();
    this.startedAt = performance.now();
  }
}
