import { PROCESS_SIGNALS } from './process-signals.ts';
import { BOOKIE_SIGNALS } from './bookie-signals.ts';
import { BROKER_SIGNALS } from './broker-signals.ts';
import { TOPIC_SIGNALS } from './topic-signals.ts';
import { OTHER_SIGNALS } from './other-signals.ts';
import type { SignalDefinition } from './definition.ts';

/** Every signal that is read from a cluster, with the metrics of Pulsar 2.8 to 5.0, BookKeeper, ZooKeeper and hosts. */
export const SIGNALS: readonly SignalDefinition[] = [
  ...PROCESS_SIGNALS,
  ...BOOKIE_SIGNALS,
  ...BROKER_SIGNALS,
  ...TOPIC_SIGNALS,
  ...OTHER_SIGNALS,
];

const byKind = new Map(SIGNALS.map((signal) => [signal.kind, signal]));

export function signalOf(kind: string): SignalDefinition {
  const found = byKind.get(kind);
  if (!found) throw new RangeError(`there is no signal ${kind}`);
  return found;
}
