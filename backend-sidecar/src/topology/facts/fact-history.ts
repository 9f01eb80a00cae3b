import type { Fact } from './fact.ts';
import type { FactChange, FactSet } from './fact-set.ts';

export interface FactHistoryLimits {
  maxAgeMs: number;
  maxVersions: number;
  /** Bound of memory: the items (facts, names in a list) that the kept changes hold. */
  maxItems: number;
  /** A full set of references every so many versions, so that no time is far from one. */
  checkpointEvery: number;
}

const DEFAULT_LIMITS: FactHistoryLimits = {
  maxAgeMs: 24 * 3_600_000,
  maxVersions: 8192,
  maxItems: 2_000_000,
  checkpointEvery: 256,
};

interface Version {
  timeMs: number;
  changes: readonly FactChange[];
  items: number;
  /** The facts as of this version, where it is a checkpoint. */
  checkpoint: FactSet | undefined;
  /** From here on nothing is known, until the next version. */
  isGap: boolean;
}

/**
 * The past of a fact set: a ring of differences with a checkpoint now and then. A time is answered from the checkpoint
 * before it and the differences since; what is older than the limits is forgotten up to the next checkpoint.
 */
export class FactHistory {
  private readonly limits: FactHistoryLimits;
  private versions: Version[] = [];
  private items = 0;

  constructor(limits: Partial<FactHistoryLimits> = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /**
   * `facts` is the set after the changes. The first version, and the first after a gap, is always a checkpoint.
   * @param isWhole the changes lead to the set from nothing, not from the version before
   */
  record(timeMs: number, changes: readonly FactChange[], facts: FactSet, isWhole = false): void {
    const isFirst = this.versions.at(-1)?.isGap ?? true;
    const isDue = isWhole || isFirst || this.sinceCheckpoint() >= this.limits.checkpointEvery;
    const checkpoint = isDue ? facts.copy() : undefined;
    const items = changes.reduce((sum, { before, after }) => sum + weight(before) + weight(after), 0);
    this.versions.push({ timeMs, changes, items: checkpoint ? items + facts.size : items, checkpoint, isGap: false });
    this.items += this.versions[this.versions.length - 1].items;
    this.forget(timeMs);
  }

  /** From this time on nobody watched; a time within a gap has no facts. */
  gap(timeMs: number): void {
    if (this.versions.length === 0 || this.versions.at(-1)?.isGap) return;
    this.versions.push({ timeMs, changes: [], items: 0, checkpoint: undefined, isGap: true });
  }

  /** The gap that a time lies in; it may reach to now. */
  gapAt(timeMs: number): { fromMs: number; toMs: number | undefined } | undefined {
    const last = this.lastIndexAt(timeMs);
    if (last < 0 || !this.versions[last].isGap) return undefined;
    return { fromMs: this.versions[last].timeMs, toMs: this.versions[last + 1]?.timeMs };
  }

  /** The oldest time that can be answered; undefined while nothing was recorded. */
  get startMs(): number | undefined {
    return this.versions[0]?.timeMs;
  }

  get versionCount(): number {
    return this.versions.length;
  }

  /** The facts as they were at a time; undefined before the history's start. */
  at(timeMs: number): FactSet | undefined {
    const last = this.lastIndexAt(timeMs);
    if (last < 0 || this.versions[last].isGap) return undefined;
    let from = last;
    while (this.versions[from].checkpoint === undefined) from--;
    const facts = (this.versions[from].checkpoint as FactSet).copy();
    for (let i = from + 1; i <= last; i++) facts.apply(this.versions[i].changes);
    return facts;
  }

  /** Identifies the state at a time: two times with the same one have the same facts. */
  versionAt(timeMs: number): number | undefined {
    const last = this.lastIndexAt(timeMs);
    return last < 0 || this.versions[last].isGap ? undefined : this.versions[last].timeMs;
  }

  private sinceCheckpoint(): number {
    for (let i = this.versions.length - 1, count = 1; i >= 0; i--, count++)
      if (this.versions[i].checkpoint) return count;
    return Infinity;
  }

  private lastIndexAt(timeMs: number): number {
    let low = 0;
    let high = this.versions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.versions[middle].timeMs <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private forget(nowMs: number): void {
    const { maxAgeMs, maxVersions, maxItems } = this.limits;
    for (;;) {
      // Only whole stretches go: the first version kept has to be a checkpoint.
      const next = this.versions.findIndex(({ checkpoint }, i) => i > 0 && checkpoint !== undefined);
      if (next < 0) return;
      const tooOld = this.versions[next].timeMs <= nowMs - maxAgeMs;
      if (!tooOld && this.versions.length <= maxVersions && this.items <= maxItems) return;
      for (const { items } of this.versions.splice(0, next)) this.items -= items;
    }
  }
}

/** Facts and names that a fact holds. */
export function weight(fact: Fact | undefined): number {
  const value = fact?.value;
  if (Array.isArray(value)) return 1 + value.length;
  if (value !== null && typeof value === 'object' && 'names' in value) return 1 + (value.names as unknown[]).length;
  return 1;
}
