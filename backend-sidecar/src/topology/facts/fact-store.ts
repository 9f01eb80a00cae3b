import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../util/clock.ts';
import type { Fact, FactFamily, FactValues } from './fact.ts';
import { FactHistory, type FactHistoryLimits } from './fact-history.ts';
import { FactSet, type FactChange } from './fact-set.ts';

export type CommitListener = (timeMs: number, changes: readonly FactChange[], facts: FactSet) => void;

/** The present facts and their past. What is said between `begin` and `commit` becomes one version of the history. */
export class FactStore {
  readonly now = new FactSet();
  readonly history: FactHistory;
  private readonly clock: Clock;
  private pending: FactChange[] = [];
  private readonly onCommit: CommitListener | undefined;
  /** When each value was last confirmed; not part of the history, or every read would be a change. */
  private readonly confirmedMs = new Map<string, number>();

  /** @param onCommit told of every commit, also of those that change nothing */
  constructor(clock: Clock, limits?: Partial<FactHistoryLimits>, onCommit?: CommitListener) {
    this.clock = clock;
    this.onCommit = onCommit;
    this.history = new FactHistory(limits);
  }

  /** The answer to a question. An equal one changes nothing but ends a failure. */
  set<F extends FactFamily>(family: F, subject: string, value: FactValues[F]): void {
    const nowMs = this.clock.now();
    this.confirmedMs.set(`${family}/${subject}`, nowMs);
    const before = this.now.get(family, subject);
    const same = before !== undefined && (before.value === value || isDeepStrictEqual(before.value, value));
    if (same && !before.failure) return;
    this.put(family, subject, before, {
      value: same ? before.value : value,
      changedMs: same ? before.changedMs : nowMs,
      failure: undefined,
    });
  }

  /** No answer, and why. The last known value stays. */
  fail(family: FactFamily, subject: string, reason: string): void {
    const before = this.now.get(family, subject) as Fact | undefined;
    if (before?.failure?.reason === reason) return;
    const lastKnownMs = this.confirmedMs.get(`${family}/${subject}`);
    this.put(family, subject, before, {
      value: before?.value,
      changedMs: before?.changedMs ?? this.clock.now(),
      failure: { reason, sinceMs: before?.failure?.sinceMs ?? this.clock.now() },
      ...(lastKnownMs !== undefined && { lastKnownMs }),
    });
  }

  /** The thing itself is no more. */
  remove(family: FactFamily, subject: string): void {
    this.confirmedMs.delete(`${family}/${subject}`);
    const before = this.now.get(family, subject) as Fact | undefined;
    if (before) this.put(family, subject, before, undefined);
  }

  /** Ends a version; returns what changed since the last one, each fact once. */
  commit(): readonly FactChange[] {
    const changes = merged(this.pending);
    this.pending = [];
    const nowMs = this.clock.now();
    if (changes.length > 0) this.history.record(nowMs, changes, this.now);
    this.onCommit?.(nowMs, changes, this.now);
    return changes;
  }

  private put(family: FactFamily, subject: string, before: Fact | undefined, after: Fact | undefined): void {
    const change = { family, subject, before, after };
    this.now.apply([change]);
    this.pending.push(change);
  }
}

/** Several changes of one fact as one; those that lead back are none. */
function merged(changes: readonly FactChange[]): FactChange[] {
  const byKey = new Map<string, FactChange>();
  for (const change of changes) {
    const key = `${change.family}/${change.subject}`;
    const first = byKey.get(key);
    byKey.set(key, first ? { ...change, before: first.before } : change);
  }
  return [...byKey.values()].filter(({ before, after }) => before !== after && !isDeepStrictEqual(before, after));
}
