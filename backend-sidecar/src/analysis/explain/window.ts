import { ObservatoryError } from '../../util/errors.ts';

/** What is asked about, in ms since the epoch. */
export interface AskedWindow {
  fromMs: number;
  toMs: number;
  baselineFromMs?: number;
  baselineToMs?: number;
}

/** Baselines are this many windows long, within bounds. */
const BASELINE_WINDOWS = 4;
const MIN_BASELINE_MS = 120_000;
const MAX_BASELINE_MS = 24 * 3_600_000;

export interface Span {
  fromMs: number;
  toMs: number;
}

/** The spans to read. @throws ObservatoryError OBS_ANALYSIS_WINDOW */
export function spansOf(asked: AskedWindow): { window: Span; baseline: Span; isGiven: boolean } {
  const { fromMs, toMs } = asked;
  if (!(toMs > fromMs)) {
    throw new ObservatoryError('OBS_ANALYSIS_WINDOW', 'the window ends before it begins', {
      httpStatus: 400,
      hint: 'give from and to as RFC 3339 or seconds since the epoch, from first',
    });
  }
  const length = Math.min(MAX_BASELINE_MS, Math.max(MIN_BASELINE_MS, BASELINE_WINDOWS * (toMs - fromMs)));
  const baselineToMs = Math.min(asked.baselineToMs ?? fromMs, toMs);
  const baselineFromMs = asked.baselineFromMs ?? baselineToMs - length;
  if (!(baselineToMs > baselineFromMs)) {
    throw new ObservatoryError('OBS_ANALYSIS_WINDOW', 'the baseline ends before it begins', {
      httpStatus: 400,
      hint: 'leave baselineFrom and baselineTo out, and the time before the window is taken',
    });
  }
  return {
    window: { fromMs, toMs },
    baseline: { fromMs: baselineFromMs, toMs: baselineToMs },
    isGiven: asked.baselineFromMs !== undefined || asked.baselineToMs !== undefined,
  };
}
