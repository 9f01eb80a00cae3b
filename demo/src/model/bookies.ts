import { record, recordCounts } from './histogram.ts';
import { BINS, binOf, drawCounts, lognormalCdf } from './latency.ts';
import { stepJvm } from './jvm.ts';
import { addEvent, type Bookie, type World } from './world.ts';

/** A journal disk's sync (NVMe with power-loss protection): median ms, spread, and its slow share. */
const SYNC_MS = 0.45;
const SYNC_SIGMA = 0.3;
/** Bytes per second that the journal and the entry log together may take before queueing shows. */
const DISK_BYTES_PER_S = 250e6;
const QUEUE_MAX = 10_000;
const WRITE_CACHE_BYTES = 64 * 1024 ** 2;
const FLUSH_MS = 60_000;
const GC_MS = 900_000;
const FULL_AT = 0.95;
const SESSION_MS = 30_000;

const counts = new Float64Array(BINS);

/**
 * Prepares the tick's latencies from the load of the last one. The journal commits in groups: while one sync runs, what
 * arrives waits for the next, so an add takes a rest of one sync plus one whole (about 1.5 syncs), stretched by utilisation.
 */
export function prepareBookies(world: World): void {
  for (const bookie of world.bookies) {
    const rate = bookie.addEntries / (world.tickMs / 1000);
    const utilisation = Math.min(
      0.97,
      (bookie.addBytes * 2 + bookie.readBytes) / DISK_BYTES_PER_S + (bookie.syncFactor > 1 ? 0.1 : 0),
    );
    const stretch = 1 / (1 - utilisation);
    bookie.syncMs = SYNC_MS * bookie.syncFactor * stretch;
    const groupMs = Math.max(1, bookie.syncMs);
    bookie.addMeanMs = 0.25 + 1.1 * bookie.syncMs + 0.35 * groupMs;
    lognormalCdf(bookie.syncCdf, bookie.syncMs, SYNC_SIGMA + 0.2 * (stretch - 1), 0.004, 6);
    lognormalCdf(bookie.addCdf, bookie.addMeanMs, 0.45, 0.003, 9);
    // Little's law: what is under way is the arrival rate times the time it takes.
    bookie.inProgress = (rate * bookie.addMeanMs) / 1000;
    bookie.queueSize = Math.min(QUEUE_MAX, (rate * Math.max(0, bookie.syncMs - 0.5)) / 1000);
    bookie.addEntries = 0;
    bookie.addBytes = 0;
    bookie.readEntries = 0;
    bookie.readBytes = 0;
  }
}

/** Books what the tick's writes and reads did to each bookie: operation latencies, caches, disk, garbage collection. */
export function stepBookies(world: World, seconds: number): void {
  const { latency } = world.random;
  for (const bookie of world.bookies) {
    stepSession(world, bookie);
    if (!bookie.up) continue;
    const pauseMs = stepJvm(
      bookie.jvm,
      4e6 + bookie.addBytes * 1.2 + bookie.addEntries * 900,
      seconds,
      world.random.gc,
    );
    const adds = latency.round(bookie.addEntries);
    drawCounts(counts, bookie.addCdf, adds, latency);
    if (pauseMs > 20) {
      const late = Math.round((adds * pauseMs) / world.tickMs);
      if (late > 0) record(bookie.addHistogram, binOf(pauseMs * 0.6), late, latency.next());
    }
    recordCounts(bookie.addHistogram, counts, latency.next());
    bookie.addsTotal += adds;
    bookie.writeBytesTotal += bookie.addBytes + adds * 28;
    bookie.entriesStored += adds;
    bookie.storedBytes += bookie.addBytes;
    const perSecond = 1000 / Math.max(1.1, bookie.syncMs);
    const syncs = latency.round(Math.min(adds, perSecond * seconds));
    drawCounts(counts, bookie.syncCdf, syncs, latency);
    recordCounts(bookie.syncHistogram, counts, latency.next());
    bookie.syncsTotal += syncs;
    stepReads(bookie, latency);
    bookie.writeCacheBytes += bookie.addBytes;
    bookie.writeCacheEntries += adds;
    if (bookie.writeCacheBytes > WRITE_CACHE_BYTES / 2 || world.nowMs >= bookie.nextFlushMs) flush(world, bookie);
    stepDisk(world, bookie);
    bookie.cpuCores = 0.02 + adds * 45e-6 + bookie.addBytes * 3e-9 + bookie.readEntries * 60e-6 + pauseMs / 1000;
    bookie.cpuSeconds += bookie.cpuCores * seconds;
    bookie.jvm.directBytes = bookie.jvm.directMaxBytes * 0.08 + bookie.writeCacheBytes + bookie.inProgress * 4096;
  }
}

