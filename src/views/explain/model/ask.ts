import { baselineOf } from './baseline.ts';
import type { ExplainState } from './explain-state.ts';

/** More than are read at first: pinned and filtered ones are among them. */
const MOST = 12;

/** `explain?…` below the Observatory API; undefined while no window is chosen. */
export function explainPath({ window, query, cluster, baseline, own }: ExplainState): string | undefined {
  if (!window) return undefined;
  const search = new URLSearchParams({
    from: seconds(window.fromMs),
    to: seconds(window.toMs),
    limit: String(MOST),
  });
  if (query !== '') search.set('query', query);
  if (cluster !== '') search.set('cluster', cluster);
  // The sidecar's own choice is the first of ours: it may shorten it where history does not reach, and says so.
  if (baseline !== 'before') {
    const span = baselineOf(window, baseline, own);
    search.set('baselineFrom', seconds(span.fromMs));
    search.set('baselineTo', seconds(span.toMs));
  }
  return `explain?${search.toString()}`;
}

const seconds = (timeMs: number): string => String(Math.round(timeMs) / 1000);
