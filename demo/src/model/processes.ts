import type { Random } from '../random.ts';
import { createHistogram } from './histogram.ts';
import { createJvm } from './jvm.ts';
import { EDGES } from './latency.ts';
import type { Bookie, Broker, BrokerShown, FunctionWorker, Host, MetadataServer, Process, World } from './world.ts';

const HOST = '127.0.0.1';
const GIB = 1024 ** 3;
const DAY = 86_400_000;
const RACKS = ['/rack-a', '/rack-b', '/rack-c'];

function common<K extends Process['kind']>(
  kind: K,
  name: string,
  index: number,
  host: number,
  port: number,
  startedMs: number,
): Process & { kind: K } {
  return {
    kind,
    name,
    index,
    host,
    port,
    address: `${HOST}:${port}`,
    startedMs,
    up: true,
    reachable: true,
    frozenUntilMs: 0,
    cpuCores: 0,
    cpuSeconds: 0,
  };
}

const started = (world: World, random: Random): number => world.startMs - Math.round(DAY * (1.5 + 6 * random.next()));

export const emptyShown = (): BrokerShown => ({
  rateIn: 0,
  rateOut: 0,
  throughputIn: 0,
  throughputOut: 0,
  writeRate: 0,
  readRate: 0,
  cpuPercent: 20,
  memoryPercent: 30,
  directPercent: 8,
});

export function buildBroker(world: World, index: number, port: number, random: Random): Broker {
  const process = common(
    'broker',
    `broker-${index + 1}`,
    index,
    index % world.size.hosts,
    port,
    started(world, random),
  );
  return {
    ...process,
    id: process.address,
    servicePort: 6650 + index,
    jvm: createJvm(2 * GIB, 2 * GIB, 0.14),
    registered: true,
    sessionEndsMs: 0,
    phase: random.int(60),
    publish: createHistogram(),
    publishCount: 0,
    publishSumMs: 0,
    pauseMs: 0,
    pauseTotalMs: 0,
    pauseLeftMs: 0,
    injectedPauseMs: 0,
    messagesIn: 0,
    messagesOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    throttledConnections: 0,
    connections: 8,
    connectionsCreated: 20,
    connectionsClosed: 12,
    topicLoadsMs: [],
    topicLoadsReadMs: world.startMs,
    lookups: 40,
    unloadedBundles: 0,
    topicsVersion: 0,
    topics: [],
    system: { inBytes: 80, outBytes: 80 },
    shown: emptyShown(),
    cacheHits: 0,
    cacheMisses: 0,
    dynamicConfiguration: new Map(),
  };
}

export function buildBookie(world: World, index: number, port: number, random: Random): Bookie {
  const process = common(
    'bookie',
    `bookie-${index + 1}`,
    index,
    index % world.size.hosts,
    port,
    started(world, random),
  );
  const diskBytes = 400e9;
  return {
    ...process,
    id: `${HOST}:${3181 + index}`,
    jvm: createJvm(1 * GIB, 1 * GIB, 0.1),
    rack: RACKS[index % RACKS.length],
    readOnly: false,
    forcedReadOnly: false,
    silentSinceMs: 0,
    registered: true,
    sessionEndsMs: 0,
    phase: random.int(60),
    syncFactor: 1,
    addCdf: new Float64Array(EDGES.length),
    syncCdf: new Float64Array(EDGES.length),
    addMeanMs: 1,
    syncMs: 0.5,
    addHistogram: createHistogram(),
    syncHistogram: createHistogram(),
    readHistogram: createHistogram(),
    addEntries: 0,
    addBytes: 0,
    readEntries: 0,
    readBytes: 0,
    addsTotal: 0,
    readsTotal: 0,
    writeBytesTotal: 0,
    readBytesTotal: 0,
    syncsTotal: 0,
    queueSize: 0,
    inProgress: 0,
    throttledWrites: 0,
    rejectedWrites: 0,
    writeCacheBytes: 0,
    writeCacheEntries: 0,
    flushes: 0,
    flushHistogram: createHistogram(),
    storedBytes: 0,
    garbageBytes: 0,
    reclaimedBytes: 0,
    diskBytes,
    otherBytes: diskBytes * (0.42 + 0.12 * random.next()),
    ledgers: 0,
    entriesStored: 0,
    minorCompactions: 4,
    majorCompactions: 1,
    nextGcMs: world.startMs + random.int(900_000),
    nextFlushMs: world.startMs + random.int(60_000),
    gcSuspended: { major: false, minor: false },
  };
}

/** The first worker is embedded in broker-1 (its id as Pulsar makes it); the others answer on ports of their own. */
export function buildWorkers(world: World, firstPort: number, random: Random): void {
  const { size } = world;
  const embedded = world.brokers[0];
  world.workers.push({
    ...common('function_worker', 'fw-1', 0, embedded.host, embedded.port, embedded.startedMs),
    id: `c-${world.cluster}-fw-${embedded.id.replace(':', '-')}`,
    embedded: 0,
    jvm: embedded.jvm,
    drained: false,
  });
  for (let i = 1; i <= size.workers; i++) {
    const process = common(
      'function_worker',
      `fw-${i + 1}`,
      i,
      i % size.hosts,
      firstPort + i - 1,
      started(world, random),
    );
    const worker: FunctionWorker = {
      ...process,
      id: `fw-${i + 1}`,
      embedded: -1,
      jvm: createJvm(GIB / 2, GIB / 4, 0.2),
      drained: false,
    };
    world.workers.push(worker);
  }
}

export function buildMetadataServer(world: World, index: number, port: number, random: Random): MetadataServer {
  const process = common('zookeeper', `zk-${index + 1}`, index, index % world.size.hosts, port, started(world, random));
  return { ...process, jvm: createJvm(GIB / 2, GIB / 4, 0.08), requests: 0 };
}

export function buildHost(world: World, index: number, port: number): Host {
  const cores = 4;
  const seconds = () => new Float64Array(cores);
  return {
    ...common('host', `host-${index + 1}`, index, index, port, world.startMs - 40 * DAY),
    cores,
    memoryBytes: 16 * GIB,
    diskBytes: 400e9,
    idleSeconds: seconds().fill(3_200_000),
    userSeconds: seconds().fill(210_000),
    systemSeconds: seconds().fill(60_000),
    iowaitSeconds: seconds().fill(9_000),
    load1: 1,
    load5: 1,
    load15: 1,
    networkIn: 4e12,
    networkOut: 5e12,
    diskWriteBytes: 6e12,
    diskReadBytes: 8e11,
    diskWrites: 9e8,
    diskBusySeconds: 120_000,
    diskWriteSeconds: 300_000,
    busyNeighbour: 0,
  };
}
