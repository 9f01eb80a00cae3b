import {
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
  getFieldSeriesColor,
  type DataFrame,
  type GrafanaTheme2,
} from '@grafana/data';
import type { YLimits } from '../../views/live/live-plot.ts';
import { dashOf, type SeriesLook } from '../../views/live/series-look.ts';
import type { LiveField } from './frame-columns.ts';
import { DEFAULT_FIELD_CONFIG, type LiveFieldConfig } from './options.ts';

/** Names, colours and units of fields as their configuration has them. */
export function fieldLooks(fields: readonly LiveField[], frames: DataFrame[], theme: GrafanaTheme2): SeriesLook[] {
  const colors = new Map<string, number>();
  return fields.map(({ frame, field }) => {
    const display = field.display ?? getDisplayProcessor({ field, theme });
    const { color } = getFieldSeriesColor(field, theme);
    const before = colors.get(color) ?? 0;
    colors.set(color, before + 1);
    const custom = field.config.custom as Partial<LiveFieldConfig> | undefined;
    return {
      label: getFieldDisplayName(field, frame, frames),
      color,
      // A palette begins anew when it is used up: then the dash tells series of one colour apart.
      dash: dashOf(10 * before),
      width: custom?.lineWidth ?? DEFAULT_FIELD_CONFIG.lineWidth,
      format: (value) => (value === undefined ? '–' : formattedValueToString(display(value))),
    };
  });
}

/** Range and thresholds that the fields' configuration fixes, taken from the first field. */
export function fieldLimits(fields: readonly LiveField[], theme: GrafanaTheme2, showThresholds: boolean): YLimits {
  const config = fields[0]?.field.config;
  const lines = (showThresholds ? (config?.thresholds?.steps ?? []) : [])
    .filter(({ value }) => Number.isFinite(value))
    .map(({ value, color }) => ({ value, color: theme.visualization.getColorByName(color) }));
  return { min: config?.min ?? undefined, max: config?.max ?? undefined, lines };
}
