import fc from 'fast-check';
import { canonicalOf } from './testing/canonical-of.ts';
import { FakeBroker } from './testing/fake-broker.ts';
import { SampleRecorder } from './testing/sample-recorder.ts';

const COLUMNS = ['le_0_5', 'le_1', 'le_5', 'le_10', 'le_20', 'le_50', 'le_100', 'le_200', 'le_1000', 'overflow'];
const LES = ['0.0005', '0.001', '0.005', '0.01', '0.02', '0.05', '0.1', '0.2', '1.0', '+Inf'];
const MINUTE = 60_000;
const BUCKET = 'observatory_pulsar_publish_latency_seconds_bucket';

/** Counts of the buckets in one period, and their sum in microseconds. */
interface Period {
  counts: readonly number[];
  sumUs: number;
}

const IDLE: Period = { counts: COLUMNS.map(() => 0), sumUs: 0 };

function show(broker: FakeBroker, topic: string, { counts, sumUs }: Period): void {
  const labels = { cluster: 'c', namespace: 't/n', topic };
  COLUMNS.forEach((column, i) => broker.set(`pulsar_storage_write_latency_${column}`, labels, counts[i]));
  broker.set(
    'pulsar_storage_write_latency_count',
    labels,
    counts.reduce((a, b) => a + b, 0),
  );
  broker.set('pulsar_storage_write_latency_sum', labels, sumUs);
}

function broker(options: Parameters<typeof canonicalOf>[1] = {}) {
  const store = new SampleRecorder();
  return { store, broker: new FakeBroker(canonicalOf(store, options).targetAppender(), { instance: 'b1' }) };
}

/** Cumulative bucket increases of a topic, as a query would see them. */
const increases = (store: SampleRecorder, topic: string): number[] =>
  LES.map((le) => store.increase(BUCKET, { topic, le }));

function cumulated(periods: readonly Period[]): number[] {
  let running = 0;
  return COLUMNS.map((_, i) => (running += periods.reduce((sum, { counts }) => sum + counts[i], 0)));
}

const period = fc
  .record({ counts: fc.array(fc.nat(500), { minLength: 10, maxLength: 10 }), sumUs: fc.integer({ min: 1, max: 1e9 }) })
  .map((each): Period => each);

