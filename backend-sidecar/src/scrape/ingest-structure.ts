import { parseCommentLine } from './exposition/comment-line.ts';
import { FamilyTracker, type FamilySummary } from './exposition/families.ts';
import type { NameTable } from './ingest-names.ts';
import { RefSet } from './ingest-ref-set.ts';
import { FLAG_COMMENT, FLAG_DUPLICATE, FLAG_TIMED, ROW_FLAGS, ROW_NAME, ROW_REF, ROW_WORDS } from './ingest-rows.ts';
import type { BodyScan } from './ingest-scan.ts';

const seen = new RefSet();

/**
 * After lines came, went or moved: marks the rows that repeat a series of an earlier line, and says what the page tells
 * about its families. Costs a pass over all rows, which is why it is not done for bodies that only changed values.
 */
export function restructure(scan: BodyScan, names: NameTable): FamilySummary {
  const { words, count } = scan;
  const families = new FamilyTracker({ format: scan.format, strict: false });
  let lastName = -1;
  seen.clear(count);
  for (let row = 0, base = scan.wordOf(0); row < count; row++, base += ROW_WORDS) {
    const flags = words[base + ROW_FLAGS];
    if (flags & FLAG_COMMENT) {
      families.comment(parseCommentLine(scan.cursorAt(base)));
      continue;
    }
    const name = words[base + ROW_NAME];
    if (name !== lastName) families.sample(names.name(name));
    lastName = name;
    const ref = words[base + ROW_REF];
    const repeats = ref !== 0 && !(flags & FLAG_TIMED) && !seen.add(ref);
    words[base + ROW_FLAGS] = repeats ? flags | FLAG_DUPLICATE : flags & ~FLAG_DUPLICATE;
  }
  if (names.size > 2 * count + 1000) renumber(scan, names);
  return families.finish();
}

/** Names that nobody exposes any longer must not pile up. */
function renumber(scan: BodyScan, names: NameTable): void {
  const { words, count } = scan;
  const kept = new Map<number, number>();
  const old = names.take();
  for (let row = 0, base = scan.wordOf(0); row < count; row++, base += ROW_WORDS) {
    if (words[base + ROW_FLAGS] & FLAG_COMMENT) continue;
    const before = words[base + ROW_NAME];
    const after = kept.get(before) ?? names.number(old[before]);
    kept.set(before, after);
    words[base + ROW_NAME] = after;
  }
}
