import { seriesColor, type ThemeName } from '../theme/series-colors.ts';
import { formatValue, type Unit } from './format-value.ts';
import type { ColumnSeries } from './time-columns.ts';

/** How a series is shown. The host may have it from elsewhere (Grafana's field configuration). */
export interface SeriesLook {
  label: string;
  color: string;
  /** Past the ten hues the dash tells series apart, so that colour is never alone. */
  dash: number[] | undefined;
  /** Width of the line in px. */
  width: number;
  format(value: number | undefined): string;
}

const DASHES = [undefined, [6, 3], [2, 3]];
const HUES = 10;

/** The dash of the n-th series. */
export function dashOf(index: number): number[] | undefined {
  return DASHES[Math.floor(index / HUES) % DASHES.length];
}

/** The looks of our own charts: colours in order of use, all numbers in one unit. */
export function ownLooks(series: readonly ColumnSeries[], theme: ThemeName, unit: Unit): SeriesLook[] {
  return series.map(({ label }, index) => ({
    label,
    color: seriesColor(theme, index),
    dash: dashOf(index),
    width: 1.5,
    format: (value) => formatValue(value, unit),
  }));
}
