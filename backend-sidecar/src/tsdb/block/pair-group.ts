/**
 * Index page of a run of label pairs of one name (docs/format/block.md): the values in UTF-8 order and, per value, how many
 * series have it and how long its posting list is in the postings page that belongs to the group.
 */
import { hashSymbol } from '../../model/label-hash.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

export interface PairPosting {
  value: string;
  /** Series, ascending. */
  series: Uint32Array;
}

/** Both pages of a group. */
export function encodePairGroup(entries: readonly PairPosting[]): { values: Uint8Array; postings: Uint8Array } {
  const values = new ByteWriter(entries.length * 24);
  const postings = new ByteWriter(entries.length * 16);
  values.varint(entries.length);
  for (const { value } of entries) values.text(value);
  const lengths: number[] = [];
  for (const { series } of entries) {
    const start = postings.length;
    let last = -1;
    for (const ref of series) {
      postings.varint(ref - last - 1);
      last = ref;
    }
    lengths.push(postings.length - start);
  }
  for (const { series } of entries) values.varint(series.length);
  for (const length of lengths) values.varint(length);
  return { values: values.view(), postings: postings.view() };
}

/** A parsed group of values; strings and hashes are made when first asked for. */
export class PairGroup {
  readonly count: number;
  readonly sizeBytes: number;
  /** Series per value. */
  readonly cardinality: Uint32Array;
  /** Where each value's postings start in the postings page; one more entry at the end. */
  readonly postingStarts: Uint32Array;
  private readonly bytes: Buffer;
  private readonly textStarts: Uint32Array;
  private readonly textEnds: Uint32Array;
  private readonly strings: (string | undefined)[];
  private hashes: Uint32Array | undefined;

  /** @throws RangeError when the bytes do not make a group. */
  constructor(page: Uint8Array) {
    const reader = new ByteReader(page);
    this.count = reader.varint();
    if (this.count > reader.remaining) throw new RangeError('count exceeds the page');
    this.bytes = Buffer.from(page.buffer, page.byteOffset, page.length);
    this.textStarts = new Uint32Array(this.count);
    this.textEnds = new Uint32Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const length = reader.varint();
      this.textStarts[i] = reader.position;
      reader.raw(length);
      this.textEnds[i] = reader.position;
    }
    this.cardinality = new Uint32Array(this.count);
    for (let i = 0; i < this.count; i++) this.cardinality[i] = reader.varint();
    this.postingStarts = new Uint32Array(this.count + 1);
    for (let i = 0; i < this.count; i++) this.postingStarts[i + 1] = this.postingStarts[i] + reader.varint();
    this.strings = new Array<string | undefined>(this.count);
    this.sizeBytes = page.length * 3 + this.count * 40;
  }

  value(index: number): string {
    return (this.strings[index] ??= this.bytes.toString('utf8', this.textStarts[index], this.textEnds[index]));
  }

  /** Halves of hashSymbol of each value, alternating. */
  valueHashes(): Uint32Array {
    if (!this.hashes) {
      this.hashes = new Uint32Array(2 * this.count);
      for (let i = 0; i < this.count; i++) {
        const { low, high } = hashSymbol(this.value(i));
        this.hashes[2 * i] = low;
        this.hashes[2 * i + 1] = high;
      }
    }
    return this.hashes;
  }

  /** Index of a value given as UTF-8, or -1. */
  find(value: Buffer): number {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.bytes.compare(value, 0, value.length, this.textStarts[middle], this.textEnds[middle]);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

/** Sets the bit of every series in a posting list. @throws RangeError when it names a series that the block lacks. */
export function markPostings(
  postings: Uint8Array,
  start: number,
  end: number,
  marks: Uint32Array,
  seriesCount: number,
): void {
  const reader = new ByteReader(postings, start);
  let series = -1;
  while (reader.position < end) {
    series += reader.varint() + 1;
    if (series >= seriesCount) throw new RangeError('posting of a series outside the block');
    marks[series >>> 5] |= 1 << (series & 31);
  }
}
