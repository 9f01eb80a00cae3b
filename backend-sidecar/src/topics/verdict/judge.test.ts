import fc from 'fast-check';
import { SubscriptionTable } from '../store/subscription-table.ts';
import { judge } from './judge.ts';
import { drainSeconds, smoothedGrowth } from './trend.ts';
import { DEFAULT_RULES, VERDICTS, type SubscriptionFacts } from './verdict.ts';

const MINUTE = 60_000;
const START = 1_700_000_000_000;
const QUIET: SubscriptionFacts = {
  isInternal: false,
  consumers: 1,
  backlog: 0,
  backlogNoDelayed: NaN,
  blocked: false,
  rateOut: 10,
  ackRate: 10,
  redeliverRate: 0,
  growth: 0,
  lastAckedMs: NaN,
};

/** Verdict after each reading, one a minute. */
function verdicts(readings: readonly Partial<SubscriptionFacts>[], knownSinceMs = NaN): string[] {
  const { columns, row } = newRow();
  return readings.map((facts, minute) => {
    judge(columns, row, { ...QUIET, ...facts }, DEFAULT_RULES, START + minute * MINUTE, knownSinceMs);
    return VERDICTS[columns.verdict[row]];
  });
}

function newRow() {
  const table = new SubscriptionTable();
  return { row: table.add(0, 0), columns: table.columns };
}

const times = (count: number, facts: Partial<SubscriptionFacts>) => Array.from({ length: count }, () => facts);
const STUCK = { backlog: 5, rateOut: 0, ackRate: 0 };

it('calls a subscription stuck after ten minutes without delivery, and well again two minutes after it moves', () => {
  expect(verdicts([...times(11, STUCK), ...times(4, {})])).toEqual([
    ...Array<string>(10).fill('healthy'),
    'stuck',
    'stuck',
    'stuck',
    'healthy',
    'healthy',
  ]);
});

it('does not flap when single readings differ', () => {
  const odd = [...times(5, STUCK), {}, ...times(5, STUCK), {}, ...times(5, STUCK)];
  expect(new Set(verdicts(odd))).toEqual(new Set(['healthy']));
  const gap = [...times(12, STUCK), {}, ...times(3, STUCK), {}, ...times(3, STUCK)];
  expect(verdicts(gap).slice(11)).toEqual(Array<string>(9).fill('stuck'));
});

it('believes the broker when it says that nothing was acknowledged for hours', () => {
  const ackedMs = START - 3 * 60 * MINUTE;
  expect(verdicts(times(1, { ...STUCK, lastAckedMs: ackedMs }), ackedMs)).toEqual(['stuck']);
  // Acknowledged a minute ago: it moves, whatever the rate of the last period says.
  expect(verdicts(times(12, { ...STUCK, lastAckedMs: START + 11 * MINUTE }))).toEqual(
    Array<string>(12).fill('healthy'),
  );
});

it('does not expect delayed messages to be delivered', () => {
  expect(verdicts(times(20, { ...STUCK, backlogNoDelayed: 0 }))[19]).toBe('healthy');
});

it.each([
  ['orphan', { consumers: 0, backlog: 7, rateOut: 0, ackRate: 0 }, 30],
  ['blocked_on_unacked', { blocked: true, ...STUCK }, 5],
  ['redelivery_storm', { redeliverRate: 4 }, 10],
  ['growing', { backlog: 20_000, growth: 5 }, 30],
] as const)('%s comes after its time', (verdict, facts, minutes) => {
  const seen = verdicts(times(minutes + 2, facts));
  expect(seen[minutes - 1]).not.toBe(verdict);
  expect(seen.slice(minutes)).toEqual([verdict, verdict]);
});

it('is calm about slow growth of a large backlog and about its own compaction cursor', () => {
  expect(verdicts(times(40, { backlog: 1e6, growth: 1 }))[39]).toBe('healthy');
  expect(verdicts(times(40, { consumers: 0, backlog: 9, isInternal: true, rateOut: 0 }))[39]).toBe('healthy');
});

it('keeps a storm above two thirds of what made it', () => {
  expect(verdicts([...times(11, { redeliverRate: 4 }), ...times(5, { redeliverRate: 2.5 })])[15]).toBe(
    'redelivery_storm',
  );
  expect(verdicts([...times(11, { redeliverRate: 4 }), ...times(5, { redeliverRate: 1.9 })])[15]).toBe('healthy');
});

it('lets a graver reason take over, without a healthy moment between', () => {
  const orphan = { consumers: 0, backlog: 7, rateOut: 0, ackRate: 0 };
  const seen = verdicts([...times(31, orphan), ...times(20, STUCK)]);
  expect(seen[30]).toBe('orphan');
  expect(seen[50]).toBe('stuck');
});

it('changes its mind no oftener than its times allow', () => {
  const facts = fc.constantFrom<Partial<SubscriptionFacts>>(
    {},
    STUCK,
    { blocked: true },
    { redeliverRate: 5 },
    { consumers: 0, backlog: 2 },
  );
  fc.assert(
    fc.property(fc.array(facts, { minLength: 50, maxLength: 120 }), (readings) => {
      const seen = verdicts(readings);
      const changes = seen.filter((verdict, i) => i > 0 && verdict !== seen[i - 1]).length;
      expect(changes).toBeLessThanOrEqual(Math.ceil(readings.length / 2));
      // Whoever is healthy at every reading is called so.
      if (readings.every((each) => Object.keys(each).length === 0)) expect(new Set(seen)).toEqual(new Set(['healthy']));
    }),
  );
});

describe('trends', () => {
  it('weigh readings by the time between them', () => {
    expect(smoothedGrowth(NaN, 120, MINUTE)).toBe(2);
    const once = smoothedGrowth(0, 600, 5 * MINUTE);
    let often = 0;
    for (let i = 0; i < 5; i++) often = smoothedGrowth(often, 120, MINUTE);
    expect(often).toBeCloseTo(once, 10);
    expect(once).toBeCloseTo(2 * (1 - Math.exp(-1)), 10);
    expect(smoothedGrowth(3, 50, 0)).toBe(3);
  });

  it('tell when a backlog is gone', () => {
    expect(drainSeconds(0, NaN)).toBe(0);
    expect(drainSeconds(100, NaN)).toBeNaN();
    expect(drainSeconds(100, -4)).toBe(25);
    expect(drainSeconds(100, 0)).toBe(Infinity);
  });
});
