import type { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';

/** Samples on their way out, in order; columns of equal length. Label sets are shared objects, one a series. */
export interface WriteBatch {
  length: number;
  labels: readonly Labels[];
  timestamps: Float64Array;
  /** Two words a value, low first: staleness markers keep their bits. */
  words: Uint32Array;
}

/** Metadata by metric name, to go with a batch or alone. */
export type MetadataOf = (metricName: string) => MetricMetadata | undefined;

/** Indices of a batch's samples by series, in order of first appearance; within a series in order of the batch. */
export function bySeries(batch: WriteBatch): Map<Labels, number[]> {
  const groups = new Map<Labels, number[]>();
  for (let i = 0; i < batch.length; i++) {
    const group = groups.get(batch.labels[i]);
    if (group) group.push(i);
    else groups.set(batch.labels[i], [i]);
  }
  return groups;
}
