/** Frames of the analysis: columns with gaps, and one number a series for alert rules. */
import type { FieldConfig, Frame, Notice, NumberField } from '../frame.ts';

/** A column whose gaps are null. */
export function gappedColumn(
  name: string,
  values: readonly (number | null)[],
  labels: Readonly<Record<string, string>>,
  config?: FieldConfig,
): NumberField {
  return {
    kind: 'number',
    name,
    values: Float64Array.from(values, (value) => value ?? 0),
    present: Uint8Array.from(values, (value) => Number(value !== null)),
    labels,
    ...(config && { config }),
  };
}

/** What alert rules take: a number with its labels. */
export function numericFrame(refId: string, labels: Readonly<Record<string, string>>, value: number): Frame {
  return {
    name: '',
    refId,
    meta: { type: 'numeric-multi', typeVersion: [0, 1] },
    length: 1,
    fields: [{ kind: 'number', name: 'Value', values: Float64Array.of(value), labels }],
  };
}

/** An answer without series, of the type that a reader expects. */
export function noSeries(refId: string, type: 'numeric-multi' | 'timeseries-multi'): Frame {
  return { name: '', refId, meta: { type, typeVersion: [0, 1] }, length: 0, fields: [] };
}

/** `{topic="a"}`, or nothing: what a band belongs to. */
export function seriesName(labels: Readonly<Record<string, string>>): string {
  const { __name__: metric = '', ...rest } = labels;
  const pairs = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length > 0 ? `${metric}{${pairs.join(', ')}}` : metric;
}

/** What is to be said about an answer, on its first frame, where Grafana looks for it. */
export function withNotes(frames: readonly Frame[], notes: readonly string[]): Frame[] {
  const [first, ...rest] = frames;
  const notices = notes.map((text): Notice => ({ severity: 'info', text }));
  if (notices.length === 0) return [...frames];
  return [{ ...first, meta: { ...first.meta, notices: [...(first.meta.notices ?? []), ...notices] } }, ...rest];
}
