import type { Clock } from './clock.ts';

/** Calls `work` every `periodMs`, the first time after one period, until the returned function is called. */
export function every(clock: Clock, periodMs: number, work: () => void): () => void {
  let cancel = clock.setTimeout(tick, periodMs);
  let stopped = false;
  function tick(): void {
    if (stopped) return;
    cancel = clock.setTimeout(tick, periodMs);
    work();
  }
  return () => {
    stopped = true;
    cancel();
  };
}
