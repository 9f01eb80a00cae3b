import { FieldType, getFieldDisplayName, type DataFrame, type TimeRange } from '@grafana/data';
import type { GridData } from '../../views/heatmap/grid-data.ts';
import { healthGrid, type LabelledSeries, type RowOrder } from '../../views/health/health-grid.ts';

/** Narrower columns are not seen. */
const MIN_COLUMN_PX = 4;

/** Time-series frames, multi or wide, as nodes by time; steps as wide as the data's own, or as a column can be seen. */
export function panelGrid(
  frames: DataFrame[],
  range: TimeRange,
  { width, order }: { width: number; order: RowOrder },
): GridData {
  const series: LabelledSeries[] = [];
  let stepMs = Math.max(1000, Math.ceil((range.to.valueOf() - range.from.valueOf()) / (width / MIN_COLUMN_PX)));
  for (const frame of frames) {
    const time = frame.fields.find(({ type }) => type === FieldType.time);
    if (!time) continue;
    stepMs = Math.max(stepMs, time.config.interval ?? smallestStep(time.values));
    for (const field of frame.fields) {
      if (field.type !== FieldType.number || field.config.custom?.hideFrom?.viz) continue;
      const name = getFieldDisplayName(field, frame, frames);
      series.push({
        labels: { ...field.labels, [DISPLAY_NAME]: name },
        times: time.values,
        values: field.values,
      });
    }
  }
  return healthGrid(
    series,
    { fromMs: range.from.valueOf(), toMs: range.to.valueOf(), stepMs },
    { names: [DISPLAY_NAME], groups: ['job', 'kind'], order },
  );
}

/** No label can have this name: it is what the field is called. */
const DISPLAY_NAME = ' display name';

function smallestStep(times: ArrayLike<number>): number {
  let smallest = Infinity;
  for (let index = 1; index < times.length; index++) {
    const step = times[index] - times[index - 1];
    if (step > 0 && step < smallest) smallest = step;
  }
  return Number.isFinite(smallest) ? smallest : 0;
}
