import fc from 'fast-check';
import type { Clock } from '../../util/clock.ts';
import type { FactFamily } from './fact.ts';
import { differenceOf, type FactSet } from './fact-set.ts';
import { FactStore } from './fact-store.ts';

const START = 1_000_000;

function manualClock(): Clock & { nowMs: number } {
  return {
    nowMs: START,
    now() {
      return this.nowMs;
    },
    setTimeout: () => () => {},
  };
}

/** One thing that happens between two refreshes. */
const action = fc.record({
  family: fc.constantFrom<FactFamily>('owned', 'namespaces', 'leader'),
  subject: fc.constantFrom('a', 'b', 'c'),
  what: fc.oneof(
    fc.constant('fail' as const),
    fc.constant('remove' as const),
    fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
  ),
});
const versions = fc.array(fc.array(action, { maxLength: 5 }), { minLength: 1, maxLength: 40 });
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

function perform(store: FactStore, { family, subject, what }: Action): void {
  if (what === 'fail') store.fail(family, subject, 'no answer');
  else if (what === 'remove') store.remove(family, subject);
  else if (family === 'leader') store.set('leader', subject, what.join());
  else if (family === 'owned') store.set('owned', subject, what);
  else store.set('namespaces', subject, what);
}

const contents = (facts: FactSet | undefined) =>
  facts && [...facts.all()].sort((a, b) => (`${a[0]}${a[1]}` < `${b[0]}${b[1]}` ? -1 : 1));

describe('history', () => {
  it('gives the facts of any time, whatever happened, wherever checkpoints lie', () => {
    fc.assert(
      fc.property(versions, fc.integer({ min: 1, max: 7 }), (steps, checkpointEvery) => {
        const clock = manualClock();
        const store = new FactStore(clock, { checkpointEvery });
        const copies: { timeMs: number; facts: FactSet }[] = [];
        for (const [i, step] of steps.entries()) {
          clock.nowMs = START + i * 1000;
          for (const each of step) perform(store, each);
          store.commit();
          copies.push({ timeMs: clock.now(), facts: store.now.copy() });
        }
        const first = store.history.startMs ?? Infinity;
        for (const { timeMs, facts } of copies) {
          if (timeMs < first) expect(facts.size).toBe(0);
          else {
            expect(contents(store.history.at(timeMs))).toEqual(contents(facts));
            expect(contents(store.history.at(timeMs + 999))).toEqual(contents(facts));
          }
        }
        expect(store.history.at(first - 1)).toBeUndefined();
      }),
    );
  });

  it('forgets by whole stretches and still answers right from where it starts', () => {
    fc.assert(
      fc.property(versions, fc.integer({ min: 2, max: 10 }), (steps, maxVersions) => {
        const clock = manualClock();
        const store = new FactStore(clock, { checkpointEvery: 3, maxVersions });
        const copies = new Map<number, FactSet>();
        for (const [i, step] of steps.entries()) {
          clock.nowMs = START + i * 1000;
          for (const each of step) perform(store, each);
          if (store.commit().length > 0) copies.set(clock.now(), store.now.copy());
        }
        expect(store.history.versionCount).toBeLessThanOrEqual(maxVersions + 3);
        const { startMs } = store.history;
        for (const [timeMs, facts] of copies) {
          const known = store.history.at(timeMs);
          if (startMs !== undefined && timeMs < startMs) expect(known).toBeUndefined();
          else expect(contents(known)).toEqual(contents(facts));
        }
      }),
    );
  });

  it('is bounded by what it holds', () => {
    const clock = manualClock();
    const store = new FactStore(clock, { checkpointEvery: 4, maxItems: 1000 });
    for (let i = 0; i < 200; i++) {
      store.set(
        'owned',
        'a',
        Array.from({ length: 50 }, (_, n) => `${i}/${n}`),
      );
      store.commit();
    }
    expect(store.history.versionCount).toBeLessThan(20);
  });
});

describe('difference', () => {
  it('leads from one set to the other, and back', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), fc.array(action, { maxLength: 20 }), (one, two) => {
        const make = (actions: Action[]) => {
          const store = new FactStore(manualClock());
          for (const each of actions) perform(store, each);
          return store.now;
        };
        const [from, to] = [make(one), make(two)];
        const applied = from.copy();
        applied.apply(differenceOf(from, to));
        expect(contents(applied)).toEqual(contents(to));
        applied.apply(differenceOf(to, from));
        expect(contents(applied)).toEqual(contents(from));
        expect(differenceOf(from, from.copy())).toEqual([]);
      }),
    );
  });

  it('tells a fact that changed and changed back as no change', () => {
    const store = new FactStore(manualClock());
    store.set('leader', '', 'a');
    store.commit();
    store.fail('leader', '', 'slow');
    store.set('leader', '', 'a');
    expect(store.commit()).toEqual([]);
  });
});
