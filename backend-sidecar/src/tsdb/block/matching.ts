/**
 * Which series of a block match: one bit a series. A matcher that accepts "" also accepts series without its label, so it
 * removes the series whose value it refuses; any other keeps the series whose value it accepts (as Prometheus does).
 */
import type { Matcher } from '../../model/matcher.ts';
import { compareUtf8 } from '../../model/labels.ts';
import type { BlockFile } from './block-file.ts';
import { PairGroup, markPostings } from './pair-group.ts';
import type { Slicer } from './slicer.ts';
import type { NameRef, PageRef, PairGroupRef } from './toc.ts';

/** Bits of matching series, or undefined when none can match. */
export async function matchSeries(
  file: BlockFile,
  matchers: readonly Matcher[],
  slicer: Slicer,
): Promise<Uint32Array | undefined> {
  const seriesCount = file.toc.meta.stats.series;
  const result = allSeries(seriesCount);
  for (const matcher of inOrderOfCost(matchers)) {
    const removes = matcher.matchesEmpty;
    const name = file.toc.names.find((candidate) => candidate.name === matcher.name);
    if (!name) {
      if (removes) continue;
      return undefined;
    }
    const marks = new Uint32Array(result.length);
    const accepts = (value: string) => matcher.matches(value) !== removes;
    const literals = literalsOf(matcher);
    if (literals) for (const literal of literals) await markValue(file, name, literal, marks);
    else for (const group of name.groups) await markGroup(file, group, accepts, marks, slicer);
    if (combine(result, marks, removes) === 0) return undefined;
  }
  return result;
}

/** Cheap and selective ones first: an early end spares the rest. */
function inOrderOfCost(matchers: readonly Matcher[]): Matcher[] {
  const rank = (matcher: Matcher) => (matcher.type === '=' && matcher.value !== '' ? 0 : literalsOf(matcher) ? 1 : 2);
  return [...matchers].sort((a, b) => rank(a) - rank(b));
}

/** The finite set of values that have to be looked up: accepted ones, or refused ones when the matcher removes. */
function literalsOf(matcher: Matcher): readonly string[] | undefined {
  const removes = matcher.matchesEmpty;
  if (matcher.type === '=' && !removes) return [matcher.value];
  if (matcher.type === '!=' && removes) return [matcher.value];
  const literals = matcher.literalSet;
  if (!literals) return undefined;
  if (matcher.type === '=~' && !removes) return literals;
  if (matcher.type === '!~' && removes) return literals;
  return undefined;
}

async function markValue(file: BlockFile, name: NameRef, value: string, marks: Uint32Array): Promise<void> {
  let found: PairGroupRef | undefined;
  for (const group of name.groups) {
    if (compareUtf8(group.firstValue, value) > 0) break;
    found = group;
  }
  if (!found) return;
  const values = await loadPairs(file, found);
  const index = values.find(Buffer.from(value));
  if (index < 0) return;
  mark(file, found.postings, await loadPostings(file, found.postings), values, index, marks);
}

async function markGroup(
  file: BlockFile,
  group: PairGroupRef,
  accepts: (value: string) => boolean,
  marks: Uint32Array,
  slicer: Slicer,
): Promise<void> {
  const values = await loadPairs(file, group);
  let postings: RawPage | undefined;
  for (let i = 0; i < values.count; i++) {
    if (!accepts(values.value(i))) continue;
    postings ??= await loadPostings(file, group.postings);
    mark(file, group.postings, postings, values, i, marks);
    if (slicer.due()) await slicer.pause();
  }
}

function mark(
  file: BlockFile,
  page: PageRef,
  postings: RawPage,
  values: PairGroup,
  index: number,
  marks: Uint32Array,
): void {
  const { postingStarts } = values;
  file.guarded(page, () =>
    markPostings(postings.bytes, postingStarts[index], postingStarts[index + 1], marks, file.toc.meta.stats.series),
  );
}

/** Keeps or removes the marked series in `result`; returns how many words are left with a bit. */
function combine(result: Uint32Array, marks: Uint32Array, removes: boolean): number {
  let left = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] &= removes ? ~marks[i] : marks[i];
    if (result[i] !== 0) left++;
  }
  return left;
}

function allSeries(count: number): Uint32Array {
  const bits = new Uint32Array((count + 31) >>> 5).fill(0xffffffff);
  if ((count & 31) !== 0) bits[bits.length - 1] = (1 << (count & 31)) - 1;
  return bits;
}

interface RawPage {
  bytes: Uint8Array;
  sizeBytes: number;
}

export function loadPairs(file: BlockFile, group: PairGroupRef): Promise<PairGroup> {
  return file.parsed(group, (raw) => {
    const pairs = new PairGroup(raw);
    if (pairs.count !== group.pairs) throw new RangeError('number of values differs from the table of contents');
    return pairs;
  });
}

function loadPostings(file: BlockFile, page: PageRef): Promise<RawPage> {
  return file.parsed(page, (raw) => ({ bytes: raw, sizeBytes: raw.length }));
}
