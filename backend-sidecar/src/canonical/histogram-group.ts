import type { Labels } from '../model/labels.ts';
import type { HistogramFamily } from './histogram-families.ts';
import type { HistogramOutput } from './histogram-output.ts';

/** One native histogram of one target: the periods of one topic (or namespace, or coordinator) as they are exposed. */
export interface HistogramGroup {
  family: HistogramFamily;
  /** Final labels without name, range and `le`. */
  labels: Labels;
  /** Undefined while the target does not expose it. */
  output: HistogramOutput | undefined;
  /** Where its columns begin among the target's inputs: buckets, then the sum if there is one. */
  offset: number;
  /** False from when it first appears until its first numbers were seen. */
  isKnown: boolean;
  /** After the scrape of an edge: its numbers moved and were counted, or wait to be counted with the next scrape. */
  atEdge: 'changed' | 'waiting' | undefined;
}

export const columnsOf = (family: HistogramFamily): number => family.buckets.length + (family.sum ? 1 : 0);
