/**
 * Time as a dependency. Everything in the sidecar that waits or stamps takes a Clock, so that replays of recorded
 * incidents and long soaks run on virtual time (DESIGN.md, demo) while production uses the system's.
 */
export interface Clock {
  /** Wall time in milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once after `delayMs`; the returned function cancels it. Never keeps the process alive by itself. */
  setTimeout(callback: () => void, delayMs: number): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(callback, delayMs) {
    // Node clamps above 2^31-1 ms to 1 ms: cap it, callers re-arm on wake.
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), 0x7fffffff));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs` of the clock's time, or at once when the signal aborts. It never rejects. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    };
    const cancel = clock.setTimeout(done, delayMs);
    const onAbort = () => {
      cancel();
      done();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

interface VirtualTimer {
  at: number;
  order: number;
  callback: () => void;
}

/**
 * A clock that only moves when told to. `advanceTo` fires timers in order of their time and, between two of them, waits
 * for `settle` (by default one turn of the event loop), so that the work a timer began can finish or arm a new timer.
 */
export class VirtualClock implements Clock {
  private currentMs: number;
  private timers: VirtualTimer[] = [];
  private order = 0;
  private readonly settle: () => Promise<void>;

  constructor(startMs: number, settle: () => Promise<void> = () => new Promise((resolve) => setImmediate(resolve))) {
    this.currentMs = startMs;
    this.settle = settle;
  }

  now(): number {
    return this.currentMs;
  }

  setTimeout(callback: () => void, delayMs: number): () => void {
    const timer = { at: this.currentMs + Math.max(0, delayMs), order: this.order++, callback };
    this.timers.push(timer);
    return () => {
      const index = this.timers.indexOf(timer);
      if (index >= 0) this.timers.splice(index, 1);
    };
  }

  /** Milliseconds at which the next timer fires, or undefined when none is armed. */
  nextTimerAt(): number | undefined {
    return this.timers.reduce<number | undefined>(
      (min, timer) => (min === undefined || timer.at < min ? timer.at : min),
      undefined,
    );
  }

  /** Moves time to `targetMs`, firing every timer due on the way, including those armed meanwhile. */
  async advanceTo(targetMs: number): Promise<void> {
    for (;;) {
      await this.settle();
      let due: VirtualTimer | undefined;
      for (const timer of this.timers) {
        if (timer.at <= targetMs && (!due || timer.at < due.at || (timer.at === due.at && timer.order < due.order)))
          due = timer;
      }
      if (!due) break;
      this.timers.splice(this.timers.indexOf(due), 1);
      this.currentMs = Math.max(this.currentMs, due.at);
      due.callback();
    }
    this.currentMs = Math.max(this.currentMs, targetMs);
  }

  advanceBy(deltaMs: number): Promise<void> {
    return this.advanceTo(this.currentMs + deltaMs);
  }
}
