import type { Reading } from './condition.ts';

/** One alert of one node. */
export interface AlertState {
  state: 'ok' | 'pending' | 'firing';
  value: Reading;
  /** Since when it is in this state; of a pending one since when the condition holds. */
  sinceMs: number;
  /** When a value was seen last. */
  seenMs: number;
}

export interface StateOptions {
  nowMs: number;
  durationMs: number;
  /** How long a state outlives its last value: one missed report is no recovery. */
  graceMs: number;
}

/**
 * The next state: `pending` from when the condition holds, `firing` once it has held for the duration, `ok` when it does not.
 * Without a value everything stays as it is for a while.
 */
export function nextState(
  before: AlertState | undefined,
  value: Reading,
  isSo: boolean | null,
  { nowMs, durationMs, graceMs }: StateOptions,
): AlertState {
  if (isSo === null) {
    if (before && before.state !== 'ok' && nowMs - before.seenMs <= graceMs) return before;
    return {
      state: 'ok',
      value: null,
      sinceMs: before?.state === 'ok' ? before.sinceMs : nowMs,
      seenMs: before?.seenMs ?? nowMs,
    };
  }
  const seen = { value, seenMs: nowMs };
  if (!isSo) return { ...seen, state: 'ok', sinceMs: before?.state === 'ok' ? before.sinceMs : nowMs };
  if (before?.state === 'firing') return { ...before, ...seen };
  const heldSinceMs = before?.state === 'pending' ? before.sinceMs : nowMs;
  if (nowMs - heldSinceMs >= durationMs) return { ...seen, state: 'firing', sinceMs: nowMs };
  return { ...seen, state: 'pending', sinceMs: heldSinceMs };
}
