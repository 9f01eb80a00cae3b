import { isDeepStrictEqual } from 'node:util';
import type { Fact, FactFamily, FactValues } from './fact.ts';

/** A fact before and after; undefined where there was, or is, none. */
export interface FactChange {
  readonly family: FactFamily;
  readonly subject: string;
  readonly before: Fact | undefined;
  readonly after: Fact | undefined;
}

type Families = Map<FactFamily, Map<string, Fact>>;

/** Facts by family and subject. Values are never written to, so copies share them. */
export class FactSet {
  private readonly families: Families = new Map();

  get<F extends FactFamily>(family: F, subject = ''): Fact<FactValues[F]> | undefined {
    return this.families.get(family)?.get(subject) as Fact<FactValues[F]> | undefined;
  }

  value<F extends FactFamily>(family: F, subject = ''): FactValues[F] | undefined {
    return this.get(family, subject)?.value;
  }

  /** Subject and fact of one family, in the order in which they came. */
  *entries<F extends FactFamily>(family: F): Generator<[string, Fact<FactValues[F]>]> {
    for (const entry of this.families.get(family) ?? []) yield entry as [string, Fact<FactValues[F]>];
  }

  *all(): Generator<[FactFamily, string, Fact]> {
    for (const [family, facts] of this.families) for (const [subject, fact] of facts) yield [family, subject, fact];
  }

  get size(): number {
    let size = 0;
    for (const facts of this.families.values()) size += facts.size;
    return size;
  }

  apply(changes: readonly FactChange[]): void {
    for (const { family, subject, after } of changes) this.put(family, subject, after);
  }

  /** A copy that shares every value. */
  copy(): FactSet {
    const copy = new FactSet();
    for (const [family, facts] of this.families) copy.families.set(family, new Map(facts));
    return copy;
  }

  private put(family: FactFamily, subject: string, fact: Fact | undefined): void {
    let facts = this.families.get(family);
    if (fact) {
      if (!facts) this.families.set(family, (facts = new Map()));
      facts.set(subject, fact);
    } else if (facts?.delete(subject) && facts.size === 0) {
      this.families.delete(family);
    }
  }
}

/** The changes that lead from one set to another, values compared by content. */
export function differenceOf(from: FactSet, to: FactSet): FactChange[] {
  const changes: FactChange[] = [];
  for (const [family, subject, before] of from.all()) {
    const after = to.get(family, subject);
    if (!sameFact(before, after)) changes.push({ family, subject, before, after });
  }
  for (const [family, subject, after] of to.all()) {
    if (!from.get(family, subject)) changes.push({ family, subject, before: undefined, after });
  }
  return changes;
}

function sameFact(a: Fact, b: Fact | undefined): boolean {
  return a === b || isDeepStrictEqual(a, b);
}
