import { changePoints } from '../../analysis/expect/change-points.ts';
import { medianOf } from '../../analysis/math/robust.ts';

/** The part of a run that is compared: rows `from` to before `to`. */
export interface SteadyPhase {
  from: number;
  to: number;
  /** Median of the rate in it. */
  level: number;
}

/** A stretch at either end counts as ramp below this share of the usual rate, or above its inverse. */
const RAMP = 0.9;
/** A single sample at either end does so below this share. */
const EDGE = 0.75;
/** More than this of the run is no ramp: then the whole is kept. */
const MOST_CUT = 0.5;

/**
 * Cuts the ramps off both ends of a rate. OMB leaves its own warm-up out of a result, but a search for the rate, caches that
 * fill and a recording that began before the load did are still in it. Stretches are those between change points; what happens
 * in the middle is never cut, for a dip there is what one wants to see.
 */
export function steadyPhase(rate: ArrayLike<number>): SteadyPhase {
  const values = Float64Array.from(rate);
  const rows = values.length;
  const present = values.filter((value) => Number.isFinite(value) && value > 0);
  if (present.length < 4) return { from: 0, to: rows, level: present.length === 0 ? NaN : medianOf(present) };
  const usual = medianOf(present);
  const cuts = [0, ...changePoints(values).map(({ at }) => at), rows];
  const levels = cuts.slice(1).map((end, i) => {
    const segment = values.subarray(cuts[i], end).filter(Number.isFinite);
    return segment.length === 0 ? 0 : medianOf(segment);
  });
  const isRamp = (level: number) => level < RAMP * usual || level > usual / RAMP;
  let first = 0;
  while (first < levels.length - 1 && isRamp(levels[first])) first++;
  let last = levels.length - 1;
  while (last > first && isRamp(levels[last])) last--;
  let [from, to] = [cuts[first], cuts[last + 1]];
  const isEdge = (value: number) => !(value >= EDGE * usual && value <= usual / EDGE);
  while (from < to && isEdge(values[from])) from++;
  while (to > from && isEdge(values[to - 1])) to--;
  if (to - from < rows * (1 - MOST_CUT)) [from, to] = withoutIdleEnds(values);
  return { from, to, level: medianOf(values.subarray(from, to).filter(Number.isFinite)) };
}

/** Only rows without any load are cut. */
function withoutIdleEnds(values: Float64Array): [number, number] {
  let from = 0;
  let to = values.length;
  while (from < to && !(values[from] > 0)) from++;
  while (to > from && !(values[to - 1] > 0)) to--;
  return [from, to];
}
