import { ALIASES } from './alias-table.ts';
import { aliasesOf, canonicalOf, renamedTo } from './aliases.ts';
import { CANONICAL_FAMILIES } from '../config/schema/canonical.ts';
import { COUNTER_FAMILIES } from './counter-families.ts';
import { HISTOGRAM_FAMILIES } from './histogram-families.ts';
import { describeMetric } from './metric-descriptions.ts';

const gauge = { type: 'gauge', help: '', unit: '' } as const;

describe('names', () => {
  it('of the configuration are those of the tables', () => {
    expect([...CANONICAL_FAMILIES].sort()).toEqual(
      [...HISTOGRAM_FAMILIES, ...COUNTER_FAMILIES].map(({ canonical }) => canonical).sort(),
    );
  });

  it('stand in one alias only', () => {
    const names = ALIASES.flatMap(({ name, also }) => [name, ...also.map((each) => each.name)]);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('that were renamed, or never existed so, lead to the present one', () => {
    expect(renamedTo('pulsar_txn_committed_count')?.name).toBe('pulsar_txn_committed_total');
    expect(renamedTo('pulsar_lb_unload_bundle_count')?.name).toBe('pulsar_lb_unload_bundle_total');
    expect(renamedTo('pulsar_entry_size_overflow')?.name).toBe('pulsar_entry_size_le_overflow');
    expect(renamedTo('pulsar_ledgeroffloader_offload_error')?.name).toBe('brk_ledgeroffloader_offload_error');
    expect(renamedTo('pulsar_function_received_total_1min')?.name).toBe('pulsar_function_received_1min_total');
    expect(renamedTo('bookie_DELETED_LEDGER_COUNT')?.name).toBe('bookie_DELETED_LEDGER_TOTAL');
    for (const current of ['pulsar_txn_committed_total', 'pulsar_in_messages_total', 'up'])
      expect(renamedTo(current)).toBeUndefined();
  });

  it('of OpenTelemetry and of the brokers mean the same canonical metric', () => {
    expect(canonicalOf('pulsar_in_messages_total')).toBe('observatory_pulsar_messages_in_total');
    expect(canonicalOf('pulsar_broker_topic_message_incoming_count_total')).toBe(
      'observatory_pulsar_messages_in_total',
    );
    expect(canonicalOf('observatory_pulsar_messages_in_total')).toBeUndefined();
    expect(canonicalOf('pulsar_storage_write_latency_le_5')).toBe('observatory_pulsar_publish_latency_seconds');
    expect(canonicalOf('pulsar_ml_EntrySizeBuckets')).toBe('observatory_pulsar_managed_ledger_entry_size_bytes');
    expect(aliasesOf('pulsar_storage_size')).toEqual(['pulsar_broker_topic_storage_size_bytes']);
    expect(aliasesOf('pulsar_ledgeroffloader_x')).toEqual(['brk_ledgeroffloader_x']);
  });
});

describe('what a metric is', () => {
  it('warns of means over quantiles, and names what can be put together instead', () => {
    const summary = describeMetric('pulsar_broker_publish_latency', { ...gauge, type: 'summary', steppedMs: 60_000 });
    expect(summary).toMatchObject({ aggregatable: false, aggregation: 'max', capability: 'publish_latency_summary' });
    expect(summary.avoid).toEqual(expect.arrayContaining(['avg', 'sum']));
    expect(summary.advice).toContain('observatory_pulsar_publish_latency_seconds_bucket');
    const bookie = describeMetric('bookkeeper_server_ADD_ENTRY_REQUEST', { ...gauge, type: 'summary' });
    expect(bookie).toMatchObject({ aggregatable: false, aggregation: 'max' });
  });

  it('warns of the rate of a rate and of a bucket', () => {
    for (const name of [
      'pulsar_rate_in',
      'pulsar_storage_write_rate',
      'pulsar_subscription_msg_rate_out',
      'pulsar_storage_write_latency_le_5',
    ])
      expect(describeMetric(name, gauge).avoid).toContain('rate');
    expect(describeMetric('pulsar_storage_write_latency_le_5', gauge).canonical).toBe(
      'observatory_pulsar_publish_latency_seconds',
    );
  });

  it('tells counters, buckets, times and plain gauges apart', () => {
    expect(describeMetric('pulsar_in_bytes_total', { ...gauge, type: 'counter' }).aggregation).toBe('rate_then_sum');
    expect(describeMetric('x_seconds', { ...gauge, type: 'histogram' }).aggregation).toBe('histogram_quantile');
    expect(describeMetric('pulsar_subscription_last_acked_timestamp', gauge).aggregatable).toBe(false);
    expect(describeMetric('pulsar_storage_backlog_age_seconds', gauge).aggregation).toBe('max');
    expect(describeMetric('pulsar_msg_backlog', gauge)).toMatchObject({ aggregation: 'sum', avoid: [], advice: '' });
  });

  it('says which switch a metric needs', () => {
    expect(describeMetric('pulsar_subscription_back_log', gauge).capability).toBe('topic_metrics');
    expect(describeMetric('pulsar_ml_cursor_writeLedgerSize', gauge).capability).toBe('cursor_metrics');
  });
});
