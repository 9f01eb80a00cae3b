import type { Matcher } from '../../model/matcher.ts';
import { intersect, NO_POSTINGS, subtract, union } from './postings.ts';
import type { SeriesIndex } from './series-index.ts';

/** Below this many candidates a regex is tried on their values instead of on all values of the name. */
const FEW_CANDIDATES = 512;

/**
 * Slots of the series that pass all matchers, sorted. Semantics as in Prometheus: an absent label has the value "", so a
 * matcher that accepts "" selects by taking away the series whose value it refuses, and one that does not selects by the
 * values that it accepts. Without matchers: every series.
 */
export function selectPostings(index: SeriesIndex, matchers: readonly Matcher[]): Uint32Array {
  let candidates: Uint32Array | undefined;
  const rest: Matcher[] = [];
  const equalities: Uint32Array[] = [];
  for (const matcher of matchers) {
    if (matcher.type === '=' && matcher.value !== '') {
      const list = equal(index, matcher.name, matcher.value);
      if (list.length === 0) return NO_POSTINGS;
      equalities.push(list);
    } else {
      rest.push(matcher);
    }
  }
  // Views into kernel memory stay valid here: nothing below adds to the index. The shortest list first.
  equalities.sort((a, b) => a.length - b.length);
  for (const list of equalities) {
    candidates = candidates ? intersect(candidates, list) : list;
    if (candidates.length === 0) return NO_POSTINGS;
  }
  // Those that only take away come last, when there is something to take from.
  rest.sort((a, b) => Number(a.matchesEmpty) - Number(b.matchesEmpty));
  for (const matcher of rest) {
    if (candidates && candidates.length <= FEW_CANDIDATES) candidates = filterByValue(index, candidates, matcher);
    else if (!matcher.matchesEmpty) {
      const accepted = union(listsOf(index, matcher, true));
      candidates = candidates ? intersect(candidates, accepted) : accepted;
    } else {
      candidates = subtract(candidates ?? index.liveSlots(), union(listsOf(index, matcher, false)));
    }
    if (candidates.length === 0) return NO_POSTINGS;
  }
  // A lone equality is a view: callers get an array of their own.
  return candidates ? (equalities.includes(candidates) ? candidates.slice() : candidates) : index.liveSlots();
}

function equal(index: SeriesIndex, name: string, value: string): Uint32Array {
  const pair = index.pairs.find(index.symbols.find(name), index.symbols.find(value));
  return pair === 0 ? NO_POSTINGS : index.pairs.postings(pair);
}

/** Postings of the values that a matcher accepts (or refuses). */
function listsOf(index: SeriesIndex, matcher: Matcher, accepted: boolean): Uint32Array[] {
  const { pairs, symbols } = index;
  const lists: Uint32Array[] = [];
  if (accepted && matcher.type === '=~' && matcher.literalSet) {
    for (const value of matcher.literalSet) {
      const list = equal(index, matcher.name, value);
      if (list.length > 0) lists.push(list);
    }
    return lists;
  }
  for (const pair of pairs.pairsOf(symbols.find(matcher.name))) {
    if (matcher.matches(symbols.text(pairs.value[pair])) === accepted) lists.push(pairs.postings(pair));
  }
  return lists;
}

/** The candidates whose own value passes; each distinct value is tried once. */
function filterByValue(index: SeriesIndex, candidates: Uint32Array, matcher: Matcher): Uint32Array {
  const name = index.symbols.find(matcher.name);
  const verdicts = new Map<number, boolean>([[0, matcher.matchesEmpty]]);
  return candidates.filter((slot) => {
    const value = name === 0 ? 0 : index.valueSymbolAt(slot, name);
    let verdict = verdicts.get(value);
    if (verdict === undefined) {
      verdict = matcher.matches(index.symbols.text(value));
      verdicts.set(value, verdict);
    }
    return verdict;
  });
}
