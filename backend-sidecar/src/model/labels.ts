/** A label set: names sorted by code unit as UTF-8 bytes would be, each once, no empty value. Immutable. */
export class Labels {
  static readonly EMPTY = new Labels([]);
  /** Alternating name, value, name, value; sorted by name. */
  readonly flat: readonly string[];
  private cachedKey: string | undefined;

  private constructor(flat: readonly string[]) {
    this.flat = flat;
  }

  /** From a plain object; empty values mean "no such label", as in Prometheus. */
  static fromObject(object: Readonly<Record<string, string>>): Labels {
    return Labels.fromPairs(Object.entries(object));
  }

  /** From pairs in any order; the last of two equal names wins. */
  static fromPairs(pairs: Iterable<readonly [string, string]>): Labels {
    const map = new Map(pairs);
    const names = [...map.keys()].filter((name) => map.get(name) !== '').sort(compareUtf8);
    const flat: string[] = [];
    for (const name of names) flat.push(name, map.get(name) ?? '');
    return flat.length === 0 ? Labels.EMPTY : new Labels(flat);
  }

  /** From an alternating array that the caller knows to be sorted, unique and free of empty values. */
  static fromSortedFlat(flat: readonly string[]): Labels {
    return flat.length === 0 ? Labels.EMPTY : new Labels(flat);
  }

  get size(): number {
    return this.flat.length / 2;
  }

  get metricName(): string {
    return this.get('__name__');
  }

  /** The value, or the empty string when the label is absent. */
  get(name: string): string {
    for (let i = 0; i < this.flat.length; i += 2) if (this.flat[i] === name) return this.flat[i + 1];
    return '';
  }

  has(name: string): boolean {
    for (let i = 0; i < this.flat.length; i += 2) if (this.flat[i] === name) return true;
    return false;
  }

  /** A string that is equal exactly for equal label sets; cached. */
  key(): string {
    return (this.cachedKey ??= this.flat.join('\u0000'));
  }

  equals(other: Labels): boolean {
    return this === other || this.key() === other.key();
  }

  with(name: string, value: string): Labels {
    const object = this.toMap();
    object.set(name, value);
    return Labels.fromPairs(object);
  }

  without(names: ReadonlySet<string>): Labels {
    return this.filter((name) => !names.has(name));
  }

  keep(names: ReadonlySet<string>): Labels {
    return this.filter((name) => names.has(name));
  }

  filter(test: (name: string, value: string) => boolean): Labels {
    const flat: string[] = [];
    for (let i = 0; i < this.flat.length; i += 2) {
      if (test(this.flat[i], this.flat[i + 1])) flat.push(this.flat[i], this.flat[i + 1]);
    }
    return flat.length === this.flat.length ? this : Labels.fromSortedFlat(flat);
  }

  *entries(): IterableIterator<[string, string]> {
    for (let i = 0; i < this.flat.length; i += 2) yield [this.flat[i], this.flat[i + 1]];
  }

  toMap(): Map<string, string> {
    return new Map(this.entries());
  }

  toObject(): Record<string, string> {
    return Object.fromEntries(this.entries());
  }

  /** PromQL form: `name{a="b"}`, or `{a="b"}` without a name. */
  toString(): string {
    const name = this.metricName;
    const legacy = LEGACY_METRIC_NAME.test(name);
    const parts: string[] = [];
    if (name !== '' && !legacy) parts.push(quote(name));
    for (const [label, value] of this.entries()) {
      if (label === '__name__') continue;
      parts.push(`${LEGACY_LABEL_NAME.test(label) ? label : quote(label)}=${quote(value)}`);
    }
    if (legacy) return parts.length === 0 ? name : `${name}{${parts.join(', ')}}`;
    return `{${parts.join(', ')}}`;
  }
}

export const LEGACY_METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
export const LEGACY_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Go's strconv.Quote for the characters that occur in label values. */
export function quote(value: string): string {
  return JSON.stringify(value);
}

/** Order of UTF-8 bytes, which differs from UTF-16 order only when surrogates are involved. */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  if (HAS_SURROGATE.test(a) || HAS_SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

/** The order of series in blocks: name by name, value by value. */
export function compareLabels(a: Labels, b: Labels): number {
  const length = Math.min(a.flat.length, b.flat.length);
  for (let i = 0; i < length; i++) {
    const order = compareUtf8(a.flat[i], b.flat[i]);
    if (order !== 0) return order;
  }
  return a.flat.length - b.flat.length;
}

const HAS_SURROGATE = /[\ud800-\udfff]/;
