import { toFinding, type Finding } from '../causes/finding.ts';
import type { SignalSeries } from '../signals/signal-series.ts';
import { analysisWorkers } from '../worker/pool.ts';
import { findDeviations, type Bounds, type Deviation } from './deviation.ts';

/** Fewer signals than this are judged at once: that takes less time than to start a thread. */
const INLINE = 500;
/** Signals that one task of a thread judges. */
const BATCH = 400;

/** All signals that left their band, strongest first; many of them are judged in worker threads. */
export async function findFindings(
  signals: readonly SignalSeries[],
  bounds: Bounds,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const deviations =
    signals.length <= INLINE
      ? signals.map(({ t, v, definition }) => findDeviations(t, v, definition, bounds))
      : await judgedInThreads(signals, bounds, signal);
  return signals
    .flatMap((series, i) => deviations[i].map((deviation) => toFinding(series, deviation)))
    .sort((a, b) => b.deviation.score - a.deviation.score);
}

async function judgedInThreads(
  signals: readonly SignalSeries[],
  bounds: Bounds,
  signal: AbortSignal | undefined,
): Promise<Deviation[][]> {
  const tasks: Promise<Deviation[][]>[] = [];
  for (let from = 0; from < signals.length; from += BATCH) {
    const batch = signals.slice(from, from + BATCH);
    const rows = batch.reduce((sum, { t }) => sum + t.length, 0);
    const t = new Float64Array(rows);
    const v = new Float64Array(rows);
    const ends: number[] = [];
    let at = 0;
    for (const series of batch) {
      t.set(series.t, at);
      v.set(series.v, at);
      ends.push((at += series.t.length));
    }
    const limits = batch.map(({ definition: { direction, floor, relativeFloor, hasTrend = false } }) => ({
      direction,
      floor,
      relativeFloor,
      hasTrend,
    }));
    tasks.push(analysisWorkers.run({ kind: 'deviations', t, v, ends, limits, bounds }, [t.buffer, v.buffer], signal));
  }
  return (await Promise.all(tasks)).flat();
}
