import type { FaultKind } from '@observatory/protocol/demo';
import type { FaultDefinition } from '../fault.ts';
import { bookieReadOnly } from './bookie-read-only.ts';
import { brokerLost } from './broker-lost.ts';
import { gcPause } from './gc-pause.ts';
import { hotTopic } from './hot-topic.ts';
import { memoryLeak } from './memory-leak.ts';
import { networkPartition } from './network-partition.ts';
import { slowJournalDisk } from './slow-journal-disk.ts';
import { stoppedConsumer } from './stopped-consumer.ts';

/** Every kind of fault, one file each. */
export const catalogue: Readonly<Record<FaultKind, FaultDefinition>> = {
  'gc-pause': gcPause,
  'slow-journal-disk': slowJournalDisk,
  'hot-topic': hotTopic,
  'stopped-consumer': stoppedConsumer,
  'bookie-read-only': bookieReadOnly,
  'broker-lost': brokerLost,
  'network-partition': networkPartition,
  'memory-leak': memoryLeak,
};
