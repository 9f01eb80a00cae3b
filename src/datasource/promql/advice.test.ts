import type { MetricDescription } from '@observatory/protocol/capabilities';
import { adviceOn } from './advice.ts';

const metric = (name: string, rest: Partial<MetricDescription>): [string, MetricDescription] => [
  name,
  {
    name,
    type: 'gauge',
    unit: '',
    help: '',
    aggregatable: true,
    aggregation: 'sum',
    advice: '',
    avoid: [],
    aliases: [],
    ...rest,
  },
];
const METRICS = new Map([
  metric('latency', {
    type: 'summary',
    aggregation: 'max',
    advice: 'Quantiles do not average.',
    avoid: ['sum', 'avg', 'rate'],
  }),
  metric('rate_in', { avoid: ['rate', 'irate', 'increase'], advice: 'Already a rate.', steppedMs: 60_000 }),
  metric('messages_total', { type: 'counter', aggregation: 'rate_then_sum' }),
  metric('size', { type: 'histogram', aggregation: 'histogram_quantile', steppedMs: 60_000 }),
  metric('old_name', { canonical: 'observatory_new' }),
]);
const texts = (expr: string) => adviceOn(expr, METRICS).map(({ severity, text }) => `${severity}: ${text}`);

describe('advice', () => {
  it.each([
    ['avg(latency{quantile="0.99"})', 'warning: avg over latency: Quantiles do not average.'],
    ['sum by (cluster) (rate(rate_in[5m]))', 'warning: rate over rate_in: Already a rate.'],
    ['sum(messages_total)', 'messages_total only ever grows'],
    ['histogram_quantile(0.99, sum by (cluster) (rate(size_bucket[5m])))', 'drops the label le'],
    ['histogram_quantile(0.99, sum without (le) (rate(size_bucket[5m])))', 'drops the label le'],
    ['rate(size_bucket[1m])', 'Use at least 2m'],
    ['size_count', 'only ever grows'],
    ['max(old_name)', 'info: observatory_new says the same'],
  ])('%s', (expr, text) => {
    expect(texts(expr).join('\n')).toContain(text);
  });

  it.each([
    'max by (cluster) (latency)',
    'sum(rate_in)',
    'sum(rate(messages_total[5m]))',
    'count(messages_total)',
    'sum(rate(latency_count[5m]))',
    'histogram_quantile(0.99, sum by (le, cluster) (rate(size_bucket[5m])))',
    'histogram_quantile(0.99, sum without (instance) (rate(size_bucket[$__rate_interval])))',
    'histogram_quantile(0.99, rate(size_bucket[5m]))',
    '$metric',
    'sum(up)',
    'sum(',
  ])('nothing against %s', (expr) => {
    expect(texts(expr)).toEqual([]);
  });

  it('says each thing once, and nothing before the metrics are known', () => {
    expect(texts('avg(latency) / avg(latency)')).toHaveLength(1);
    expect(adviceOn('avg(latency)', new Map())).toEqual([]);
  });
});
