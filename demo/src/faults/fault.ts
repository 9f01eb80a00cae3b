import type { FaultKind, Symptom } from '@observatory/protocol/demo';
import type { Random } from '../random.ts';
import type { Bookie, Broker, World } from '../model/world.ts';

/** A fault that has been asked for: waiting, active or over. */
export interface Fault {
  id: string;
  kind: FaultKind;
  /** As asked: node name, topic, or `topic subscription`. */
  target: string;
  intensity: number;
  beginsMs: number;
  endsMs: number;
  /** Whatever a definition wants to remember from begin to end. */
  memory: Record<string, number>;
}

/** One kind of fault: how it changes the model, and what that must look like from outside. */
export interface FaultDefinition {
  kind: FaultKind;
  summary: string;
  /** What `target` names. */
  targets: 'broker' | 'bookie' | 'broker or bookie' | 'topic' | 'topic subscription';
  /** What `intensity` scales. */
  scales: string;
  durationMs: number;
  /** A target by chance, weighted to where it matters. */
  pick(world: World, random: Random): string;
  /** Undefined when the target exists, else what is wrong with it. */
  check(world: World, target: string): string | undefined;
  /** Node (or topic) to which the ground truth points. */
  node(world: World, fault: Fault): string;
  cause(world: World, fault: Fault): string;
  begin(world: World, fault: Fault): void;
  step?(world: World, fault: Fault): void;
  end(world: World, fault: Fault): void;
  /** The chain of symptoms, in the order of cause; made at the beginning. */
  chain(world: World, fault: Fault): Omit<Symptom, 'order'>[];
}

export const brokerNamed = (world: World, target: string): Broker | undefined =>
  world.brokers.find((b) => b.name === target || b.id === target);

export const bookieNamed = (world: World, target: string): Bookie | undefined =>
  world.bookies.find((b) => b.name === target || b.id === target);

export const unknownNode = (target: string, kind: string): string =>
  `there is no ${kind} ${target}; GET /nodes lists them`;

/** Virtual ms of the next step of a broker's rates (`buckets`: of its bucket gauges and quantiles) after `ms`. */
export function nextStep(phase: number, ms: number, buckets: boolean): number {
  const second = (phase + (buckets ? 4 : 0)) % 60;
  const minute = Math.floor(ms / 60_000) * 60_000 + second * 1000;
  return minute > ms ? minute : minute + 60_000;
}

/** Brokers whose topics write to a bookie, with the share of their entries that must wait for it. */
export function writersTo(world: World, bookie: number): { broker: Broker; topics: number[] }[] {
  const list: { broker: Broker; topics: number[] }[] = [];
  for (const broker of world.brokers) {
    const topics = broker.topics.filter((topic) => {
      const ensemble = world.ensembles[world.topics.ensemble[topic]];
      return (
        world.topics.rate[topic] > 1 && ensemble.bookies.includes(bookie) && ensemble.ackQuorum === ensemble.writeQuorum
      );
    });
    if (topics.length > 0) list.push({ broker, topics });
  }
  return list;
}
