import { canonicalOf } from './testing/canonical-of.ts';
import { describeRecorded, plainSamples, recordedScrapes } from './testing/recorded-scrapes.ts';
import { SampleRecorder } from './testing/sample-recorder.ts';
import { ScrapedTarget } from './testing/scraped-target.ts';

const NATIVE = [
  'pulsar_in_messages_total',
  'pulsar_in_bytes_total',
  'pulsar_out_messages_total',
  'pulsar_out_bytes_total',
];
const CANONICAL = ['messages_in', 'bytes_in', 'messages_out', 'bytes_out'].map(
  (each) => `observatory_pulsar_${each}_total`,
);

const labelsOf = (line: string): Record<string, string> =>
  Object.fromEntries([...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));

describeRecorded('canonical counters of the recorded scrapes (skipped when ../shared/corpus is missing)', () => {
  it('of each topic and subscription: what its owner counted between its first and last scrape', () => {
    const nodes = ['broker-1', 'broker-2'];
    const store = new SampleRecorder();
    const scrapes = nodes.map((node) => recordedScrapes('metrics/baseline-15s', node));
    const canonical = canonicalOf(store, { nowMs: scrapes[0][0].timestampMs });
    const targets = nodes.map((node) => new ScrapedTarget(canonical.targetAppender(), node));
    const order = scrapes.flatMap((list, i) => list.map((scrape) => ({ ...scrape, i })));
    order.sort((a, b) => a.timestampMs - b.timestampMs);
    for (const { body, timestampMs, i } of order) targets[i].scrape(body, timestampMs);

    let checked = 0;
    for (const list of scrapes) {
      const first = plainSamples(list[0].body);
      const last = plainSamples(list.at(-1)?.body ?? '');
      for (const [line, value] of last) {
        const family = NATIVE.indexOf(line.replace(/\{.*/, ''));
        if (family < 0) continue;
        const labels = labelsOf(line);
        const found = store.select(CANONICAL[family], labels);
        expect(found).toHaveLength(1);
        expect(found[0].labels.has('instance')).toBe(false);
        expect(found[0].samples.at(-1)?.value).toBe(value - (first.get(line) ?? 0));
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(100);
  });
});