function stepReads(bookie: Bookie, latency: World['random']['latency']): void {
  const reads = latency.round(bookie.readEntries);
  if (reads === 0) return;
  // Most reads hit the read-ahead cache; the rest wait for the ledger disk.
  const misses = Math.min(reads, Math.ceil(reads * 0.015));
  const slow = 1.2 + 3 * latency.next() + (bookie.readBytes / 80e6) * 20;
  record(bookie.readHistogram, binOf(0.2), reads - misses, latency.next());
  if (misses > 0) record(bookie.readHistogram, binOf(slow), misses, latency.next());
  bookie.readsTotal += reads;
  bookie.readBytesTotal += bookie.readBytes;
}

function flush(world: World, bookie: Bookie): void {
  bookie.nextFlushMs = world.nowMs + FLUSH_MS;
  if (bookie.writeCacheBytes === 0) return;
  const ms = 8 + (bookie.writeCacheBytes / DISK_BYTES_PER_S) * 1000 * (1 + 0.3 * world.random.latency.next());
  record(bookie.flushHistogram, binOf(ms), 1, world.random.latency.next());
  bookie.flushes++;
  // A flush slower than the cache fills makes writers wait.
  if (ms > 2000) bookie.throttledWrites += Math.round(bookie.inProgress);
  bookie.writeCacheBytes = 0;
  bookie.writeCacheEntries = 0;
}

/** Share of the ledger disk in use. */
export const diskUsage = (bookie: Bookie): number =>
  Math.min(1, (bookie.otherBytes + bookie.storedBytes + bookie.garbageBytes) / bookie.diskBytes);

function stepDisk(world: World, bookie: Bookie): void {
  if (world.nowMs >= bookie.nextGcMs) {
    bookie.nextGcMs = world.nowMs + GC_MS;
    if (!bookie.gcSuspended.minor) {
      bookie.minorCompactions++;
      const freed = bookie.garbageBytes * (bookie.gcSuspended.major ? 0.5 : 0.85);
      bookie.garbageBytes -= freed;
      bookie.reclaimedBytes += freed;
      if (bookie.minorCompactions % 6 === 0 && !bookie.gcSuspended.major) bookie.majorCompactions++;
    }
  }
  const readOnly = bookie.forcedReadOnly || diskUsage(bookie) > FULL_AT;
  if (readOnly !== bookie.readOnly) {
    bookie.readOnly = readOnly;
    addEvent(world, readOnly ? 'bookie-read-only' : 'bookie-writable', bookie.name, bookie.id);
  }
}

function stepSession(world: World, bookie: Bookie): void {
  const alive = bookie.up && bookie.reachable;
  const heard = alive && bookie.frozenUntilMs <= world.nowMs;
  bookie.silentSinceMs = heard ? 0 : bookie.silentSinceMs || world.nowMs;
  if (alive && bookie.registered) {
    bookie.sessionEndsMs = world.nowMs + SESSION_MS;
    return;
  }
  if (alive && world.nowMs >= bookie.sessionEndsMs) {
    bookie.registered = true;
    addEvent(world, 'bookie-registered', bookie.name, bookie.id);
    return;
  }
  if (bookie.registered && world.nowMs >= bookie.sessionEndsMs) {
    bookie.registered = false;
    addEvent(world, 'bookie-session-expired', bookie.name, bookie.id);
  }
}
