import type { Matcher } from '../../model/matcher.ts';
import { selectPostings } from './select-postings.ts';
import type { SeriesIndex } from './series-index.ts';

const MAX_ENTRIES = 256;
const MAX_SLOTS_KEPT = 1 << 20;

/** Answers of `selectPostings` by selector, forgotten whenever a series comes or goes; least recently used out first. */
export class PostingsCache {
  private readonly index: SeriesIndex;
  private readonly answers = new Map<string, Uint32Array>();
  private generation = -1;
  private slots = 0;

  constructor(index: SeriesIndex) {
    this.index = index;
  }

  /** Sorted slots; the array is shared and must not be written. */
  select(matchers: readonly Matcher[]): Uint32Array {
    if (this.generation !== this.index.generation) {
      this.answers.clear();
      this.slots = 0;
      this.generation = this.index.generation;
    }
    const key = matchers.map((matcher) => `${matcher.name}\u0000${matcher.type}${matcher.value}`).join('\u0001');
    const known = this.answers.get(key);
    if (known) {
      this.answers.delete(key);
      this.answers.set(key, known);
      return known;
    }
    const answer = selectPostings(this.index, matchers);
    this.answers.set(key, answer);
    this.slots += answer.length;
    for (const [oldest, list] of this.answers) {
      if (this.answers.size <= MAX_ENTRIES && this.slots <= MAX_SLOTS_KEPT) break;
      this.answers.delete(oldest);
      this.slots -= list.length;
    }
    return answer;
  }
}
