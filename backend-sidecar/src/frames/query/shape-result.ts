import type { PromqlFrameQuery } from '@observatory/protocol/frames';
import type { MatrixSeries, QueryValue } from '../../storage.ts';
import type { Frame, Notice } from '../frame.ts';
import { Labels } from '../../model/labels.ts';
import { heatmapFrames } from '../shape/heatmap.ts';
import { multiFrames } from '../shape/multi.ts';
import { metaOf, type Shaping } from '../shape/shaping.ts';
import { tableFrame } from '../shape/table.ts';
import { wideFrame } from '../shape/wide.ts';

/** Every result but a string as series of samples; what has one time has one row. */
export function seriesOf(value: QueryValue): MatrixSeries[] {
  switch (value.resultType) {
    case 'matrix':
      return value.series;
    case 'scalar':
      return [
        { labels: Labels.EMPTY, timestamps: Float64Array.of(value.timestampMs), values: Float64Array.of(value.value) },
      ];
    case 'vector': {
      const timestamps = Float64Array.of(value.timestampMs);
      return value.series.map((each) => ({
        labels: each.labels,
        timestamps: each.timestampMs === undefined ? timestamps : Float64Array.of(each.timestampMs),
        values: Float64Array.of(each.value),
      }));
    }
    case 'string':
      return [];
  }
}

/** Frames in the format that was asked for; made when they are taken, so that not all need be in memory at once. */
export function shapeResult(
  value: QueryValue,
  series: readonly MatrixSeries[],
  format: PromqlFrameQuery['format'],
  shaping: Shaping,
): { frames: Iterable<Frame>; notices: Notice[] } {
  if (value.resultType === 'string') return { frames: [stringFrame(value, shaping)], notices: [] };
  const isRange = value.resultType === 'matrix';
  switch (format) {
    case 'time_series':
      return { frames: multiFrames(series, shaping, isRange ? 'timeseries-multi' : 'numeric-multi'), notices: [] };
    case 'wide':
      return { frames: [wideFrame(series, shaping)], notices: [] };
    case 'table':
      return { frames: [tableFrame(series, shaping, isRange ? 'timeseries-long' : 'numeric-long')], notices: [] };
    case 'heatmap':
      return heatmapFrames(series, shaping);
  }
}

function stringFrame(value: Extract<QueryValue, { resultType: 'string' }>, shaping: Shaping): Frame {
  return {
    name: '',
    refId: shaping.refId,
    meta: { custom: metaOf(shaping, 'numeric-multi').custom, preferredVisualisationType: 'table' },
    length: 1,
    fields: [
      { kind: 'time', name: 'Time', values: Float64Array.of(value.timestampMs) },
      { kind: 'string', name: shaping.valueName, dictionary: [value.value], codes: Int32Array.of(0) },
    ],
  };
}
