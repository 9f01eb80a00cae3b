import { CAPABILITIES, capabilityOfMetric } from './capability-table.ts';
import type { TargetCapabilities } from '@observatory/protocol/capabilities';
import { canonicalOf } from '../testing/canonical-of.ts';
import { describeRecorded, plainSamples, recordedBody, recordedScrapes } from '../testing/recorded-scrapes.ts';
import { SampleRecorder } from '../testing/sample-recorder.ts';
import { ScrapedTarget } from '../testing/scraped-target.ts';

function exposureOf(...bodies: string[]): TargetCapabilities {
  const canonical = canonicalOf(new SampleRecorder());
  const target = new ScrapedTarget(canonical.targetAppender(), 'node');
  bodies.forEach((body, i) => target.scrape(body, 1000 * (i + 1)));
  return canonical.capabilities().targets[0];
}

const last = (folder: string, node: string): string => recordedScrapes(folder, node).at(-1)?.body ?? '';

const BROKER_ALL_OFF = {
  consumer_metrics: 'off',
  producer_metrics: 'off',
  cursor_metrics: 'off',
  bundle_metrics: 'off',
  bookkeeper_client_metrics: 'off',
};

describeRecorded('exposure of the recorded nodes (skipped when ../shared/corpus is missing)', () => {
  it('default settings: topics, and nothing else', () => {
    const { states, version } = exposureOf(last('metrics/topic-level', 'broker-1'));
    expect(states).toMatchObject({
      topic_metrics: 'on',
      partition_label: 'off',
      backlog_age: 'on',
      publish_latency_summary: 'on',
      broker_aggregates: 'on',
      embedded_function_worker: 'on',
      jvm_metrics: 'on',
      opentelemetry_names: 'off',
      extensible_load_manager: 'off',
      subscription_backlog_age: 'off',
      ...BROKER_ALL_OFF,
    });
    expect(version).toBe('4.0.8');
  });

  it('by namespace: what needs topics to show itself stays unknown', () => {
    const { states } = exposureOf(last('metrics/namespace-level', 'broker-2'));
    expect(states).toMatchObject({
      topic_metrics: 'off',
      cursor_metrics: 'off',
      bundle_metrics: 'off',
      jvm_metrics: 'on',
    });
    for (const id of ['consumer_metrics', 'producer_metrics', 'partition_label', 'backlog_age'])
      expect(states).not.toHaveProperty(id);
  });

  it('everything', () => {
    expect(exposureOf(last('metrics/everything', 'broker-2')).states).toMatchObject({
      topic_metrics: 'on',
      consumer_metrics: 'on',
      producer_metrics: 'on',
      cursor_metrics: 'on',
      bundle_metrics: 'on',
      partition_label: 'on',
      bookkeeper_client_metrics: 'on',
      embedded_function_worker: 'off',
    });
  });

  it('the OpenTelemetry exporter', () => {
    const { states } = exposureOf(recordedBody('metrics/otel/broker-2_otel_1.prom.gz'));
    expect(states).toEqual({ opentelemetry_names: 'on', jvm_metrics: 'on' });
  });

  it('function workers: the thread runtime hides the JVM, the process runtime pastes in all of them', () => {
    const thread = exposureOf(last('metrics/topic-level', 'fw-2'));
    expect(thread.states).toEqual({ jvm_metrics: 'off', function_process_metrics: 'off' });
    const process = exposureOf(last('metrics/process-runtime', 'fw-2'));
    expect(process.states).toMatchObject({ jvm_metrics: 'on', function_process_metrics: 'on' });
  });

  it('bookies and ZooKeeper', () => {
    expect(exposureOf(last('metrics/topic-level', 'bookie-1')).states).toEqual({
      bookie_metrics: 'on',
      task_execution_stats: 'off',
      auditor: 'on',
      deleted_ledger_total: 'on',
      jvm_metrics: 'on',
    });
    expect(exposureOf(last('metrics/topic-level', 'zk-1')).states).toMatchObject({ zookeeper_provider: 'on' });
  });

  it('the metrics that a capability claims exist with it, and without it do not', () => {
    const namesOf = (body: string): Set<string> =>
      new Set([...plainSamples(body).keys()].map((line) => line.replace(/\{.*/, '')));
    const topic = namesOf(last('metrics/topic-level', 'broker-2'));
    const namespace = namesOf(last('metrics/namespace-level', 'broker-2'));
    const everything = namesOf(last('metrics/everything', 'broker-2'));
    const claimed = (id: string, names: Iterable<string>): string[] =>
      [...names].filter((name) => capabilityOfMetric(name)?.id === id);
    expect(claimed('topic_metrics', namespace)).toEqual([]);
    const lost = [...topic].filter((name) => name.startsWith('pulsar_') && !namespace.has(name));
    const unclaimed = lost.filter(
      (name) => !['topic_metrics', 'backlog_age'].includes(capabilityOfMetric(name)?.id ?? ''),
    );
    // pulsar_lb_* come and go with load reports.
    expect(unclaimed.filter((name) => !/^pulsar_(lb|schema|metadata|topic_load|connection)/.test(name))).toEqual([]);
    for (const id of [
      'consumer_metrics',
      'producer_metrics',
      'cursor_metrics',
      'bundle_metrics',
      'bookkeeper_client_metrics',
    ]) {
      expect(claimed(id, topic)).toEqual([]);
      expect(claimed(id, everything).length).toBeGreaterThan(0);
    }
  });

  it('the table is sound: ids are unique, every capability can be seen', () => {
    const ids = CAPABILITIES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { on } of CAPABILITIES) expect(on.length).toBeGreaterThan(0);
  });
});
