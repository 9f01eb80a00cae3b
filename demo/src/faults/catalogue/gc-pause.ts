import { brokerNamed, nextStep, unknownNode, type FaultDefinition } from '../fault.ts';

/** Length of one pause at intensity 1, and how far they are apart. */
const PAUSE_MS = 650;
const EVERY_MS = 9_000;

/** A broker's heap fills with survivors and its collections take most of a second each. */
export const gcPause: FaultDefinition = {
  kind: 'gc-pause',
  summary: 'Long stop-the-world collections on a broker with a full old generation',
  targets: 'broker',
  scales: `each pause: ${PAUSE_MS} ms times intensity, every ${EVERY_MS / 1000} s`,
  durationMs: 90_000,
  pick: (world, random) => world.brokers[random.int(world.brokers.length)].name,
  check: (world, target) => (brokerNamed(world, target) ? undefined : unknownNode(target, 'broker')),
  node: (world, fault) => brokerNamed(world, fault.target)?.name ?? fault.target,
  cause: (_, fault) =>
    `${fault.target}: collections of about ${Math.round(PAUSE_MS * fault.intensity)} ms, heap nearly full`,
  begin(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (broker) fault.memory.live = broker.jvm.liveBytes;
  },
  step(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (!broker?.up) return;
    const { jvm } = broker;
    // The live set grows first; pauses begin when there is little left to free.
    const elapsed = world.nowMs - fault.beginsMs;
    const share = Math.min(1, elapsed / 10_000);
    jvm.liveBytes = fault.memory.live + share * (0.8 * jvm.heapMaxBytes - fault.memory.live);
    jvm.oldBytes = Math.max(jvm.oldBytes, jvm.liveBytes);
    if (elapsed >= 8000 && Math.floor(elapsed / EVERY_MS) > (fault.memory.pauses ?? -1)) {
      fault.memory.pauses = Math.floor(elapsed / EVERY_MS);
      broker.injectedPauseMs += PAUSE_MS * fault.intensity * (0.8 + 0.4 * world.random.gc.next());
    }
  },
  end(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (!broker) return;
    broker.jvm.liveBytes = fault.memory.live ?? broker.jvm.liveBytes;
    broker.jvm.oldBytes = Math.min(broker.jvm.oldBytes, broker.jvm.liveBytes * 1.4);
  },
  chain(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (!broker) return [];
    const at = fault.beginsMs;
    const pauses = at + 9000;
    const stepped = nextStep(broker.phase, pauses, true);
    const on = { node: broker.name, direction: 'up' as const };
    return [
      {
        ...on,
        metric: 'jvm_memory_bytes_used',
        onsetMs: at + 2000,
        visibility: 'live',
        text: 'heap climbs to over 80 %',
      },
      {
        ...on,
        metric: 'jvm_gc_collection_seconds_sum',
        onsetMs: pauses,
        visibility: 'live',
        text: 'seconds in collections rise',
      },
      {
        ...on,
        metric: 'pulsar_broker_publish_latency_sum',
        onsetMs: pauses,
        visibility: 'live',
        text: 'mean publish latency rises',
      },
      {
        ...on,
        metric: 'pulsar_broker_publish_latency',
        onsetMs: stepped,
        visibility: 'stepped',
        text: 'p99 of publishes in the hundreds of ms',
      },
      {
        ...on,
        metric: 'pulsar_storage_write_latency_le_1000',
        onsetMs: stepped,
        visibility: 'stepped',
        text: 'writes of 200 ms to 1 s',
      },
    ];
  },
};
