/**
 * How long to wait for the next report. A host whose numbers hardly move reports seldom, one that moves reports often.
 *
 * The measure is the standard deviation of each metric over the last reports, in units of what counts as a move of that metric
 * (5 points of CPU, 2 of memory, 1 of disk); the largest decides. Below one half the interval grows by half, above one it is
 * halved, between it stays: the gap keeps it from swinging. Growth is slow and shortening quick, because a late report of an
 * incident costs more than an early one of nothing.
 */
import { MAX_INTERVAL_SECONDS, MIN_INTERVAL_SECONDS } from '@observatory/protocol/agents';

export interface ReportedLevels {
  cpuPercent: number;
  memoryPercent: number;
  diskPercent: number;
}

export interface IntervalState {
  intervalSeconds: number;
  /** The newest last; at most `WINDOW`. */
  recent: readonly ReportedLevels[];
  /** Set by hand: holds until it is lifted. */
  fixedSeconds?: number;
  /** What the sidecar would like for now: often while something is in trouble, seldom while it is loaded itself. */
  suggestedSeconds?: number;
}

export const WINDOW = 6;
const MOVES: Readonly<Record<keyof ReportedLevels, number>> = { cpuPercent: 5, memoryPercent: 2, diskPercent: 1 };
const STABLE_BELOW = 0.5;
const MOVING_ABOVE = 1;

export const initialInterval = (): IntervalState => ({ intervalSeconds: MIN_INTERVAL_SECONDS, recent: [] });

/** The state after a report with these levels. Pure. */
export function nextInterval(state: IntervalState, levels: ReportedLevels): IntervalState {
  const recent = [...state.recent, levels].slice(-WINDOW);
  return { ...state, recent, intervalSeconds: clamp(wished({ ...state, recent })) };
}

/** The interval that holds now: what was set by hand, else what the sidecar suggests, else the adapted one. */
export function currentInterval({ fixedSeconds, suggestedSeconds, intervalSeconds }: IntervalState): number {
  return clamp(fixedSeconds ?? suggestedSeconds ?? intervalSeconds);
}

/** 0 for a host at rest; 1 when a metric varies by what counts as a move. */
export function volatility(recent: readonly ReportedLevels[]): number {
  if (recent.length < 2) return 0;
  return Math.max(
    ...(Object.keys(MOVES) as (keyof ReportedLevels)[]).map(
      (key) => deviation(recent.map((each) => each[key])) / MOVES[key],
    ),
  );
}

function wished({ intervalSeconds, recent }: IntervalState): number {
  if (recent.length < 3) return intervalSeconds;
  const moved = volatility(recent);
  if (moved > MOVING_ABOVE) return intervalSeconds / 2;
  return moved < STABLE_BELOW ? intervalSeconds * 1.5 : intervalSeconds;
}

function deviation(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return 0;
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  return Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length);
}

function clamp(seconds: number): number {
  if (!Number.isFinite(seconds)) return MIN_INTERVAL_SECONDS;
  return Math.min(MAX_INTERVAL_SECONDS, Math.max(MIN_INTERVAL_SECONDS, Math.round(seconds)));
}
