import { FieldType, type DataFrame } from '@grafana/data';
import type { GridMark } from '../../views/heatmap/draw-grid.ts';

/** Annotations of the dashboard as lines in a picture. */
export function annotationMarks(frames: DataFrame[] | undefined): GridMark[] {
  return (frames ?? []).flatMap((frame) => {
    const time = frame.fields.find(({ type, name }) => type === FieldType.time && name === 'time');
    const color = frame.fields.find(({ name }) => name === 'color');
    return Array.from((time?.values ?? []) as number[], (timeMs, row) => ({
      timeMs,
      color: String(color?.values[row] ?? 'rgba(255, 152, 48, 0.9)'),
    }));
  });
}
