import { rotate } from './histogram.ts';
import { heapUsed, restartJvm, stepJvm } from './jvm.ts';
import { expireBroker, SESSION_TIMEOUT_MS } from './ownership.ts';
import { emptyShown } from './processes.ts';
import { PULSAR_BUCKETS } from './histogram.ts';
import { addEvent, type Broker, type World } from './world.ts';

/** Seconds from the start of a broker's JVM until it answers and registers (about 20 on the recorded cluster). */
export const BROKER_START_MS = 21_000;
const LONGEST_PAUSE_MS = 20_000;

/** Runs the JVMs of the brokers for a tick: allocation follows traffic, and pauses stop everything they do. */
export function stepBrokerJvms(world: World, seconds: number): void {
  for (const broker of world.brokers) {
    if (!broker.up) continue;
    if (broker.reachable && broker.registered) broker.sessionEndsMs = world.nowMs + SESSION_TIMEOUT_MS;
    const bytes = 8e6 + (broker.bytesIn + broker.bytesOut) * 4 + (broker.messagesIn + broker.messagesOut) * 1500;
    pause(world, broker, bytes, seconds);
    if (broker.jvm.futileFull >= 3) outOfMemory(world, broker);
    const work =
      0.08 + (broker.messagesIn * 110 + broker.messagesOut * 60) / 1e6 + (broker.bytesIn + broker.bytesOut) * 4e-9;
    broker.cpuCores = work / seconds + 2 * (broker.pauseMs / world.tickMs);
    broker.cpuSeconds += broker.cpuCores * seconds;
    broker.jvm.directBytes =
      broker.jvm.directMaxBytes * 0.06 + 64e3 * broker.connections + (broker.bytesIn + broker.bytesOut) * 0.2;
    broker.connections = 4 + Math.ceil(broker.topics.length / 3);
  }
}

/** Collections of the tick. A pause longer than the tick reaches into the next ones: nothing is answered until it ends. */
function pause(world: World, broker: Broker, bytesPerSecond: number, seconds: number): void {
  const starting = broker.pauseLeftMs === 0 && broker.frozenUntilMs > world.nowMs;
  if (broker.pauseLeftMs === 0) {
    let pauseMs = starting ? 0 : stepJvm(broker.jvm, bytesPerSecond, seconds, world.random.gc);
    if (broker.injectedPauseMs > 0) {
      pauseMs += broker.injectedPauseMs;
      broker.jvm.youngCount++;
      broker.jvm.youngSeconds += broker.injectedPauseMs / 1000;
      broker.injectedPauseMs = 0;
    }
    broker.pauseTotalMs = Math.min(pauseMs, LONGEST_PAUSE_MS);
    broker.pauseLeftMs = broker.pauseTotalMs;
  }
  broker.pauseMs = Math.min(world.tickMs, broker.pauseLeftMs);
  broker.pauseLeftMs -= broker.pauseMs;
  if (broker.pauseLeftMs > 0) broker.frozenUntilMs = Math.max(broker.frozenUntilMs, world.nowMs + broker.pauseLeftMs);
}

function outOfMemory(world: World, broker: Broker): void {
  addEvent(world, 'out-of-memory', broker.name, 'java.lang.OutOfMemoryError: Java heap space');
  restartBroker(world, broker);
}

/** Ends the broker's process and starts another: session gone, bundles free, counters and heap from nothing. */
export function restartBroker(world: World, broker: Broker): void {
  stopBroker(world, broker);
  startBroker(world, broker);
}

export function stopBroker(world: World, broker: Broker): void {
  if (!broker.up) return;
  broker.up = false;
  broker.pauseMs = 0;
  addEvent(world, 'broker-stopped', broker.name, broker.id);
}

