import type { Row } from '../engine/row.ts';
import { goMax, goMin } from './math.ts';

/** `clamp`, `clamp_min` and `clamp_max`; with bounds the wrong way round nothing is left. */
export function clampRow(kind: 'clamp' | 'clamp_min' | 'clamp_max'): (row: Row, args: readonly Float64Array[]) => void {
  return (row, args) => {
    const { values } = row;
    for (let step = 0; step < values.length; step++) {
      const low = kind === 'clamp_max' ? -Infinity : args[0][step];
      const high = kind === 'clamp_min' ? Infinity : args[args.length - 1][step];
      if (high < low) row.drop(step);
      else values[step] = goMax(low, goMin(high, values[step]));
    }
  };
}
