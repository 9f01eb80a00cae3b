import { findFindings } from '../detect/find-findings.ts';
import type { SignalSeries } from '../signals/signal-series.ts';
import type { Span } from './window.ts';
import { duration } from './words.ts';

/** Less than this many samples before the window, and the begin of the window has to serve. */
const MIN_SAMPLES = 8;
/** Share of the window that is taken for quiet when there is nothing before it. */
const LEADING = 0.25;
/** A finding this strong marks the end of the quiet time. */
const SURE_SCORE = 14;

/**
 * The baseline that there is data for. Where nothing was recorded before the window, it is the window's own begin, up to
 * the first thing that surely happened.
 */
export async function settleBaseline(
  signals: readonly SignalSeries[],
  { window, baseline, isGiven }: { window: Span; baseline: Span; isGiven: boolean },
  notes: string[],
): Promise<Span> {
  if (isGiven) return baseline;
  const up = signals.filter(({ definition }) => definition.kind === 'unreachable');
  const firstMs = Math.min(...(up.length > 0 ? up : signals).map(({ t }) => t[0] ?? Infinity));
  if (!Number.isFinite(firstMs)) {
    notes.push('There is no data of a Pulsar node in this time.');
    return baseline;
  }
  const stepMs = Math.min(...(up.length > 0 ? up : signals).map((each) => each.stepMs || Infinity));
  const fromMs = Math.max(baseline.fromMs, firstMs);
  if (window.fromMs - fromMs >= MIN_SAMPLES * stepMs) {
    if (fromMs > baseline.fromMs + stepMs)
      notes.push(`The baseline is only ${duration(window.fromMs - fromMs)} long: nothing was recorded before.`);
    return { fromMs, toMs: window.fromMs };
  }
  const leadingMs = Math.max(fromMs + MIN_SAMPLES * stepMs, fromMs + LEADING * (window.toMs - fromMs));
  const first = { baselineFromMs: fromMs, baselineToMs: Math.min(leadingMs, window.toMs), toMs: window.toMs };
  const sure = (await findFindings(signals, first)).filter(
    ({ deviation, live }) => live && deviation.score >= SURE_SCORE,
  );
  const onsetMs = Math.min(window.toMs, ...sure.map(({ deviation }) => deviation.onsetMs));
  const toMs = Math.max(first.baselineToMs, Math.min(onsetMs - 2 * stepMs, fromMs + 0.5 * (window.toMs - fromMs)));
  notes.push(`Nothing was recorded before the window: its first ${duration(toMs - fromMs)} serve as the baseline.`);
  return { fromMs, toMs };
}
