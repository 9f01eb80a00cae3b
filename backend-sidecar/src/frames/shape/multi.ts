import type { MatrixSeries } from '../../storage.ts';
import type { Frame, FrameType } from '../frame.ts';
import { emptyFrame, metaOf, nameOf, timeField, valueConfig, type Shaping } from './shaping.ts';

/**
 * A frame a series with the rows that the series has: no row where it has no value, so that a reduction (`last`, `mean`)
 * sees what PromQL answered. A chart finds gaps by the interval of the time field.
 */
export function* multiFrames(
  series: readonly MatrixSeries[],
  shaping: Shaping,
  type: FrameType = 'timeseries-multi',
): Generator<Frame> {
  if (series.length === 0) yield emptyFrame(shaping, type);
  for (const { labels, timestamps, values } of series) {
    const name = nameOf(shaping, labels);
    const config = valueConfig(shaping, name);
    yield {
      name: name ?? '',
      refId: shaping.refId,
      meta: metaOf(shaping, type),
      length: values.length,
      fields: [
        timeField(shaping, timestamps),
        { kind: 'number', name: 'Value', values, labels: labels.toObject(), ...(config ? { config } : {}) },
      ],
    };
  }
}
