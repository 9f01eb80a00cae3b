import { PULSAR_BOUNDS, PULSAR_BUCKETS } from '../model/histogram.ts';
import type { World } from '../model/world.ts';
import { entrySizeCount, storedBytes, sum } from './broker-bindings.ts';
import type { Binding, Bindings, Sample } from './compile.ts';
import { labelOf } from './template.ts';

const LATENCY_RANGES = [
  '0.0_0.5',
  '0.5_1.0',
  '1.0_5.0',
  '5.0_10.0',
  '10.0_20.0',
  '20.0_50.0',
  '50.0_100.0',
  '100.0_200.0',
  '200.0_1000.0',
];
const SIZE_RANGES = [
  '0.0_128.0',
  '128.0_512.0',
  '512.0_1024.0',
  '1024.0_2048.0',
  '2048.0_4096.0',
  '4096.0_16384.0',
  '16384.0_102400.0',
  '102400.0_1048576.0',
];

/** The managed-ledger block of one namespace on one broker: sums over its topics there, per second. */
export function managedLedgerBindings(world: World, list: readonly number[]): Bindings {
  const { topics, subs } = world;
  const over =
    (of: (topic: number) => number): (() => number) =>
    () =>
      sum(list, of);
  const rate =
    (of: (topic: number) => number): Binding =>
    () =>
      over((t) => of(t) / 60);
  const buckets =
    (counts: () => Uint32Array): Binding =>
    ({ alternative, head }: Sample) => {
      const at = LATENCY_RANGES.indexOf(alternative || (labelOf(head, 'quantile') ?? ''));
      const bucket = at < 0 ? PULSAR_BOUNDS.length : at;
      return over((t) => counts()[t * PULSAR_BUCKETS + bucket] / 60);
    };
  const entryBytes = (t: number): number => topics.shownEntries[t] * topics.batch[t] * topics.messageBytes[t];
  return {
    pulsar_ml_AddEntryBytesRate: rate(entryBytes),
    pulsar_ml_AddEntryWithReplicasBytesRate: rate(
      (t) => entryBytes(t) * world.namespaces[topics.namespace[t]].writeQuorum,
    ),
    pulsar_ml_AddEntryMessagesRate: rate((t) => topics.shownEntries[t]),
    pulsar_ml_AddEntrySucceed: () => over((t) => topics.shownEntries[t]),
    pulsar_ml_AddEntryLatencyBuckets: buckets(() => topics.shownWrite),
    pulsar_ml_AddEntryLatencyBuckets_OVERFLOW: buckets(() => topics.shownWrite),
    pulsar_ml_LedgerAddEntryLatencyBuckets: buckets(() => topics.shownLedger),
    pulsar_ml_LedgerAddEntryLatencyBuckets_OVERFLOW: buckets(() => topics.shownLedger),
    pulsar_ml_EntrySizeBuckets: ({ alternative }) => {
      const bin = SIZE_RANGES.indexOf(alternative);
      return over((t) => entrySizeCount(world, t, bin) / 60);
    },
    pulsar_ml_MarkDeleteRate: rate((t) => topics.shownOut[t] * 2),
    pulsar_ml_NumberOfMessagesInBacklog: () =>
      over((t) => {
        let backlog = 0;
        for (let sub = topics.subFrom[t]; sub < topics.subTo[t]; sub++) backlog += Math.round(subs.backlog[sub]);
        return backlog;
      }),
    pulsar_ml_ReadEntriesRate: () => over((t) => topics.shownReads[t]),
    pulsar_ml_ReadEntriesOpsCacheMissesRate: () => over((t) => topics.shownReads[t]),
    pulsar_ml_ReadEntriesSucceeded: () => over((t) => Math.round(topics.shownReads[t] * 60)),
    pulsar_ml_ReadEntriesBytesRate: () => over((t) => topics.shownReads[t] * topics.batch[t] * topics.messageBytes[t]),
    pulsar_ml_StoredMessagesSize: () => over((t) => Math.round(storedBytes(world, t))),
  };
}
