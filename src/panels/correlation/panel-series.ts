import { FieldType, getFieldDisplayName, type DataFrame } from '@grafana/data';
import type { MatrixSeries } from '../../views/explain/matrix/matrix.ts';

export interface PanelSeries {
  rows: MatrixSeries[];
  columns: MatrixSeries[];
  /** Unit of each series by its id, in the words of the analysis. */
  units: ReadonlyMap<string, string>;
  /** Smallest distance of samples, ms. */
  stepMs: number;
}

/** Grafana's units as the analysis writes them; others are plain numbers. */
const UNITS: Readonly<Record<string, string>> = {
  ms: 'ms',
  s: 's',
  percentunit: 'ratio',
  percent: '%',
  bytes: 'B',
  decbytes: 'B',
  Bps: 'B/s',
  binBps: 'B/s',
  mps: '/s',
  ops: '/s',
  cps: '/s',
};
const DEFAULT_STEP_MS = 15_000;

/** Time-series frames as rows and columns of a matrix: the series of the chosen queries are the columns. */
export function panelSeries(frames: DataFrame[], outcomes: string): PanelSeries {
  const chosen = new Set(outcomes.split(',').map((refId) => refId.trim()));
  const [rows, columns]: [MatrixSeries[], MatrixSeries[]] = [[], []];
  const units = new Map<string, string>();
  let stepMs = Infinity;
  frames.forEach((frame, frameIndex) => {
    const time = frame.fields.find(({ type }) => type === FieldType.time);
    if (!time) return;
    stepMs = Math.min(stepMs, smallestStep(time.values));
    frame.fields.forEach((field, fieldIndex) => {
      if (field.type !== FieldType.number || field.config.custom?.hideFrom?.viz) return;
      const id = `${frameIndex} ${fieldIndex}`;
      units.set(id, UNITS[field.config.unit ?? ''] ?? '');
      const series = {
        id,
        label: getFieldDisplayName(field, frame, frames),
        group: frame.refId ?? '',
        times: time.values,
        values: field.values,
      };
      (chosen.has(frame.refId ?? '') ? columns : rows).push(series);
    });
  });
  return { rows, columns, units, stepMs: Number.isFinite(stepMs) ? stepMs : DEFAULT_STEP_MS };
}

function smallestStep(times: ArrayLike<number>): number {
  let smallest = Infinity;
  for (let index = 1; index < times.length; index++) {
    const step = times[index] - times[index - 1];
    if (step > 0 && step < smallest) smallest = step;
  }
  return smallest;
}
