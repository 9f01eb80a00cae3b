import type { AnyProcess } from './exposition/pages.ts';
import type { World } from './model/world.ts';

const HOST = '127.0.0.1';

/** Every process with a port of its own, in the order of the ports: brokers, bookies, workers, metadata servers, hosts. */
export function listeners(world: World): AnyProcess[] {
  return [
    ...world.brokers,
    ...world.bookies,
    ...world.workers.filter((w) => w.embedded < 0),
    ...world.metadata,
    ...world.hosts,
  ];
}

/** Gives a process the port it really listens on; broker ids, and what is named after them, follow. */
export function assignPort(world: World, process: AnyProcess, port: number): void {
  if (process.port === port) return;
  process.port = port;
  process.address = `${HOST}:${port}`;
  if (process.kind !== 'broker') return;
  process.id = process.address;
  const own = world.namespaces.find((n) => n.systemBroker === process.index);
  if (own) {
    const topic = world.bundles[own.firstBundle].topics[0];
    world.topicByName.delete(`persistent://${own.tenant}/${own.name}/${world.topics.names[topic]}`);
    own.name = `${world.cluster}/${process.id}`;
    world.topicByName.set(`persistent://${own.tenant}/${own.name}/${world.topics.names[topic]}`, topic);
  }
  for (const worker of world.workers) {
    if (worker.embedded !== process.index) continue;
    worker.port = port;
    worker.address = process.address;
    worker.id = `c-${world.cluster}-fw-${process.id.replace(':', '-')}`;
  }
  process.topicsVersion++;
}
