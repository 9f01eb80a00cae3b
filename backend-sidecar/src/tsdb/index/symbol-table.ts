import { hashSymbol } from '../../model/label-hash.ts';

/**
 * Label names and values, each kept once: text to id, id to text and 64-bit hash. Ids start at 1 (0 means "none") and are
 * reused after the last user released them, so that names of topics long gone do not pile up.
 */
export class SymbolTable {
  hashLow: Uint32Array = new Uint32Array(1024);
  hashHigh: Uint32Array = new Uint32Array(1024);
  private users: Uint32Array = new Uint32Array(1024);
  private readonly texts: string[] = [''];
  private readonly ids = new Map<string, number>();
  private readonly freeIds: number[] = [];
  private textBytes = 0;

  get count(): number {
    return this.ids.size;
  }

  /** Estimate of what the table costs in memory: texts, a map entry and the columns. */
  get bytes(): number {
    return this.textBytes + this.ids.size * 72;
  }

  /** The id of a text, or 0. */
  find(text: string): number {
    return this.ids.get(text) ?? 0;
  }

  text(id: number): string {
    return this.texts[id];
  }

  /** The id of a text, made when new; counts one more user. */
  retain(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.freeIds.pop() ?? this.texts.length;
      if (id >= this.users.length) this.grow();
      const own = detached(text);
      const hash = hashSymbol(own);
      this.texts[id] = own;
      this.ids.set(own, id);
      this.hashLow[id] = hash.low;
      this.hashHigh[id] = hash.high;
      this.textBytes += 24 + own.length;
    }
    this.users[id]++;
    return id;
  }

  release(id: number): void {
    if (--this.users[id] > 0) return;
    const text = this.texts[id];
    this.textBytes -= 24 + text.length;
    this.ids.delete(text);
    this.texts[id] = '';
    this.freeIds.push(id);
  }

  private grow(): void {
    const capacity = this.users.length * 2;
    this.hashLow = copyInto(new Uint32Array(capacity), this.hashLow);
    this.hashHigh = copyInto(new Uint32Array(capacity), this.hashHigh);
    this.users = copyInto(new Uint32Array(capacity), this.users);
  }
}

function copyInto(target: Uint32Array, source: Uint32Array): Uint32Array {
  target.set(source);
  return target;
}

/** A copy with its own characters: a substring would keep the whole scraped body alive behind it. */
function detached(text: string): string {
  if (text.length < 13) return text; // V8 makes sliced strings only from 13 characters on
  // eslint-disable-next-line no-control-regex -- ASCII is the common case and stays one byte a character
  const encoding = /^[\u0000-\u007f]*$/.test(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}
