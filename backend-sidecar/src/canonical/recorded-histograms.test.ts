import { Canonical } from './canonical.ts';
import { describeRecorded, plainSamples, recordedScrapes, type RecordedScrape } from './testing/recorded-scrapes.ts';
import { SampleRecorder } from './testing/sample-recorder.ts';
import { ScrapedTarget } from './testing/scraped-target.ts';

function replay(folder: string, nodes: readonly string[]): { store: SampleRecorder; scrapes: RecordedScrape[][] } {
  const store = new SampleRecorder();
  const scrapes = nodes.map((node) => recordedScrapes(folder, node));
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
    const nodes = ['broker-1', 'broker-2'];
    const { store, scrapes } = replay('metrics/baseline-15s', nodes);
    let observations = 0;
    nodes.forEach((instance, i) => {
      const periods = firstOfPeriods(scrapes[i]).map(({ body }) => plainSamples(body));
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
});
