import { Canonical } from './canonical.ts';
import { describeRecorded, plainSamples, recordedScrapes, type RecordedScrape } from './testing/recorded-scrapes.ts';
import { SampleRecorder } from './testing/sample-recorder.ts';
import { ScrapedTarget } from './testing/scraped-target.ts';

function replay(
  folder: string,
  nodes: readonly string[],
  everyMs = 0,
): { store: SampleRecorder; scrapes: RecordedScrape[][] } {
  const store = new SampleRecorder();
  const scrapes = nodes.map((node) => thinned(recordedScrapes(folder, node), everyMs));
  const canonical = new Canonical({
    appender: store,
    nowMs: scrapes[0][0].timestampMs,
    enabled: true,
    families: [],
    periodMs: 60_000,
    maxSeriesPerTarget: 20_000,
  });
  const targets = nodes.map((node) => new ScrapedTarget(canonical.targetAppender(), node));
  const order = scrapes.flatMap((list, i) => list.map((scrape) => ({ ...scrape, i })));
  order.sort((a, b) => a.timestampMs - b.timestampMs);
  for (const { body, timestampMs, i } of order) targets[i].scrape(body, timestampMs);
  return { store, scrapes };
}

/** Ten quiet minutes of both brokers, replayed once, with the periods of each broker by hand. */
let quietOnce: ReturnType<typeof replayQuiet> | undefined;
const quiet = () => (quietOnce ??= replayQuiet());
function replayQuiet() {
  const nodes = ['broker-1', 'broker-2'];
  const { store, scrapes } = replay('metrics/baseline-15s', nodes);
  return {
    store,
    brokers: nodes.map((instance, i) => ({
      instance,
      periods: firstOfPeriods(scrapes[i]).map(({ body }) => plainSamples(body)),
    })),
  };
}

/** Scrapes at least so far apart. */
function thinned(scrapes: readonly RecordedScrape[], everyMs: number): RecordedScrape[] {
  let last = -Infinity;
  return scrapes.filter(({ timestampMs }) => {
    if (timestampMs - last < everyMs - 500) return false;
    last = timestampMs;
    return true;
  });
}

const PERIODIC = /^pulsar_(storage_(ledger_)?write_latency|entry_size)_/;

/** By hand: the scrapes that are the first to show a new period, told by dozens of gauges that moved together. */
function firstOfPeriods(scrapes: readonly RecordedScrape[]): RecordedScrape[] {
  const samples = scrapes.map(({ body }) => plainSamples(body));
  return scrapes.filter((_, i) => {
    if (i === 0) return false;
    const moved = [...samples[i]].filter(([line, value]) => PERIODIC.test(line) && samples[i - 1].get(line) !== value);
    return moved.length > 40;
  });
}

/** By hand: a gauge of each period, added up. */
function total(periods: readonly Map<string, number>[], line: string): number {
  return periods.reduce((sum, period) => sum + (period.get(line) ?? 0), 0);
}

const BOUNDS = ['0_5', '1', '5', '10', '20', '50', '100', '200', '1000'];
const LES = ['0.0005', '0.001', '0.005', '0.01', '0.02', '0.05', '0.1', '0.2', '1.0'];
const RANGES_MS = [
  ...['0.0_0.5', '0.5_1.0', '1.0_5.0', '5.0_10.0', '10.0_20.0', '20.0_50.0', '50.0_100.0', '100.0_200.0'],
  '200.0_1000.0',
];
const RANGES_BYTES = [
  ...['0.0_128.0', '128.0_512.0', '512.0_1024.0', '1024.0_2048.0', '2048.0_4096.0', '4096.0_16384.0'],
  ...['16384.0_102400.0', '102400.0_1048576.0'],
];
const SIZES = ['128', '512', '1_kb', '2_kb', '4_kb', '16_kb', '100_kb', '1_mb'];
const SIZE_LES = ['128.0', '512.0', '1024.0', '2048.0', '4096.0', '16384.0', '102400.0', '1048576.0'];

