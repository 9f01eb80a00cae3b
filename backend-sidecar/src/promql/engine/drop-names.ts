import type { SeriesMeta } from './operator.ts';
import { METADATA_LABELS } from '../binary/result-labels.ts';

/**
 * Names are dropped last (Prometheus' delayed name removal), so that series of different names can pass through functions
 * side by side; only those that end up equal collide.
 */
export function dropPendingName(meta: SeriesMeta): SeriesMeta {
  if (!meta.dropName) return meta;
  return { labels: meta.labels.filter((name) => !METADATA_LABELS.has(name)), dropName: false };
}
