import type { TimeWindow } from '../../host/ViewHost.ts';
import type { BaselineChoice } from './explain-state.ts';

const DAY_MS = 86_400_000;
/** Windows of baseline before a window: as long as needed to know what is usual, and as near as it can be. */
const WINDOWS_BEFORE = 4;

export const BASELINE_NAMES: Readonly<Record<BaselineChoice, string>> = {
  before: 'just before, four times as long',
  yesterday: 'the same time a day before',
  own: 'own',
};

/** The time that a window is compared with; an own one that is not chosen yet is the one just before. */
export function baselineOf(window: TimeWindow, choice: BaselineChoice, own: TimeWindow | undefined): TimeWindow {
  const { fromMs, toMs } = window;
  if (choice === 'yesterday') return { fromMs: fromMs - DAY_MS, toMs: toMs - DAY_MS };
  if (choice === 'own' && own) return own;
  return { fromMs: fromMs - WINDOWS_BEFORE * (toMs - fromMs), toMs: fromMs };
}

/** Why a baseline cannot be compared with; undefined when it can. */
export function faultOfBaseline(baseline: TimeWindow, window: TimeWindow): string | undefined {
  if (baseline.fromMs >= baseline.toMs) return 'The baseline ends before it begins.';
  if (baseline.toMs > window.fromMs) return 'The baseline reaches into the window: what is explained would be usual.';
  return undefined;
}
