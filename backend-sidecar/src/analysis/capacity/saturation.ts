import { correlationAt } from '../math/ranks.ts';
import { medianOf, spreadOf } from '../math/robust.ts';

export interface Saturation {
  /** Load at which the resource meets its limit, and an 80 % interval; the upper end is open when it may never. */
  at: number;
  lower: number;
  upper: number | null;
  r: number;
  points: number;
}

const MIN_POINTS = 12;
/** Less than this, and the resource does not follow the load. */
const MIN_R = 0.5;
const Z80 = 1.282;

/**
 * Where a resource that follows load is used up: the Theil-Sen line of the resource over the load, carried on to the limit.
 * The interval comes from the spread of the slopes; it is honest only as far as the resource goes on as it does now.
 */
export function saturationOf(load: Float64Array, resource: Float64Array, limit: number): Saturation | undefined {
  const n = load.length;
  if (n < MIN_POINTS) return undefined;
  const use = new Uint8Array(n).fill(1);
  const { r } = correlationAt(load, use, resource, use, 0);
  if (!(r >= MIN_R)) return undefined;
  const slopes: number[] = [];
  const least = spreadOf(load).sigma / 2;
  const every = Math.max(1, Math.floor(n / 150));
  for (let i = 0; i < n; i += every)
    for (let j = i + every; j < n; j += every)
      if (Math.abs(load[j] - load[i]) > least) slopes.push((resource[j] - resource[i]) / (load[j] - load[i]));
  if (slopes.length < MIN_POINTS) return undefined;
  const slope = medianOf(slopes);
  if (!(slope > 0)) return undefined;
  const start = medianOf(Array.from(load, (each, i) => resource[i] - slope * each));
  const residual = spreadOf(Array.from(load, (each, i) => resource[i] - start - slope * each)).sigma;
  const span = spreadOf(load);
  const error = (Z80 * residual * Math.sqrt(2)) / (Math.max(span.sigma, 1e-12) * Math.sqrt(n / 4));
  const middle = span.median;
  const level = start + slope * middle;
  const carried = (at: number) => (at > 0 ? middle + Math.max(0, limit - level) / at : Infinity);
  const upper = carried(slope - error);
  return {
    at: carried(slope),
    lower: carried(slope + error),
    upper: Number.isFinite(upper) ? upper : null,
    r,
    points: n,
  };
}
