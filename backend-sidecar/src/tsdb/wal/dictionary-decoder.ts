import { Labels } from '../../model/labels.ts';
import type { ByteReader } from '../block/byte-reader.ts';

/** Reads series declarations that DictionaryEncoder wrote. */
export class DictionaryDecoder {
  private readonly symbols: string[] = [];
  /** Name and value of each pair, alternating. */
  private readonly pairs: string[] = [];

  /** @throws RangeError when a number was not declared before */
  declaration(reader: ByteReader): { ref: number; labels: Labels } {
    const ref = reader.varint();
    const count = reader.varint();
    const flat: string[] = [];
    for (let i = 0; i < count; i++) {
      const pair = reader.varint();
      if (2 * pair === this.pairs.length) this.pairs.push(this.symbol(reader), this.symbol(reader));
      if (2 * pair >= this.pairs.length) throw new RangeError(`label pair ${pair} was not declared`);
      flat.push(this.pairs[2 * pair], this.pairs[2 * pair + 1]);
    }
    return { ref, labels: Labels.fromSortedFlat(flat) };
  }

  private symbol(reader: ByteReader): string {
    const number = reader.varint();
    if (number === this.symbols.length) this.symbols.push(reader.text());
    if (number >= this.symbols.length) throw new RangeError(`symbol ${number} was not declared`);
    return this.symbols[number];
  }
}
