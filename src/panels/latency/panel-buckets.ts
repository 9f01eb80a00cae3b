import { FieldType, type DataFrame } from '@grafana/data';
import { bucketsOfFields, type HeatmapBuckets } from '../../views/latency/heatmap-buckets.ts';
import type { LatencyPanelOptions } from './options.ts';

/**
 * The histogram of the panel's frames, in seconds: one frame with a field a bucket (format “heatmap” of our datasource or
 * Prometheus'), the first one that is such.
 */
export function panelBuckets(frames: DataFrame[], unit: LatencyPanelOptions['unit']): HeatmapBuckets | undefined {
  for (const frame of frames) {
    const buckets = bucketsOfFields(
      frame.fields.map(({ name, type, labels, values, config }) => ({
        name: config.displayNameFromDS ?? name,
        isTime: type === FieldType.time,
        isNumber: type === FieldType.number,
        le: labels?.le,
        values,
      })),
    );
    if (!buckets) continue;
    return unit === 's' ? buckets : { ...buckets, bounds: buckets.bounds.map((bound) => bound / 1000) };
  }
  return undefined;
}

/** Distance of the times; the whole range when there is one time only. */
export function stepOf({ times }: HeatmapBuckets, rangeMs: number): number {
  let step = Infinity;
  for (let index = 1; index < times.length; index++) step = Math.min(step, times[index] - times[index - 1]);
  return Number.isFinite(step) && step > 0 ? step : rangeMs;
}
