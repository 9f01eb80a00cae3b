/**
 * Versions of Pulsar other than the recorded 4.0.8. The bodies in testdata/ are not recorded: they are made by hand from
 * reference/pulsar.md §6 and say so in their first line.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalOf } from './testing/canonical-of.ts';
import { SampleRecorder } from './testing/sample-recorder.ts';
import { ScrapedTarget } from './testing/scraped-target.ts';

function body(name: string, values: Readonly<Record<string, number>> = {}): string {
  const file = fileURLToPath(new URL(`testdata/${name}.prom`, import.meta.url));
  const text = readFileSync(file, 'utf8');
  expect(text.split('\n')[0]).toMatch(/^# Made by hand from reference\/pulsar\.md §6/);
  return text.replace(/\$(\w+)/g, (_, key: string) => String(values[key] ?? 0));
}

function target() {
  const store = new SampleRecorder();
  const canonical = canonicalOf(store);
  return { store, canonical, node: new ScrapedTarget(canonical.targetAppender(), 'node') };
}

describe('other versions', () => {
  it('2.10: lines with times of their own give the same histograms and counters, one scrape later', () => {
    const { store, canonical, node } = target();
    for (let i = 0; i <= 12; i++) {
      const minute = Math.floor(i / 4);
      const timeMs = 1_700_000_000_000 + i * 15_000;
      node.scrape(
        body('pulsar-2.10-broker', {
          fast: 10 + minute,
          slow: minute,
          sum: 5000 + minute,
          in: 100 * i,
          now: timeMs - 3,
        }),
        timeMs,
      );
    }
    const name = 'observatory_pulsar_publish_latency_seconds';
    // The periods that begin at scrapes 4 and 8; the third is seen by the scrape after the last.
    expect(store.increase(`${name}_bucket`, { le: '0.005' })).toBe(11 + 12);
    expect(store.increase(`${name}_bucket`, { le: '+Inf' })).toBe(11 + 12 + 1 + 2);
    expect(store.increase(`${name}_sum`)).toBeCloseTo(0.005001 + 0.005002, 9);
    expect(store.increase('observatory_pulsar_messages_in_total')).toBe(1100);
    expect(canonical.capabilities().targets[0].states).toMatchObject({
      topic_metrics: 'on',
      transactions: 'on',
      broker_aggregates: 'off',
      backlog_age: 'off',
      publish_latency_summary: 'off',
    });
  });

  it('3.0: aggregates of the broker and the extensible load manager', () => {
    const { canonical, node } = target();
    node.scrape(body('pulsar-3.0-broker'), 1000);
    expect(canonical.capabilities().targets[0].states).toMatchObject({
      topic_metrics: 'off',
      broker_aggregates: 'on',
      extensible_load_manager: 'on',
    });
  });

  it('5.0: age of the backlog by subscription, publish latency of the broker', () => {
    const { canonical, node } = target();
    node.scrape(body('pulsar-5.0-broker'), 1000);
    expect(canonical.capabilities().targets[0].states).toMatchObject({
      topic_metrics: 'on',
      backlog_age: 'on',
      subscription_backlog_age: 'on',
      publish_latency_summary: 'on',
    });
  });

  it('BookKeeper 4.14 has the old names of counters', () => {
    const { canonical, node } = target();
    node.scrape(body('bookkeeper-4.14-bookie'), 1000);
    expect(canonical.capabilities().targets[0].states).toEqual({
      bookie_metrics: 'on',
      deleted_ledger_total: 'off',
      task_execution_stats: 'off',
      jvm_metrics: 'on',
    });
  });
});