describeRecorded('canonical histograms of the recorded scrapes (skipped when ../shared/corpus is missing)', () => {
  it.each([
    ['pulsar_storage_write_latency', 'observatory_pulsar_publish_latency_seconds', BOUNDS, LES, '_overflow', 1e-6],
    [
      'pulsar_storage_ledger_write_latency',
      'observatory_pulsar_ledger_write_latency_seconds',
      BOUNDS,
      LES,
      '_overflow',
      1e-6,
    ],
    ['pulsar_entry_size', 'observatory_pulsar_entry_size_bytes', SIZES, SIZE_LES, '_le_overflow', 1],
  ])('%s: each topic of ten quiet minutes, bucket by bucket', (native, canonical, bounds, les, overflow, scale) => {
    const { store, brokers } = quiet();
    let observations = 0;
    brokers.forEach(({ instance, periods }) => {
      expect(periods).toHaveLength(10);
      const counts = [...periods[0].keys()].filter((line) => line.startsWith(`${native}_count{`));
      expect(counts.length).toBeGreaterThan(5);
      for (const line of counts) {
        const labels = line.slice(line.indexOf('{'));
        const where = { topic: /topic="([^"]*)"/.exec(labels)?.[1] ?? '', instance };
        let cumulative = 0;
        bounds.forEach((bound, b) => {
          cumulative += total(periods, `${native}_le_${bound}${labels}`);
          expect(store.increase(`${canonical}_bucket`, { ...where, le: les[b] })).toBe(cumulative);
        });
        cumulative += total(periods, `${native}${overflow}${labels}`);
        expect(store.increase(`${canonical}_bucket`, { ...where, le: '+Inf' })).toBe(cumulative);
        expect(store.increase(`${canonical}_count`, where)).toBe(cumulative);
        expect(cumulative).toBe(total(periods, line));
        expect(store.increase(`${canonical}_sum`, where)).toBeCloseTo(
          total(periods, `${native}_sum${labels}`) * scale,
          3,
        );
        observations += cumulative;
      }
    });
    expect(observations).toBeGreaterThan(100_000);
  });

  it.each([
    ['AddEntryLatencyBuckets', 'add_latency_seconds', RANGES_MS, LES],
    ['LedgerAddEntryLatencyBuckets', 'bookkeeper_add_latency_seconds', RANGES_MS, LES],
    ['LedgerSwitchLatencyBuckets', 'switch_latency_seconds', RANGES_MS, LES],
    ['EntrySizeBuckets', 'entry_size_bytes', RANGES_BYTES, SIZE_LES],
  ])('%s: rates by namespace become whole entries again, bucket by bucket', (native, canonical, ranges, les) => {
    const { store, brokers } = quiet();
    const name = `observatory_pulsar_managed_ledger_${canonical}`;
    let entriesOfAll = 0;
    brokers.forEach(({ instance, periods }) => {
      const entriesIn = (line: string) =>
        periods.reduce((sum, period) => {
          const entries = (period.get(line) ?? 0) * 60;
          expect(Math.abs(entries - Math.round(entries))).toBeLessThan(1e-6);
          return sum + Math.round(entries);
        }, 0);
      for (const namespace of ['acme/telemetry', 'acme/payments']) {
        const labels = `cluster="demo-1", namespace="${namespace}/persistent"`;
        const where = { namespace, domain: 'persistent', instance };
        let cumulative = 0;
        ranges.forEach((range, b) => {
          cumulative += entriesIn(`pulsar_ml_${native}{${labels}, quantile="${range}"}`);
          expect(store.increase(`${name}_bucket`, { ...where, le: les[b] })).toBe(cumulative);
        });
        cumulative += entriesIn(`pulsar_ml_${native}_OVERFLOW{${labels}}`);
        expect(store.increase(`${name}_bucket`, { ...where, le: '+Inf' })).toBe(cumulative);
        expect(store.increase(`${name}_count`, where)).toBe(cumulative);
        entriesOfAll += cumulative;
        if (native !== 'AddEntryLatencyBuckets') continue;
        // The same entries as those of its topics.
        const ofTopics = { namespace, instance };
        expect(store.increase('observatory_pulsar_publish_latency_seconds_count', ofTopics)).toBe(cumulative);
      }
    });
    // Ledgers are switched a few times in ten minutes, if at all.
    expect(entriesOfAll).toBeGreaterThanOrEqual(native === 'LedgerSwitchLatencyBuckets' ? 0 : 100_000);
  });

  it('by namespace (topic metrics off) as well', () => {
    const { store, scrapes } = replay('metrics/namespace-level', ['broker-1']);
    const [first, ...rest] = scrapes[0].map(({ body }) => plainSamples(body));
    // Forty seconds of scrapes hold one period at most.
    const line = 'pulsar_storage_write_latency_count{cluster="demo-1",namespace="acme/telemetry"}';
    const shown = [first, ...rest].map((each) => each.get(line) ?? 0);
    const news = shown.filter((value, i) => i > 0 && value !== shown[i - 1]);
    expect(store.increase('observatory_pulsar_publish_latency_seconds_count', { namespace: 'acme/telemetry' })).toBe(
      news.reduce((sum, value) => sum + value, 0),
    );
  });

  it.each([2000, 15_000])(
    'a frozen bookie: the p99 of the writes that wait for it rises at the end of their minute (every %i ms)',
    (everyMs) => {
      const { store } = replay('incident-bookie-stall/scrapes', ['broker-1', 'broker-2'], everyMs);
      const p99 = (namespace: string, fromIso: string, toIso: string): number => {
        const counts = LES.concat('+Inf').map((le) =>
          store.increase(
            'observatory_pulsar_publish_latency_seconds_bucket',
            { namespace, le },
            Date.parse(fromIso),
            Date.parse(toIso),
          ),
        );
        return quantile(0.99, [...LES.map(Number), Infinity], counts);
      };
      // Frozen from 04:08:39.7 to 04:08:59.7; the brokers' periods end at :06 and :08 of each minute.
      const before = ['2026-11-22T04:07:40Z', '2026-11-22T04:08:40Z'] as const;
      const during = ['2026-11-22T04:08:40Z', '2026-11-22T04:09:00Z'] as const;
      const after = ['2026-11-22T04:09:00Z', '2026-11-22T04:09:40Z'] as const;
      const later = ['2026-11-22T04:09:40Z', '2026-11-22T04:10:40Z'] as const;
      expect(p99('acme/payments', ...before)).toBeLessThan(0.2);
      // Nothing is told while it lasts: the period has not ended.
      expect(p99('acme/payments', ...during)).toBeNaN();
      expect(p99('acme/payments', ...after)).toBe(1);
      // By hand: of the 3427 writes of that minute 230 lie between 200 ms and 1 s and none above (the machine was busy).
      expect(p99('acme/payments', ...later)).toBeCloseTo(0.2 + (0.8 * (0.99 * 3427 - 3197)) / 230, 9);
      const overflow = (...[from, to]: readonly [string, string]): number =>
        ['+Inf', '1.0']
          .map((le) =>
            store.increase(
              'observatory_pulsar_publish_latency_seconds_bucket',
              { le },
              Date.parse(from),
              Date.parse(to),
            ),
          )
          .reduce((all, within) => all - within);
      expect(overflow(...before)).toBe(0);
      // ground-truth.json; also the sum of pulsar_storage_write_latency_overflow over the scrapes of both brokers at 04:09:10.
      expect(overflow(...after)).toBe(995);
      expect(overflow(...later)).toBe(0);
    },
  );
});

/** histogram_quantile of Prometheus for cumulative counts, written from its definition. */
function quantile(q: number, bounds: readonly number[], counts: readonly number[]): number {
  const total = counts.at(-1) ?? 0;
  if (total === 0) return NaN;
  const rank = q * total;
  const at = counts.findIndex((count) => count >= rank);
  if (bounds[at] === Infinity) return bounds[at - 1];
  const [low, below] = at === 0 ? [0, 0] : [bounds[at - 1], counts[at - 1]];
  return low + ((bounds[at] - low) * (rank - below)) / (counts[at] - below);
}
