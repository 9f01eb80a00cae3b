import { runComparison } from '@observatory/protocol/run-objects';
import { parsePrices } from '../cost/prices.ts';
import { compareRuns } from './compare-runs.ts';
import { evaluateGate } from './evaluate-gate.ts';
import { madeCluster, madeRun, waves } from './testing/made-run.ts';

const SAMPLES = 90;

function fields(p99: number, seed: number, rate = 50_000) {
  return {
    publishRate: waves(SAMPLES, { mean: rate, sigma: rate / 100 }, seed),
    consumeRate: waves(SAMPLES, { mean: rate, sigma: rate / 100 }, seed + 1),
    publishLatency50pct: waves(SAMPLES, { mean: p99 / 4, sigma: p99 / 80 }, seed + 2),
    publishLatency99pct: waves(SAMPLES, { mean: p99, sigma: p99 / 20 }, seed + 3),
    publishLatencyMax: waves(SAMPLES, { mean: p99 * 3, sigma: p99 / 3 }, seed + 4),
    backlog: waves(SAMPLES, { mean: 2000, sigma: 300 }, seed + 5),
  };
}

const cluster = (pauses: number) =>
  madeCluster(SAMPLES, {
    'broker-1': { gc: () => 4, gcCount: () => 15, heap: () => 0.5, rateIn: () => 25_000, up: () => 1 },
    'broker-2': {
      gc: () => 4 * pauses,
      gcCount: () => 15 * pauses,
      heap: () => (pauses > 1 ? 0.95 : 0.55),
      rateIn: () => 25_000,
      up: () => 1,
    },
  });

