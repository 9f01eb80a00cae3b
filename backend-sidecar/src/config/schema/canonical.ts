import { boolean, duration, integer, oneOf } from '../scalars.ts';
import { list, section } from '../section.ts';

/** Names of the families that canonical/ derives; its test holds the two lists equal. */
export const CANONICAL_FAMILIES = [
  'observatory_pulsar_publish_latency_seconds',
  'observatory_pulsar_ledger_write_latency_seconds',
  'observatory_pulsar_entry_size_bytes',
  'observatory_pulsar_compaction_latency_seconds',
  'observatory_pulsar_transaction_latency_seconds',
  'observatory_pulsar_managed_ledger_add_latency_seconds',
  'observatory_pulsar_managed_ledger_bookkeeper_add_latency_seconds',
  'observatory_pulsar_managed_ledger_switch_latency_seconds',
  'observatory_pulsar_managed_ledger_entry_size_bytes',
  'observatory_pulsar_messages_in_total',
  'observatory_pulsar_bytes_in_total',
  'observatory_pulsar_messages_out_total',
  'observatory_pulsar_bytes_out_total',
] as const;

export const canonicalSchema = section({
  enabled: boolean()
    .default(true)
    .describe('Derive conformant histograms and counters that outlive a change of owner.'),
  families: list(oneOf(...CANONICAL_FAMILIES))
    .default([])
    .describe('Only these families; all when empty.'),
  stats_period: duration(1000)
    .default(60_000)
    .describe("The brokers' `managedLedgerStatsPeriodSeconds`, believed until a broker is seen to keep another."),
  max_series_per_target: integer(0)
    .default(20_000)
    .describe('Most derived histogram series of one target by topic; beyond it they are by namespace.'),
});
