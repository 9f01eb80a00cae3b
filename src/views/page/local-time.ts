import type { TimeWindow } from '../host/ViewHost.ts';

/** `2026-11-22T14:05:00` in the browser's zone, as a `datetime-local` field wants it. */
export function localText(timeMs: number): string {
  const offsetMs = new Date(timeMs).getTimezoneOffset() * 60_000;
  return new Date(timeMs - offsetMs).toISOString().slice(0, 19);
}

/** The window that two such fields mean, and what is wrong with it; empty when nothing is. */
export function typedWindow(from: string, to: string): TimeWindow & { fault: string } {
  const fromMs = new Date(from).getTime();
  const toMs = new Date(to).getTime();
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return { fromMs, toMs, fault: 'Fill in both times.' };
  return { fromMs, toMs, fault: fromMs >= toMs ? 'It ends before it begins.' : '' };
}
