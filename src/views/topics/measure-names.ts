import type { Measure } from '@observatory/protocol/topics';
import { formatValue, type Unit } from '../live/format-value.ts';

/** How measures are called and read. */
export const MEASURE_NAMES: Readonly<Record<Measure, { title: string; unit: Unit }>> = {
  rate_in: { title: 'Messages in', unit: 'msgps' },
  rate_out: { title: 'Messages out', unit: 'msgps' },
  throughput_in: { title: 'Bytes in', unit: 'Bps' },
  throughput_out: { title: 'Bytes out', unit: 'Bps' },
  storage_bytes: { title: 'Stored', unit: 'bytes' },
  backlog_bytes: { title: 'Backlog', unit: 'bytes' },
  backlog_entries: { title: 'Backlog, entries', unit: 'short' },
  producers: { title: 'Producers', unit: 'short' },
  consumers: { title: 'Consumers', unit: 'short' },
  subscriptions: { title: 'Subscriptions', unit: 'short' },
};

export function measureText(measure: Measure, value: number | undefined): string {
  return formatValue(value, MEASURE_NAMES[measure].unit);
}
