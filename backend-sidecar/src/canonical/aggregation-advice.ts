import type { Aggregation } from '@observatory/protocol/capabilities';
import type { MetricMetadata } from '../model/metadata.ts';
import { canonicalOf } from './aliases.ts';

export interface Advice {
  aggregatable: boolean;
  aggregation: Aggregation;
  advice: string;
  avoid: string[];
}

const RATES = ['rate', 'irate', 'increase'];
const MEANS = ['sum', 'avg', 'rate', 'irate', 'increase'];

/** Pulsar's rates of the last minute, exposed as gauges. */
const RATE_GAUGE =
  /^pulsar_(\w+_)?(rate|throughput)(_(in|out|redeliver|expired|backlog))?$|^pulsar_ml_\w*Rate(_s)?$|^pulsar_\w+_msg_(rate|throughput)_\w+$|_rate$/;
/** Times, states and identities: adding them up says nothing. */
const NO_SUM =
  /_timestamp$|^pulsar_storage_backlog_age|_age_seconds$|_usage$|_STATUS$|_info$|_created$|^process_start_time|_last_invocation$|^bookie_read_cache_size$|_ratio$|^pulsar_average_msg_size$|_max(_ms|_bytes)?$|^pulsar_health$/;

/** How series of one metric may be put together, and what to say to who is about to do otherwise. */
export function aggregationAdvice(
  name: string,
  { type, steppedMs }: Pick<MetricMetadata, 'type' | 'steppedMs'>,
): Advice {
  const canonical = canonicalOf(name);
  if (type === 'summary') {
    const instead = canonical ?? (name === 'pulsar_broker_publish_latency' ? PUBLISH_LATENCY : undefined);
    const use = instead ? `; for a quantile over several use histogram_quantile on ${instead}_bucket` : '';
    return {
      aggregatable: false,
      aggregation: 'max',
      advice: `Quantiles of several instances neither add up nor average: take the worst with max${use}. Without traffic they are NaN.`,
      avoid: MEANS,
    };
  }
  if (type === 'histogram') {
    const advice = steppedMs ? 'Take rate over at least two periods of the source before histogram_quantile.' : '';
    return { aggregatable: true, aggregation: 'histogram_quantile', advice, avoid: [] };
  }
  if (canonical?.endsWith('_total')) {
    return {
      aggregatable: true,
      aggregation: 'rate_then_sum',
      advice: `Begins at nought on each new owner of the topic; ${canonical} goes on. Take rate before sum.`,
      avoid: [],
    };
  }
  if (canonical) {
    return {
      aggregatable: true,
      aggregation: 'sum',
      advice: `A bucket alone, of the last finished minute: a gauge. Do not take its rate; use ${canonical}.`,
      avoid: RATES,
    };
  }
  if (type === 'counter') return { aggregatable: true, aggregation: 'rate_then_sum', advice: '', avoid: [] };
  if (NO_SUM.test(name)) {
    return {
      aggregatable: false,
      aggregation: type === 'info' ? 'none' : 'max',
      advice: 'A time, a share or a state: a sum or a mean of it says nothing.',
      avoid: ['sum', 'avg', ...RATES],
    };
  }
  if (RATE_GAUGE.test(name)) {
    return {
      aggregatable: true,
      aggregation: 'sum',
      advice: `Already a rate per second${steppedMs ? ' of the last minute, renewed once a minute' : ''}: do not take its rate.`,
      avoid: RATES,
    };
  }
  return { aggregatable: true, aggregation: 'sum', advice: '', avoid: [] };
}

const PUBLISH_LATENCY = 'observatory_pulsar_publish_latency_seconds';
