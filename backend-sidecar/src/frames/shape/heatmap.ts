/**
 * Classic histogram buckets to Grafana's `heatmap-rows`: a frame a histogram, a field a bucket, ordered by bound. Buckets
 * count everything up to their bound (`le`); a cell is what a bucket has beyond the next lower one.
 */
import type { Labels } from '../../model/labels.ts';
import type { MatrixSeries } from '../../storage.ts';
import type { Frame, Notice, NumberField } from '../frame.ts';
import { emptyFrame, metaOf, nameOf, timeField, valueConfig, type Shaping } from './shaping.ts';
import { onAxis, timeAxis } from './time-axis.ts';

interface Bucket {
  bound: number;
  series: MatrixSeries;
}

interface Histogram {
  labels: Labels;
  buckets: Bucket[];
}

/** Differences that rounding explains are no repair; as histogram_quantile judges it. */
const TOLERANCE = 1e-12;

/** Frames, and what had to be left out or repaired. */
export function heatmapFrames(
  series: readonly MatrixSeries[],
  shaping: Shaping,
): { frames: Frame[]; notices: Notice[] } {
  const { histograms, strangers } = groupBuckets(series);
  const notices: Notice[] = [];
  if (strangers > 0)
    notices.push({
      severity: 'warning',
      text: `${strangers} series without a numeric bucket label "le" left out: a heatmap needs classic histogram buckets, for example sum by (le) (rate(x_bucket[5m]))`,
    });
  let repaired = 0;
  const frames = histograms.map((histogram) => {
    const { frame, repairs } = heatmapFrame(histogram, shaping);
    repaired += repairs;
    return frame;
  });
  if (repaired > 0)
    notices.push({
      severity: 'info',
      text: `${repaired} cells raised to 0: their bucket counted less than a lower one, which happens when buckets are scraped at different times`,
    });
  return { frames: frames.length > 0 ? frames : [emptyFrame(shaping, 'heatmap-rows')], notices };
}

function groupBuckets(series: readonly MatrixSeries[]): { histograms: Histogram[]; strangers: number } {
  const histograms = new Map<string, Histogram>();
  let strangers = 0;
  for (const each of series) {
    const bound = parseBound(each.labels.get('le'));
    if (bound === undefined) {
      strangers++;
      continue;
    }
    const labels = each.labels.without(LE);
    const known = histograms.get(labels.key());
    if (known) known.buckets.push({ bound, series: each });
    else histograms.set(labels.key(), { labels, buckets: [{ bound, series: each }] });
  }
  for (const { buckets } of histograms.values()) buckets.sort((a, b) => a.bound - b.bound);
  return { histograms: [...histograms.values()], strangers };
}
const LE = new Set(['le']);

function parseBound(text: string): number | undefined {
  if (/^\+?inf(inity)?$/i.test(text)) return Infinity;
  if (/^-inf(inity)?$/i.test(text)) return -Infinity;
  const bound = text.trim() === '' ? NaN : Number(text);
  return Number.isNaN(bound) ? undefined : bound;
}

function heatmapFrame({ labels, buckets }: Histogram, shaping: Shaping): { frame: Frame; repairs: number } {
  const axis = timeAxis(buckets.map(({ series }) => series));
  /** What the buckets so far count, by row: never falls from bucket to bucket. */
  const below = new Float64Array(axis.length);
  let repairs = 0;
  const fields = buckets.map(({ series }): NumberField => {
    const { values, present } = onAxis(series, axis);
    const cells = new Float64Array(axis.length);
    for (let row = 0; row < axis.length; row++) {
      if (present?.[row] === 0) continue;
      const value = values[row];
      if (value >= below[row]) {
        // Infinity beyond infinity counts nothing.
        cells[row] = value === below[row] ? 0 : value - below[row];
        below[row] = value;
      } else if (Number.isNaN(value)) cells[row] = NaN;
      else if (below[row] - value > TOLERANCE * below[row]) repairs++;
    }
    const le = series.labels.get('le');
    // No label but `le`: Grafana takes the first one for the axis.
    return { kind: 'number', name: le, labels: { le }, values: cells, present, config: { displayNameFromDS: le } };
  });
  const unit = valueConfig(shaping, undefined);
  const name = nameOf(shaping, labels) ?? labels.toString();
  return {
    frame: {
      name,
      refId: shaping.refId,
      meta: metaOf(shaping, 'heatmap-rows', { labels: labels.toObject() }),
      length: axis.length,
      fields: [
        timeField(shaping, axis),
        ...fields.map((field) => ({ ...field, config: { ...field.config, ...unit } })),
      ],
    },
    repairs,
  };
}