describe('comparing runs', () => {
  const base = madeRun({ id: 'a', fields: fields(20, 100), timeseries: cluster(1) });
  const slow = madeRun({ id: 'b', fields: fields(26, 200), timeseries: cluster(2.8) });
  const alike = madeRun({ id: 'c', fields: fields(20, 300), timeseries: cluster(1) });

  it('names the regression and its likely reason; the same again is the same bytes', () => {
    const compared = compareRuns(base, [slow]);
    expect(runComparison.parse(compared)).toEqual(compared);
    expect(JSON.stringify(compareRuns(base, [slow]))).toBe(JSON.stringify(compared));
    const [first] = compared.regressions;
    expect(first.sentence).toMatch(/^Publish latency p99 went from [\d.]+ ms to 2\d\.?\d* ms, \+\d+/);
    expect(first.sentence).toContain('also Publish latency p50');
    expect(first.reasons[0]).toBe(
      'GC pauses of broker-2 went from 15 to 42 a minute, from 240 ms to 672 ms of each minute.',
    );
    expect(first.reasons).toContain('The heap of broker-2 went from 55 % to 95 %, at most 95 %.');
    const rate = compared.measures.find(({ id }) => id === 'publish_rate');
    expect(rate?.effects.map(({ verdict }) => verdict)).toEqual(['base', 'same']);
  });

  it('tells nothing of a run that is like its base', () => {
    const compared = compareRuns(base, [alike]);
    expect(compared.regressions).toEqual([]);
    expect(compared.measures.flatMap(({ effects }) => effects).filter(({ verdict }) => verdict === 'worse')).toEqual(
      [],
    );
  });

  it('several runs against one base, each with its own verdict', () => {
    const compared = compareRuns(base, [slow, alike]);
    const p99 = compared.measures.find(({ id }) => id === 'publish_p99');
    expect(p99?.effects.map(({ run, verdict }) => `${run} ${verdict}`)).toEqual(['a base', 'b worse', 'c same']);
  });

  it('repeated runs say how much runs differ, and that widens the intervals', () => {
    const group = (id: string, name: string, p99: number, seed: number) =>
      madeRun({ id, labels: { group: name }, fields: fields(p99, seed) });
    const left = [18, 20, 22].map((p99, index) => group(`a${index}`, 'old', p99, 400 + index * 10));
    const right = [19, 21, 24].map((p99, index) => group(`b${index}`, 'new', p99, 500 + index * 10));
    const compared = compareRuns(left[0], [right[0]], { repeats: [...left.slice(1), ...right.slice(1)] });
    expect(compared.runs.map(({ repeats }) => repeats)).toEqual([3, 3]);
    expect(compared.measures.find(({ id }) => id === 'publish_p99')?.effects[1].verdict).toBe('unclear');
    expect(compared.notes.join(' ')).toMatch(/3 of old, 3 of new.*Publish latency p99 1\d/);
    const broken = madeRun({
      id: 'a9',
      labels: { group: 'old' },
      fields: { publishRate: new Array<number>(9).fill(5) },
    });
    const withBroken = compareRuns(left[0], [right[0]], { repeats: [...left.slice(1), ...right.slice(1), broken] });
    expect(withBroken.measures).toEqual(compared.measures);
    expect(withBroken.notes.at(-1)).toBe('1 of 5 repeats are left out: their steady load is far shorter.');
    expect(compareRuns(left[0], [right[0]]).notes.join(' ')).toContain('Nothing was run twice');
  });

  it('runs of other lengths and samplings are laid beside each other; runs without results by their cluster', () => {
    const coarse = madeRun({
      id: 'coarse',
      fields: {
        sampleRateMillis: 30_000,
        publishRate: waves(20, { mean: 50_000, sigma: 300 }, 7),
        publishLatency99pct: waves(20, { mean: 30, sigma: 1 }, 8),
      },
    });
    const compared = compareRuns(base, [coarse]);
    expect(compared.measures.find(({ id }) => id === 'publish_p99')?.effects[1]).toMatchObject({
      verdict: 'worse',
      samples: 20,
    });
    expect(compared.notes.join(' ')).toContain('the first 10:00 of each are compared');
    const bare = compareRuns(madeRun({ id: 'x', timeseries: cluster(1) }), [
      madeRun({
        id: 'y',
        timeseries: madeCluster(SAMPLES, { 'broker-1': { rateIn: () => 40_000, up: (i) => (i > 80 ? 0 : 1) } }),
      }),
    ]);
    expect(bare.regressions.map(({ measure }) => measure)).toContain('broker_rate_in');
    expect(bare.regressions[0].reasons[0]).toContain('broker-1 was down in 9 of 90 samples');
  });

  it('several workloads in a run are compared each with its own', () => {
    const two = (id: string, p99: number) => {
      const run = madeRun({ id, fields: fields(20, 600) });
      const second = madeRun({ id: 'z', fields: { ...fields(p99, 700), workload: 'v' } }).results[0];
      return { ...run, results: [run.results[0], second] };
    };
    const compared = compareRuns(two('a', 20), [two('b', 40)]);
    const verdictOf = (id: string) => compared.measures.find((measure) => measure.id === id)?.effects[1].verdict;
    expect([verdictOf('publish_p99@w'), verdictOf('publish_p99@v')]).toEqual(['same', 'worse']);
    expect(evaluateGate(compared, 'publish_p99>50%').sentences).toEqual([
      expect.stringContaining('Publish latency p99, v'),
    ]);
  });

  it('building a backlog and draining it are two phases', () => {
    const phases = (id: string, drain: number) =>
      madeRun({
        id,
        fields: {
          publishRate: waves(90, { mean: 1000, sigma: 10 }, 950),
          consumeRate: Array.from({ length: 90 }, (_, index) => (index < 45 ? 0 : drain + (index % 3))),
          backlog: Array.from({ length: 90 }, (_, index) =>
            index < 45 ? index * 10_000 : Math.max(0, 450_000 - (index - 44) * 10_000),
          ),
        },
      });
    const compared = compareRuns(phases('a', 2000), [phases('b', 1500)]);
    expect(compared.measures.find(({ id }) => id === 'consume_rate')).toBeUndefined();
    expect(compared.measures.find(({ id }) => id === 'drain_rate')?.effects).toMatchObject([
      { mean: expect.closeTo(2001, 0) },
      { verdict: 'worse', change: expect.closeTo(-0.25, 2) },
    ]);
    expect(compared.notes.join(' ')).toContain('a built a backlog first');
  });

  it('no mean of what cannot be negative has an interval that is', () => {
    const rare = madeRun({
      id: 'r',
      fields: { ...fields(20, 960), publishErrorRate: Array.from({ length: SAMPLES }, (_, i) => (i === 40 ? 900 : 0)) },
    });
    const errors = compareRuns(rare, [alike]).measures.find(({ id }) => id === 'publish_errors');
    expect(errors?.effects[0].low).toBe(0);
  });

  it('runs without anything are compared without anything', () => {
    expect(compareRuns(madeRun({ id: 'a' }), [madeRun({ id: 'b' })])).toMatchObject({ measures: [], regressions: [] });
  });

  it('errors out of nothing are a regression although nothing is no base to count from', () => {
    const withErrors = (id: string, mean: number) =>
      madeRun({ id, fields: { ...fields(20, 800), publishErrorRate: new Array<number>(SAMPLES).fill(mean) } });
    const compared = compareRuns(withErrors('a', 0), [withErrors('b', 40)]);
    expect(compared.regressions[0].sentence).toBe('Publish errors went from 0 msg/s to 40 msg/s.');
  });

  it('a node that was down is no chance, however short the runs', () => {
    const up = (id: string, lost: number) =>
      madeRun({
        id,
        timeseries: madeCluster(9, {
          'broker-1': { up: () => 1 },
          'broker-2': { up: (i) => (i >= 3 && i < 3 + lost ? 0 : 1) },
        }),
      });
    const compared = compareRuns(up('a', 0), [up('b', 2), up('c', 0)]);
    expect(compared.measures[0].effects.map(({ verdict }) => verdict)).toEqual(['base', 'worse', 'same']);
    expect(compared.regressions.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('Nodes that answer, brokers went from 100 % to 88.9 %'),
    ]);
  });

  it('more load that costs more CPU is no regression of CPU; the cost of a message is a measure', () => {
    const loaded = (id: string, rate: number, cpu: number) =>
      madeRun({
        id,
        fields: fields(20, 900, rate),
        timeseries: madeCluster(SAMPLES, { 'broker-1': { cpu: (i) => cpu + (i % 3) / 1000 } }),
      });
    const compared = compareRuns(loaded('a', 50_000, 0.5), [loaded('b', 60_000, 0.59)], {
      prices: parsePrices('broker=1.8,currency=EUR'),
    });
    expect(compared.regressions).toEqual([]);
    const cost = compared.measures.find(({ id }) => id === 'cost_per_million');
    expect(cost).toMatchObject({ unit: 'EUR', effects: [{ mean: expect.closeTo(0.01, 4) }, { verdict: 'better' }] });
  });
});
