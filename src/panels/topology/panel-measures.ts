import {
  FieldType,
  formattedValueToString,
  getDisplayProcessor,
  type DataFrame,
  type GrafanaTheme2,
} from '@grafana/data';
import type { TopologyAnswer } from '@observatory/protocol/topology';
import { assignValues, type SeriesValue } from '../../views/topology/model/measured.ts';
import type { ShownMeasure } from '../../views/topology/TopologyView.tsx';
import type { TopologyPanelOptions } from './options.ts';

const CHANNELS = ['color', 'ring', 'size', 'width'] as const;

/** The measures of the panel's other queries, assigned to nodes and edges by their labels; the newest value counts. */
export function panelMeasures(
  frames: readonly DataFrame[],
  { nodes, edges }: TopologyAnswer,
  options: TopologyPanelOptions,
): Partial<Record<(typeof CHANNELS)[number], ShownMeasure>> {
  const measures: Partial<Record<(typeof CHANNELS)[number], ShownMeasure>> = {};
  for (const channel of CHANNELS) {
    const refId = options[channel];
    if (refId === '') continue;
    const own = frames.filter((frame) => frame.refId === refId);
    const measure = { id: `query:${refId}`, title: titleOf(own, refId), unit: 'short' as const };
    measures[channel] =
      own.length === 0
        ? { measure, error: `query ${refId} gave no data` }
        : { measure, measured: assignValues(seriesOf(own), nodes, edges) };
  }
  return measures;
}

/** Queries that give numbers, and not the graph itself. */
export function measureQueries(frames: readonly DataFrame[]): string[] {
  const found = new Set<string>();
  for (const { refId, meta, fields } of frames)
    if (
      refId !== undefined &&
      meta?.preferredVisualisationType !== 'nodeGraph' &&
      fields.some(({ type }) => type === FieldType.number)
    )
      found.add(refId);
  return [...found];
}

/** How a value of a measure's query is written: with the unit and decimals of its field. */
export function valueFormat(
  frames: readonly DataFrame[],
  refId: string,
  theme: GrafanaTheme2,
): ((value: number) => string) | undefined {
  const field = frames.find((frame) => frame.refId === refId)?.fields.find(({ type }) => type === FieldType.number);
  if (!field) return undefined;
  const display = field.display ?? getDisplayProcessor({ field, theme });
  return (value) => formattedValueToString(display(value));
}

function seriesOf(frames: readonly DataFrame[]): SeriesValue[] {
  return frames.flatMap(({ fields, length }) =>
    fields.flatMap((field) => {
      const value: unknown = field.type === FieldType.number ? field.values[length - 1] : undefined;
      return typeof value === 'number' && Number.isFinite(value) ? [{ labels: field.labels ?? {}, value }] : [];
    }),
  );
}

function titleOf(frames: readonly DataFrame[], refId: string): string {
  const field = frames[0]?.fields.find(({ type }) => type === FieldType.number);
  return field?.config.displayName ?? `Query ${refId}`;
}
