import { compareUtf8 } from '../../model/labels.ts';
import type { MatrixSeries } from '../../storage.ts';
import type { Frame, FrameType, StringField } from '../frame.ts';
import { emptyFrame, metaOf, timeField, valueConfig, type Shaping } from './shaping.ts';
import { timeAxis } from './time-axis.ts';

/** One frame: time, a column a label, value; rows by time, at one time in the order of the series. */
export function tableFrame(
  series: readonly MatrixSeries[],
  shaping: Shaping,
  type: FrameType = 'timeseries-long',
): Frame {
  if (series.length === 0) return emptyFrame(shaping, type);
  const { times, values, owners } = rowsByTime(series);
  const names = [...new Set(series.flatMap(({ labels }) => [...labels.toMap().keys()]))].sort(compareUtf8);
  const config = valueConfig(shaping, undefined);
  return {
    name: '',
    refId: shaping.refId,
    meta: { ...metaOf(shaping, type), preferredVisualisationType: 'table' },
    length: values.length,
    fields: [
      timeField(shaping, times),
      ...names.map((name) => labelColumn(name, series, owners)),
      { kind: 'number', name: shaping.valueName, values, ...(config ? { config } : {}) },
    ],
  };
}

/** Series are each in order of time; a counting sort by time merges them and keeps their order at equal times. */
function rowsByTime(series: readonly MatrixSeries[]) {
  const axis = timeAxis(series);
  const starts = new Uint32Array(axis.length + 1);
  forEachRow(series, axis, (row) => starts[row + 1]++);
  for (let row = 0; row < axis.length; row++) starts[row + 1] += starts[row];
  const length = starts[axis.length];
  const times = new Float64Array(length);
  const values = new Float64Array(length);
  const owners = new Uint32Array(length);
  forEachRow(series, axis, (row, owner, index) => {
    const at = starts[row]++;
    times[at] = axis[row];
    values[at] = series[owner].values[index];
    owners[at] = owner;
  });
  return { times, values, owners };
}

function forEachRow(
  series: readonly MatrixSeries[],
  axis: Float64Array,
  visit: (row: number, owner: number, index: number) => void,
): void {
  for (let owner = 0; owner < series.length; owner++) {
    const { timestamps } = series[owner];
    for (let index = 0, row = 0; index < timestamps.length; index++, row++) {
      while (axis[row] !== timestamps[index]) row++;
      visit(row, owner, index);
    }
  }
}

function labelColumn(name: string, series: readonly MatrixSeries[], owners: Uint32Array): StringField {
  const codes = new Map<string, number>();
  const codeOfSeries = series.map(({ labels }) => {
    const value = labels.get(name);
    if (value === '') return -1;
    const known = codes.get(value) ?? codes.size;
    codes.set(value, known);
    return known;
  });
  const column = new Int32Array(owners.length);
  for (let row = 0; row < column.length; row++) column[row] = codeOfSeries[owners[row]];
  return { kind: 'string', name, dictionary: [...codes.keys()], codes: column };
}
