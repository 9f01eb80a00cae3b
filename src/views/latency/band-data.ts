import { BAND_QUANTILES } from './histograms.ts';

/** Times in seconds, then a column a quantile in ms, as uPlot takes them. */
export type BandColumns = [times: number[], ...quantiles: (number | null)[][]];

export interface QuantilePoints {
  quantile: number;
  /** ms since the epoch. */
  times: readonly number[];
  /** Seconds. */
  values: readonly (number | null)[];
}

/**
 * Puts quantiles on one axis of times. A quantile is never below an inner one: interpolation inside a bucket of few messages
 * may say so, a picture of bands may not.
 */
export function bandColumns(points: readonly QuantilePoints[]): BandColumns {
  const times = [...new Set(points.flatMap(({ times: own }) => own))].sort((a, b) => a - b);
  const rowOf = new Map(times.map((time, row) => [time, row]));
  const columns = BAND_QUANTILES.map((quantile) => {
    const column = new Array<number | null>(times.length).fill(null);
    const own = points.find((each) => each.quantile === quantile);
    own?.times.forEach((time, index) => {
      const value = own.values[index];
      if (value !== null && Number.isFinite(value)) column[rowOf.get(time) ?? 0] = value * 1000;
    });
    return column;
  });
  for (let row = 0; row < times.length; row++) {
    let inner = 0;
    for (const column of columns) {
      const value = column[row];
      if (value === null) continue;
      inner = column[row] = Math.max(inner, value);
    }
  }
  return [times.map((time) => time / 1000), ...columns];
}
