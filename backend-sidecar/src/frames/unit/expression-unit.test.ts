import type { MetricMetadata } from '../../model/metadata.ts';
import { parseExpr } from '../../promql/index.ts';
import { expressionUnit } from './expression-unit.ts';
import { grafanaUnit } from './unit.ts';

const METADATA: Record<string, Partial<MetricMetadata>> = {
  said: { type: 'gauge', unit: 'seconds' },
  jobs: { type: 'counter' },
  odd_total: { type: 'counter', unit: 'furlongs' },
  latency_seconds: { type: 'histogram' },
  room_count: { type: 'gauge' },
};
const metadataOf = (name: string): MetricMetadata | undefined =>
  name in METADATA ? { type: 'unknown', help: '', unit: '', ...METADATA[name] } : undefined;

/** Grafana's id for the values of a query. */
const idOf = (query: string) => {
  const unit = expressionUnit(parseExpr(query), metadataOf);
  return unit && grafanaUnit(unit);
};

it.each([
  ['said', 's'],
  ['x_bytes', 'bytes'],
  ['x_bytes_total', 'bytes'],
  ['rate(x_bytes_total[5m])', 'binBps'],
  ['sum by (a) (irate(x_messages_total[5m]))', 'mps'],
  ['increase(x_messages_total[1h])', 'short'],
  ['rate(jobs[5m])', 'cps'],
  ['rate(cpu_seconds_total[5m])', 'percentunit'],
  ['x_ratio', 'percentunit'],
  ['x_ratio * 100', 'percent'],
  ['8 * rate(x_bytes_total[5m])', 'bps'],
  ['pulsar_rate_in', 'mps'],
  ['sum(pulsar_broker_throughput_out)', 'binBps'],
  ['pulsar_storage_size', 'bytes'],
  ['pulsar_msg_backlog', 'short'],
  ['count(x_bytes)', 'short'],
  ['histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket[5m])))', 's'],
  ['rate(latency_seconds_bucket[5m])', 'cps'],
  ['rate(latency_seconds_count[5m])', 'cps'],
  ['rate(latency_seconds_sum[5m]) / rate(latency_seconds_count[5m])', 's'],
  ['x_bytes / on (a) y_bytes', 'percentunit'],
  ['x_bytes / y_seconds', 'binBps'],
  ['x_bytes + y_bytes', 'bytes'],
  ['x_bytes > 100', 'bytes'],
  ['100 < x_bytes', 'bytes'],
  ['max_over_time(x_bytes[1h:5m] offset 1d)', 'bytes'],
  ['quantile_over_time(0.9, x_seconds[5m])', 's'],
  ['topk(3, x_bytes) and on () up', 'bytes'],
  ['-(x_bytes)', 'bytes'],
])('%s: %s', (query, id) => expect(idOf(query)).toBe(id));

it.each([
  'x',
  'room_count',
  'odd_total',
  'rate(odd_total[5m])',
  'x_bytes + y_seconds',
  'x_bytes * 1000',
  'x_bytes * y_bytes',
  'x_bytes > bool 1',
  'stdvar(x_bytes)',
  'job:x_seconds:rate5m',
  'rate(pulsar_rate_in[5m])',
  'time()',
  'timestamp(x_seconds)',
  '{job="a"}',
  '1',
])('says nothing of %s', (query) => expect(idOf(query)).toBeUndefined());
