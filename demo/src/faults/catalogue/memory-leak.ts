import { brokerNamed, unknownNode, type FaultDefinition } from '../fault.ts';

/** Time in which the leak fills the heap at intensity 1. */
const FILL_MS = 1_200_000;

/** A broker leaks heap: the floor after each collection rises, collections take more, and it dies and starts again. */
export const memoryLeak: FaultDefinition = {
  kind: 'memory-leak',
  summary: 'The heap of a broker fills with what is never freed, until it runs out',
  targets: 'broker',
  scales: `the leak: the heap is full after ${FILL_MS / 60_000} minutes divided by intensity`,
  durationMs: 1_800_000,
  pick: (world, random) => world.brokers[random.int(world.brokers.length)].name,
  check: (world, target) => (brokerNamed(world, target) ? undefined : unknownNode(target, 'broker')),
  node: (world, fault) => brokerNamed(world, fault.target)?.name ?? fault.target,
  cause: (_, fault) => `${fault.target}: memory leak`,
  begin(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (broker) fault.memory.started = broker.startedMs;
  },
  step(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (!broker?.up) return;
    if (broker.startedMs !== fault.memory.started) {
      // It ran out of memory and was started again: that ends the leak.
      fault.endsMs = Math.min(fault.endsMs, world.nowMs);
      return;
    }
    const { jvm } = broker;
    const perTick = ((jvm.heapMaxBytes - jvm.liveBytes) * world.tickMs * fault.intensity) / FILL_MS;
    jvm.leakedBytes += perTick;
    jvm.oldBytes = Math.min(jvm.heapMaxBytes, Math.max(jvm.oldBytes + perTick, jvm.liveBytes + jvm.leakedBytes));
  },
  end(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (broker) broker.jvm.leakedBytes = 0;
  },
  chain(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (!broker) return [];
    const at = fault.beginsMs;
    const fill = FILL_MS / fault.intensity;
    const on = { node: broker.name, direction: 'up' as const, visibility: 'live' as const };
    return [
      {
        ...on,
        metric: 'jvm_memory_pool_bytes_used',
        onsetMs: at + Math.round(fill * 0.08),
        text: 'the old generation grows',
      },
      {
        ...on,
        metric: 'jvm_memory_bytes_used',
        onsetMs: at + Math.round(fill * 0.3),
        text: 'the floor of the heap rises',
      },
      {
        ...on,
        metric: 'jvm_gc_collection_seconds_count',
        onsetMs: at + Math.round(fill * 0.6),
        text: 'collections come more often',
      },
      {
        ...on,
        metric: 'jvm_gc_collection_seconds_sum',
        onsetMs: at + Math.round(fill * 0.85),
        text: 'and take longer, in the end full ones of seconds',
      },
      {
        ...on,
        metric: 'process_start_time_seconds',
        onsetMs: at + Math.round(fill * 0.98),
        text: 'out of memory: the process starts again',
      },
    ];
  },
};
