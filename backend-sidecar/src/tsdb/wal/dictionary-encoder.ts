import type { ByteWriter } from '../block/byte-writer.ts';
import type { SeriesIndex } from '../index/series-index.ts';
import { slotOf } from '../index/series-record.ts';

/** Writes series declarations (docs/format/wal.md): each label pair and each symbol is spelled out once, then numbered. */
export class DictionaryEncoder {
  private readonly index: SeriesIndex;
  private readonly pairNumbers = new Map<number, number>();
  private readonly symbolNumbers = new Map<number, number>();
  private pairCount = 0;
  private symbolCount = 0;
  private validFor: number;

  constructor(index: SeriesIndex) {
    this.index = index;
    this.validFor = index.pairs.removals;
  }

  /** The series must be live. */
  declare(ref: number, out: ByteWriter): void {
    // Ids of removed pairs may mean others by now. Numbers only ever grow, so starting over needs no word to the reader.
    if (this.validFor !== this.index.pairs.removals) {
      this.pairNumbers.clear();
      this.symbolNumbers.clear();
      this.validFor = this.index.pairs.removals;
    }
    const pairs = this.index.pairsAt(slotOf(ref));
    out.varint(ref);
    out.varint(pairs.length);
    for (const pair of pairs) this.pair(pair, out);
  }

  private pair(pair: number, out: ByteWriter): void {
    const number = this.pairNumbers.get(pair);
    if (number !== undefined) return out.varint(number);
    out.varint(this.pairCount);
    this.pairNumbers.set(pair, this.pairCount++);
    this.symbol(this.index.pairs.name[pair], out);
    this.symbol(this.index.pairs.value[pair], out);
  }

  private symbol(symbol: number, out: ByteWriter): void {
    const number = this.symbolNumbers.get(symbol);
    if (number !== undefined) return out.varint(number);
    out.varint(this.symbolCount);
    this.symbolNumbers.set(symbol, this.symbolCount++);
    out.text(this.index.symbols.text(symbol));
  }
}