/** Starts the process again; it answers and registers after its start-up time. */
export function startBroker(world: World, broker: Broker): void {
  if (broker.registered) expireBroker(world, broker);
  restartJvm(broker.jvm);
  Object.assign(broker, {
    up: true,
    startedMs: world.nowMs,
    pauseMs: 0,
    pauseLeftMs: 0,
    injectedPauseMs: 0,
    frozenUntilMs: world.nowMs + BROKER_START_MS,
    sessionEndsMs: world.nowMs + BROKER_START_MS,
    cpuSeconds: 0,
    publishCount: 0,
    publishSumMs: 0,
    connectionsCreated: 0,
    connectionsClosed: 0,
    lookups: 0,
    unloadedBundles: 0,
    cacheHits: 0,
    cacheMisses: 0,
    topicLoadsMs: [],
    shown: emptyShown(),
    system: { inBytes: 0, outBytes: 0 },
  });
  broker.publish.count = 0;
  broker.publish.used = false;
  rotate(broker.publish);
  rotate(broker.publish);
  broker.topicsVersion++;
  addEvent(world, 'broker-started', broker.name, broker.id);
}

/**
 * Once a minute, at the broker's own second, its rates take their next step; its bucket gauges and summary quantiles follow
 * 4 s later. Between the steps they stand still: what makes a fault of 20 s show late and stay for 60.
 */
export function stepBrokerWindows(world: World): void {
  const second = Math.round(world.nowMs / 1000) % 60;
  for (const broker of world.brokers) {
    if (!broker.up) continue;
    if (second === broker.phase) showRates(world, broker);
    if (second === (broker.phase + 4) % 60) showBuckets(world, broker);
  }
}

function showRates(world: World, broker: Broker): void {
  const { topics, subs } = world;
  const shown = emptyShown();
  for (const topic of broker.topics) {
    topics.shownMessages[topic] = topics.windowMessages[topic] / 60;
    topics.shownBytes[topic] = topics.windowBytes[topic] / 60;
    topics.shownReads[topic] = topics.windowReads[topic] / 60;
    topics.windowMessages[topic] = 0;
    topics.windowBytes[topic] = 0;
    topics.windowReads[topic] = 0;
    let out = 0;
    for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) {
      subs.shownOut[sub] = subs.windowOut[sub] / 60;
      subs.shownAcked[sub] = subs.windowAcked[sub] / 60;
      subs.shownRedelivered[sub] = subs.windowRedelivered[sub] / 60;
      out += subs.shownOut[sub];
      subs.windowOut[sub] = 0;
      subs.windowAcked[sub] = 0;
      subs.windowRedelivered[sub] = 0;
    }
    topics.shownOut[topic] = out;
    topics.shownOutBytes[topic] = out * topics.messageBytes[topic];
    shown.rateIn += topics.shownMessages[topic];
    shown.throughputIn += topics.shownBytes[topic];
    shown.rateOut += out;
    shown.throughputOut += topics.shownOutBytes[topic];
    shown.writeRate += topics.windowEntries[topic] / 60;
    shown.readRate += topics.shownReads[topic];
  }
  const host = world.hosts[broker.host];
  shown.cpuPercent = 100 * Math.min(1, host ? hostBusy(world, broker.host) : 0);
  shown.memoryPercent = (100 * heapUsed(broker.jvm)) / broker.jvm.heapMaxBytes;
  shown.directPercent = (100 * broker.jvm.directBytes) / broker.jvm.directMaxBytes;
  broker.shown = shown;
}

/** Share of a host's cores in use by the processes on it. */
export function hostBusy(world: World, host: number): number {
  const { cores, busyNeighbour } = world.hosts[host];
  let used = 0.25 + busyNeighbour;
  for (const list of [world.brokers, world.bookies, world.workers, world.metadata]) {
    for (const process of list) if (process.host === host && process.up) used += process.cpuCores;
  }
  return Math.min(1, used / cores);
}

function showBuckets(world: World, broker: Broker): void {
  const { topics } = world;
  rotate(broker.publish);
  for (const topic of broker.topics) {
    topics.shownEntries[topic] = topics.windowEntries[topic];
    topics.windowEntries[topic] = 0;
    const from = topic * PULSAR_BUCKETS;
    for (let i = from; i < from + PULSAR_BUCKETS; i++) {
      topics.shownWrite[i] = topics.windowWrite[i];
      topics.shownLedger[i] = topics.windowLedger[i];
      topics.windowWrite[i] = 0;
      topics.windowLedger[i] = 0;
    }
    topics.shownWriteSumUs[topic] = topics.windowWriteSumUs[topic];
    topics.shownLedgerSumUs[topic] = topics.windowLedgerSumUs[topic];
    topics.windowWriteSumUs[topic] = 0;
    topics.windowLedgerSumUs[topic] = 0;
  }
}
