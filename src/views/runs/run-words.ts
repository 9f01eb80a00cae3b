import type { RunInfo, RunState } from '@observatory/protocol/run-objects';
import { formatValue, type Unit } from '../live/format-value.ts';
import { formatSpan } from '../nodes/vitals-text.ts';

/** What a state means, in a word or two. */
export const STATE_WORDS: Readonly<Record<RunState, string>> = {
  running: 'running',
  finished: 'finished',
  failed: 'failed',
  aborted: 'aborted',
  interrupted: 'interrupted',
};

/** How long it took, or has been going on. */
export function durationText({ startedMs, endedMs }: Pick<RunInfo, 'startedMs' | 'endedMs'>, nowMs: number): string {
  return formatSpan(Math.max(0, (endedMs ?? nowMs) - startedMs) / 1000);
}

/** `exit code 3`, `ended by SIGKILL`, or the reason that was given; empty for what ended in order or goes on. */
export function endText({ exitCode, signal, reason = '' }: Pick<RunInfo, 'exitCode' | 'signal' | 'reason'>): string {
  if (reason !== '') return reason;
  if (signal !== undefined) return `ended by ${signal}`;
  return exitCode === undefined || exitCode === 0 ? '' : `exit code ${exitCode}`;
}

const UNITS: readonly string[] = ['short', 'msgps', 'ms', 'percentunit', 'bytes', 'Bps', 'msg'] satisfies Unit[];

/** A figure with its unit; a unit that is none of ours stands behind the number as it is. */
export function figureText(value: number | null | undefined, unit: string): string {
  if (UNITS.includes(unit)) return formatValue(value, unit as Unit);
  return value == null ? '–' : `${formatValue(value, 'short')} ${unit}`.trim();
}

/** `+12 %`, `-3.4 %`, `–`. */
export function changeText(change: number | null | undefined): string {
  if (change == null || !Number.isFinite(change)) return '–';
  const percent = 100 * change;
  const digits = Math.abs(percent) < 10 ? 1 : 0;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(digits)} %`;
}

/** Why a button waits. */
export const SENDING = 'The sidecar has not answered yet.';
