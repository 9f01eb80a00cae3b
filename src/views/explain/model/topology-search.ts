import type { Candidate, SymptomFound } from '@observatory/protocol/analysis';

/** Steps around the symptom that the map shows at most. */
const MAX_DEPTH = 4;

/** Search of the Topology page: the candidate selected, around the symptom as far as its path goes, at that time. */
export function topologySearch(candidate: Candidate | undefined, symptom: SymptomFound | null): URLSearchParams {
  const search = new URLSearchParams();
  const target = candidate?.path.at(-1)?.node ?? symptom?.node;
  const selected = candidate?.node ?? target;
  if (selected) search.set('selected', selected.id);
  const ids = new Set(candidate?.path.map(({ node }) => node.id));
  if (target && ids.size > 1) {
    search.set('focus', target.id);
    search.set('depth', String(Math.min(MAX_DEPTH, ids.size - 1)));
  }
  const at = candidate?.onset ?? symptom?.onset;
  if (at !== undefined) search.set('at', at);
  return search;
}