describe('histograms of one target', () => {
  it('random periods, scraped at random moments faster than the period, are each counted once', () => {
    const topics = fc.array(
      // A period of a topic: news, the same as the one before, or idle.
      fc.array(fc.oneof({ weight: 6, arbitrary: period }, fc.constant('same' as const), fc.constant(IDLE)), {
        minLength: 12,
        maxLength: 12,
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(
        topics,
        fc.integer({ min: 0, max: MINUTE - 1 }),
        fc.integer({ min: 1000, max: 25_000 }),
        fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 50 }),
        (drawn, phaseMs, intervalMs, jitters) => {
          const { store, broker: target } = broker();
          // The first edges show everything in motion, so that the phase is found; then anything goes.
          const steady = Array.from({ length: 12 }, (_, i) => ({ counts: COLUMNS.map(() => 1), sumUs: i + 1 }));
          const lists = [steady, ...drawn].map((list) => {
            const periods: Period[] = [];
            list.forEach((each, i) => {
              const last = periods.at(-1) ?? IDLE;
              if (i < 4) periods.push({ counts: COLUMNS.map((_, c) => i + c), sumUs: 1 + i });
              else periods.push(each === 'same' ? last : each);
            });
            return periods;
          });
          let shown = 0;
          let lastMs = 0;
          // The last drawn period is on show until the end, but not longer than its minute.
          const endMs = 10.4 * MINUTE;
          for (let n = 0, at = 0; at < endMs + phaseMs; n++, at = n * intervalMs) {
            const timeMs = Math.max(at + jitters[n % jitters.length], 1 + 500 * n);
            shown = Math.min(11, Math.floor((timeMs + MINUTE - phaseMs) / MINUTE));
            lists.forEach((periods, t) => show(target, `topic-${t}`, periods[Math.max(0, shown)]));
            lastMs = timeMs + 1_000_000;
            target.scrape(lastMs);
          }
          // What kept its values at the last edge is counted one scrape later.
          for (const extra of [1, 2]) target.scrape(lastMs + extra * 1000);
          const first = Math.max(0, Math.floor((Math.max(jitters[0], 1) + MINUTE - phaseMs) / MINUTE));
          lists.forEach((periods, t) =>
            expect(increases(store, `topic-${t}`)).toEqual(cumulated(periods.slice(first + 1, shown + 1))),
          );
          expect(store.refused).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  /** Scrapes every `intervalMs` and shows the period that is on at each moment. */
  function run(
    target: FakeBroker,
    intervalMs: number,
    untilMs: number,
    at: (timeMs: number) => Record<string, Period>,
  ): void {
    for (let timeMs = 0; timeMs <= untilMs; timeMs += intervalMs) {
      for (const [topic, each] of Object.entries(at(timeMs))) show(target, topic, each);
      target.scrape(timeMs + 1);
    }
  }

  const numbered = (n: number): Period => ({ counts: COLUMNS.map((_, i) => n + i), sumUs: 1000 * n });

  it('scraped once a period or less often: no period twice, the distribution stays true, and what was missed is told', () => {
    const quantile = (counts: readonly number[]): number[] => counts.map((each) => each / (counts.at(-1) ?? 1));
    for (const intervalMs of [30_000, 60_000, 150_000]) {
      const { store, broker: target } = broker();
      run(target, intervalMs, 60 * MINUTE, (timeMs) => ({ a: numbered(1 + Math.floor((timeMs + 20_000) / MINUTE)) }));
      const seen = increases(store, 'a');
      // Numbers that drift: the mean of what was seen is that of all, but for the ends.
      const all = cumulated(Array.from({ length: 60 }, (_, i) => numbered(2 + i)));
      quantile(seen).forEach((each, i) => expect(each).toBeCloseTo(quantile(all)[i], 2));
      if (intervalMs <= MINUTE) expect(seen).toEqual(all);
      const missed = store.select('observatory_pulsar_stats_periods_missed_total')[0].samples.at(-1)?.value;
      expect(missed).toBe(intervalMs <= MINUTE ? 0 : 36);
    }
  });

  it('nothing moves at an edge that is due: two equal periods, while it does not go on for long', () => {
    const { store, broker: target } = broker();
    const shown = [1, 2, 3, 4, 5, 6, 6, 7, 8, 8, 8, 8, 8, 8, 8].map(numbered);
    run(target, 15_000, 14 * MINUTE + 50_000, (timeMs) => ({ a: shown[Math.floor(timeMs / MINUTE)] }));
    expect(increases(store, 'a')).toEqual(cumulated([2, 3, 4, 5, 6, 6, 7, 8, 8, 8].map(numbered)));
  });

  it('a period caught half renewed is counted once', () => {
    const { store, broker: target } = broker();
    const topics = ['a', 'b', 'c', 'd'];
    run(target, 15_000, 6 * MINUTE + 30_000, (timeMs) => {
      const n = 1 + Math.floor(timeMs / MINUTE);
      // At the edge three topics are new, d is still the old one, and c is between: its upper buckets are old.
      const isEdge = timeMs % MINUTE === 0 && n > 1;
      const half = { counts: numbered(n).counts.map((each, i) => (i < 5 ? each : each - 1)), sumUs: 1000 * n };
      return { a: numbered(n), b: numbered(n), c: isEdge ? half : numbered(n), d: numbered(isEdge ? n - 1 : n) };
    });
    for (const topic of topics) expect(increases(store, topic)).toEqual(cumulated([2, 3, 4, 5, 6, 7].map(numbered)));
  });

  it('a topic that is unloaded between edges takes nothing away and gives nothing twice', () => {
    const { store, broker: target } = broker();
    // By namespace: one of its topics leaves at 2 min 30 s with its share of 3 in each bucket.
    run(target, 15_000, 5 * MINUTE, (timeMs) => {
      const n = 10 + Math.floor(timeMs / MINUTE);
      const left = timeMs >= 2.5 * MINUTE && timeMs < 3 * MINUTE;
      const share = left ? { counts: numbered(n).counts.map((each) => each - 3), sumUs: 900 * n } : numbered(n);
      return { 'of-namespace': share, other: numbered(n + 1), third: numbered(n + 2) };
    });
    expect(increases(store, 'of-namespace')).toEqual(cumulated([11, 12, 13, 14, 15].map(numbered)));
    expect(increases(store, 'other')).toEqual(cumulated([12, 13, 14, 15, 16].map(numbered)));
  });

  it('a topic that is unloaded just before an edge is not taken for it', () => {
    const { store, broker: target } = broker();
    const names = ['a', 'b', 'c', 'd'];
    run(target, 5000, 5 * MINUTE, (timeMs) => {
      const n = 10 + Math.floor(timeMs / MINUTE);
      const lessOf = ({ counts, sumUs }: Period): Period => ({
        counts: counts.map((each) => each - 3),
        sumUs: sumUs - 5,
      });
      const isJustBefore = timeMs === 3 * MINUTE - 5000;
      return Object.fromEntries(
        names.map((name) => [name, name === 'a' && isJustBefore ? lessOf(numbered(n)) : numbered(n)]),
      );
    });
    for (const name of names) expect(increases(store, name)).toEqual(cumulated([11, 12, 13, 14, 15].map(numbered)));
    expect(store.increase('observatory_pulsar_stats_periods_total')).toBe(5);
  });

  it('a restart of the broker counts what it shows after it; its series do not fall', () => {
    const { store, broker: target } = broker();
    run(target, 15_000, 8 * MINUTE, (timeMs) => {
      // Down to nought at 3 min 20 s; its edges are 20 s later from then on.
      if (timeMs < 3 * MINUTE + 20_000) return { a: numbered(1 + Math.floor(timeMs / MINUTE)) };
      const n = Math.floor((timeMs - 3 * MINUTE - 20_000) / MINUTE);
      return { a: n === 0 ? IDLE : numbered(20 + n) };
    });
    expect(increases(store, 'a')).toEqual(cumulated([2, 3, 4, 21, 22, 23, 24].map(numbered)));
    for (const { samples } of store.select(BUCKET)) {
      samples.reduce((last, { value = 0 }) => {
        expect(value).toBeGreaterThanOrEqual(last);
        return value;
      }, 0);
    }
  });

  it('what a target shows first is where counting begins; a topic that comes later counts from nought', () => {
    const { store, broker: target } = broker();
    run(target, 15_000, 4 * MINUTE, (timeMs) => {
      const n = 1 + Math.floor(timeMs / MINUTE);
      const late: Record<string, Period> = timeMs < 2 * MINUTE ? {} : { late: numbered(n) };
      return { old: numbered(n), ...late };
    });
    expect(increases(store, 'old')).toEqual(cumulated([2, 3, 4, 5].map(numbered)));
    expect(increases(store, 'late')).toEqual(cumulated([3, 4, 5].map(numbered)));
    expect(store.select(BUCKET, { topic: 'late', le: '+Inf' })[0].samples[0].value).toBe(0);
  });

  it('a failed scrape marks everything stale, a topic that goes only itself; both go on from there', () => {
    const { store, broker: target } = broker();
    for (let timeMs = 0; timeMs <= 6 * MINUTE; timeMs += 15_000) {
      const n = 1 + Math.floor(timeMs / MINUTE);
      show(target, 'a', numbered(n));
      if (timeMs === 3 * MINUTE + 15_000) target.drop({ topic: 'b' });
      else if (timeMs < 3 * MINUTE) show(target, 'b', numbered(n));
      if (timeMs === 2 * MINUTE + 30_000) target.fail(timeMs + 1);
      else target.scrape(timeMs + 1);
    }
    const markers = (topic: string) =>
      store.select(BUCKET, { topic, le: '1.0' })[0].samples.filter(({ value }) => value === undefined);
    expect(markers('a').map(({ timestampMs }) => timestampMs)).toEqual([150_001]);
    expect(markers('b').map(({ timestampMs }) => timestampMs)).toEqual([150_001, 195_001]);
    expect(increases(store, 'a')).toEqual(cumulated([2, 3, 4, 5, 6, 7].map(numbered)));
  });

  it('a NaN in a column says nothing', () => {
    const { store, broker: target } = broker();
    run(target, 15_000, 3 * MINUTE, (timeMs) => {
      const n = 1 + Math.floor(timeMs / MINUTE);
      return { a: timeMs === 75_000 ? { counts: COLUMNS.map(() => NaN), sumUs: NaN } : numbered(n) };
    });
    expect(increases(store, 'a')).toEqual(cumulated([2, 3, 4].map(numbered)));
  });

  it('beyond the limit it adds up by namespace, with the same totals', () => {
    const { store, broker: target } = broker({ maxSeriesPerTarget: 100 });
    run(target, 15_000, 3 * MINUTE, (timeMs) => {
      const n = 1 + Math.floor(timeMs / MINUTE);
      return Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`topic-${i}`, numbered(n)]));
    });
    const one = cumulated([2, 3, 4].map(numbered));
    expect(store.select(BUCKET)).toHaveLength(10);
    LES.forEach((le, i) => expect(store.increase(BUCKET, { namespace: 't/n', le })).toBe(20 * one[i]));
  });

  it('transactions, which each scrape resets, are news with each scrape', () => {
    const { store, broker: target } = broker();
    for (const [timeMs, fast, slow] of [
      [1000, 90, 9],
      [2000, 3, 0],
      [3000, 3, 1],
      [4000, 0, 0],
    ]) {
      target.set('pulsar_txn_execution_latency_le_10', { coordinator_id: '0' }, fast);
      target.set('pulsar_txn_execution_latency_le_overflow', { coordinator_id: '0' }, slow);
      target.scrape(timeMs);
    }
    const name = 'observatory_pulsar_transaction_latency_seconds';
    expect(store.increase(`${name}_bucket`, { le: '0.01' })).toBe(6);
    expect(store.increase(`${name}_bucket`, { le: '3000.0' })).toBe(6);
    expect(store.increase(`${name}_count`)).toBe(7);
    expect(store.select(`${name}_sum`)).toEqual([]);
  });

  it('topic compaction has a clock of its own', () => {
    const { store, broker: target } = broker();
    for (let timeMs = 0; timeMs <= 5 * MINUTE; timeMs += 15_000) {
      show(target, 'a', numbered(1 + Math.floor(timeMs / MINUTE)));
      const labels = { cluster: 'c', namespace: 't/n', topic: 'a' };
      const period = Math.floor((timeMs + 30_000) / MINUTE);
      target.set('pulsar_compaction_latency_le_10', labels, 100 + period);
      target.set('pulsar_compaction_latency_overflow', labels, period);
      target.set('pulsar_compaction_latency_sum', labels, 1_000_000 * period);
      target.scrape(timeMs + 1);
    }
    const name = 'observatory_pulsar_compaction_latency_seconds';
    expect(store.increase(`${name}_bucket`, { le: '0.01' })).toBe(101 + 102 + 103 + 104 + 105);
    expect(store.increase(`${name}_count`)).toBe(101 + 102 + 103 + 104 + 105 + 15);
    expect(store.increase(`${name}_sum`)).toBeCloseTo(15, 9);
    expect(increases(store, 'a')).toEqual(cumulated([2, 3, 4, 5, 6].map(numbered)));
  });
});
