import type { SignalDefinition } from '../signals/definition.ts';
import { signalOf } from '../signals/catalogue.ts';

const gauge = (
  kind: string,
  title: string,
  unit: string,
  metrics: readonly string[],
  nodes: readonly string[],
): SignalDefinition => ({
  kind,
  class: 'resource',
  title,
  unit,
  subject: 'node',
  reading: 'gauge',
  metrics,
  combine: 'max',
  direction: 'up',
  floor: 0,
  relativeFloor: 0,
  nodes,
});

const rate = (
  kind: string,
  title: string,
  unit: string,
  metrics: readonly string[],
  nodes: readonly string[],
): SignalDefinition => ({
  ...gauge(kind, title, unit, metrics, nodes),
  class: 'load',
  reading: 'rate',
  combine: 'sum',
});

/** What load is counted in, by kind of node. */
export const LOADS: readonly SignalDefinition[] = [
  rate('messages', 'messages received', '/s', ['pulsar_in_messages_total'], ['broker']),
  rate('entry_bytes', 'bytes written', 'B/s', ['bookie_WRITE_BYTES'], ['bookie']),
];

/** Resources and where each is used up; beyond it latency grows without bound, or the node refuses work. */
export const RESOURCES: readonly { definition: SignalDefinition; limit: number; why: string }[] = [
  {
    definition: gauge('lb_cpu', "CPU of the broker's host", '%', ['pulsar_lb_cpu_usage'], ['broker']),
    limit: 85,
    why: 'the load manager counts a broker as overloaded at 85 %',
  },
  { definition: signalOf('heap'), limit: 0.85, why: 'above 85 % of the heap collections come ever closer' },
  {
    definition: signalOf('direct_memory'),
    limit: 0.85,
    why: 'the load manager counts 85 % of direct memory as overload',
  },
  {
    definition: signalOf('gc_pause'),
    limit: 0.2,
    why: 'a process that collects a fifth of its time misses its latencies',
  },
  { definition: signalOf('disk_latency'), limit: 20, why: 'syncs of 20 ms bound what one journal can take' },
  { definition: signalOf('disk_fill'), limit: 95, why: 'a bookie turns read-only at 95 % of its disk' },
];
