import type { Frame } from '@observatory/grafana-backend-sdk';
import { seriesText } from '@observatory/protocol/series-text';
import type { ChannelSpec } from './channel-spec.ts';

export type SeriesLabels = Readonly<Record<string, string>>;

/** The values of one step, by `seriesText`. */
export interface LiveRow {
  timeMs: number;
  values: ReadonlyMap<string, number>;
}

const PLACEHOLDER = /\{\{\s*(.+?)\s*\}\}/g;

/** Rows as a wide frame: time, and a field a series, named as those of the history that the sidecar answered. */
export function liveFrame(
  rows: readonly LiveRow[],
  series: ReadonlyMap<string, SeriesLabels>,
  spec: Pick<ChannelSpec, 'stepMs' | 'unit' | 'legendFormat'>,
): Frame {
  return {
    fields: [
      {
        kind: 'time',
        name: 'Time',
        values: rows.map(({ timeMs }) => timeMs),
        config: { interval: spec.stepMs },
        nullable: false,
      },
      ...[...series].map(([name, labels]) => ({
        kind: 'float64' as const,
        name,
        labels,
        values: rows.map(({ values }) => values.get(name) ?? null),
        nullable: true,
        config: {
          displayNameFromDS: legend(labels, spec.legendFormat),
          ...(spec.unit !== undefined && { unit: spec.unit }),
        },
      })),
    ],
  };
}

function legend(labels: SeriesLabels, format: string): string {
  if (format === '' || format === '__auto') return seriesText(labels);
  return format.replace(PLACEHOLDER, (_, name: string) => labels[name] ?? '');
}
