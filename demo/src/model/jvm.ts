import type { Random } from '../random.ts';

/** A G1 heap, coarse: young space that fills and empties, live set that grows by promotion and falls by mixed collections. */
export interface Jvm {
  heapMaxBytes: number;
  directMaxBytes: number;
  /** Bytes in the young generation now. */
  youngBytes: number;
  oldBytes: number;
  /** What a full collection cannot free. */
  liveBytes: number;
  /** Extra live bytes of a memory leak. */
  leakedBytes: number;
  directBytes: number;
  youngCount: number;
  youngSeconds: number;
  oldCount: number;
  oldSeconds: number;
  survivorBytes: number;
  allocatedBytes: number;
  /** Multiplier of every pause; faults raise it. */
  pauseFactor: number;
  /** Full collections in a row that freed almost nothing. */
  futileFull: number;
}

export function createJvm(heapMaxBytes: number, directMaxBytes: number, liveShare: number): Jvm {
  const liveBytes = heapMaxBytes * liveShare;
  return {
    heapMaxBytes,
    directMaxBytes,
    youngBytes: 0,
    oldBytes: liveBytes,
    liveBytes,
    leakedBytes: 0,
    directBytes: directMaxBytes * 0.12,
    youngCount: 0,
    youngSeconds: 0,
    oldCount: 0,
    oldSeconds: 0,
    survivorBytes: 0,
    allocatedBytes: 0,
    pauseFactor: 1,
    futileFull: 0,
  };
}

/** Heap in use, in bytes. */
export const heapUsed = (jvm: Jvm): number => Math.min(jvm.heapMaxBytes, jvm.youngBytes + jvm.oldBytes);

/** G1 begins mixed collections at this share of the heap (InitiatingHeapOccupancyPercent 45, adapted upwards). */
const MIXED_AT = 0.55;
const FULL_AT = 0.96;

/**
 * Lets the heap live for `seconds` of allocation at `bytesPerSecond` and returns the stop-the-world time in ms.
 * Young pauses cost by what survives, hence rise with the live set; when the old generation leaves too little room for young
 * space, collections come ever closer together, and finally full ones of seconds: the end of a memory leak.
 */
export function stepJvm(jvm: Jvm, bytesPerSecond: number, seconds: number, random: Random): number {
  let pauseMs = 0;
  let left = bytesPerSecond * seconds;
  jvm.allocatedBytes += left;
  for (let rounds = 0; left > 0 && rounds < 200; rounds++) {
    const room = Math.max(
      0.02 * jvm.heapMaxBytes,
      Math.min(0.45 * jvm.heapMaxBytes, 0.95 * jvm.heapMaxBytes - jvm.oldBytes),
    );
    const take = Math.min(left, Math.max(0, room - jvm.youngBytes));
    jvm.youngBytes += take;
    left -= take;
    if (jvm.youngBytes < room) break;
    pauseMs += youngCollection(jvm, room, random);
    if (jvm.oldBytes > FULL_AT * jvm.heapMaxBytes) pauseMs += fullCollection(jvm, random);
    if (pauseMs > 20_000) break;
  }
  return pauseMs;
}

function youngCollection(jvm: Jvm, room: number, random: Random): number {
  const survivors = room * (0.015 + 0.02 * random.next());
  jvm.survivorBytes = survivors;
  jvm.youngBytes = survivors;
  jvm.oldBytes += survivors * 0.3;
  jvm.youngCount++;
  const floor = jvm.liveBytes + jvm.leakedBytes;
  let pause = 3 + (survivors / 1e6) * 0.35 + (jvm.oldBytes / jvm.heapMaxBytes) * 6;
  if (jvm.oldBytes > MIXED_AT * jvm.heapMaxBytes) {
    // A mixed collection: frees a part of the garbage in old regions for a longer pause.
    jvm.oldBytes = Math.max(floor, jvm.oldBytes - 0.35 * (jvm.oldBytes - floor));
    pause *= 2;
  }
  pause *= jvm.pauseFactor * Math.exp(0.35 * random.normal());
  jvm.youngSeconds += pause / 1000;
  return pause;
}

function fullCollection(jvm: Jvm, random: Random): number {
  const floor = jvm.liveBytes + jvm.leakedBytes;
  const freed = jvm.oldBytes - floor;
  jvm.oldBytes = Math.min(jvm.heapMaxBytes, floor);
  jvm.youngBytes = 0;
  jvm.oldCount++;
  jvm.futileFull = freed < 0.02 * jvm.heapMaxBytes ? jvm.futileFull + 1 : 0;
  const pause = (900 + 1100 * (jvm.oldBytes / 1e9)) * Math.exp(0.2 * random.normal());
  jvm.oldSeconds += pause / 1000;
  return pause;
}

/** The process was restarted: everything starts over but the sizes. */
export function restartJvm(jvm: Jvm): void {
  Object.assign(jvm, createJvm(jvm.heapMaxBytes, jvm.directMaxBytes, jvm.liveBytes / jvm.heapMaxBytes));
}
