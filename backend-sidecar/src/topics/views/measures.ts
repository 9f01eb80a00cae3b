import type { Measure } from '@observatory/protocol/topics';
import type { TOPIC_COLUMNS } from '../store/topic-table.ts';

/** Where each measure stands in the topic table. */
export const MEASURE_COLUMNS = {
  rate_in: 'rateIn',
  rate_out: 'rateOut',
  throughput_in: 'throughputIn',
  throughput_out: 'throughputOut',
  storage_bytes: 'storageBytes',
  backlog_bytes: 'backlogBytes',
  backlog_entries: 'backlogEntries',
  producers: 'producers',
  consumers: 'consumers',
  subscriptions: 'subscriptions',
} as const satisfies Record<Measure, keyof typeof TOPIC_COLUMNS>;
