import type { Labels } from '../../model/labels.ts';
import type { SeriesMeta } from '../engine/operator.ts';
import { parseNumber } from '../parser/literals.ts';

/** The buckets of one histogram, in ascending order of their bounds. */
export interface BucketGroup {
  meta: SeriesMeta;
  /** Input series, one a bucket. */
  indices: number[];
  bounds: Float64Array;
}

/** Series whose `le` is no number. */
export interface MalformedBucket {
  index: number;
  le: string;
}

/** Sorts series into histograms by their labels but `le`; the name stays, so that histograms are not mixed up. */
export function groupBuckets(series: readonly SeriesMeta[]): { groups: BucketGroup[]; malformed: MalformedBucket[] } {
  const malformed: MalformedBucket[] = [];
  const byKey = new Map<string, { labels: Labels; buckets: { index: number; bound: number }[] }>();
  series.forEach(({ labels }, index) => {
    const le = labels.get('le');
    const bound = parseBound(le);
    if (bound === undefined) {
      malformed.push({ index, le });
      return;
    }
    const rest = labels.filter((name) => name !== 'le');
    const group = byKey.get(rest.key());
    if (group) group.buckets.push({ index, bound });
    else byKey.set(rest.key(), { labels: rest, buckets: [{ index, bound }] });
  });
  const groups = [...byKey.values()].map(({ labels, buckets }) => {
    buckets.sort((a, b) => (a.bound < b.bound ? -1 : a.bound > b.bound ? 1 : 0));
    return {
      meta: { labels, dropName: true },
      indices: buckets.map(({ index }) => index),
      bounds: Float64Array.from(buckets, ({ bound }) => bound),
    };
  });
  return { groups, malformed };
}

/** Go's ParseFloat for decimals. */
function parseBound(text: string): number | undefined {
  const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return decimal
    ? Number(text)
    : parseNumber(text.trim() === text && /[a-z]/i.test(text) && !/^[+-]?0x/i.test(text) ? text : '?');
}
