import type { FaultKind, FaultRequest } from '@observatory/protocol/demo';
import { createRandom } from '../random.ts';
import type { ClusterSize } from '../size.ts';

/** A generated incident: a cluster, what goes wrong in it, and which window somebody asks about. */
export interface IncidentPlan {
  seed: number;
  /** `none`: an ordinary time with its ordinary batch jobs and busy neighbours. */
  shape: 'single' | 'pair' | 'none';
  startMs: number;
  size: Partial<ClusterSize>;
  scrapeIntervalMs: number;
  faults: (FaultRequest & { kind: FaultKind; atMs: number; durationMs: number })[];
  /** What is asked about. */
  windowFromMs: number;
  windowToMs: number;
}

const MINUTE = 60_000;
/** Share of seeds with two faults, and with none. */
const PAIRS = 0.15;
const NONE = 0.2;
const EPOCH = Date.UTC(2026, 10, 2);
const INTERVALS = [5000, 10_000, 15_000];

/** Per kind: duration and intensity from and to, and how much of it is looked at. */
const KINDS: Readonly<
  Record<FaultKind, { durationS: [number, number]; intensity: [number, number]; lookS: [number, number] }>
> = {
  'gc-pause': { durationS: [60, 240], intensity: [0.6, 2], lookS: [60, 240] },
  'slow-journal-disk': { durationS: [90, 300], intensity: [0.4, 2], lookS: [90, 300] },
  'hot-topic': { durationS: [120, 300], intensity: [0.5, 1.6], lookS: [100, 300] },
  'stopped-consumer': { durationS: [60, 300], intensity: [1, 1], lookS: [60, 300] },
  'bookie-read-only': { durationS: [90, 300], intensity: [1, 1], lookS: [60, 240] },
  'broker-lost': { durationS: [60, 240], intensity: [1, 1], lookS: [60, 240] },
  'network-partition': { durationS: [45, 150], intensity: [1, 1], lookS: [60, 240] },
  'memory-leak': { durationS: [900, 1500], intensity: [1.2, 3], lookS: [420, 900] },
};

/** The incident of a seed: always the same. */
export function planIncident(seed: number): IncidentPlan {
  const random = createRandom(seed, 'incident');
  const between = ([low, high]: readonly [number, number]) => low + (high - low) * random.next();
  const draw = random.next();
  const shape = draw < NONE ? 'none' : draw < NONE + PAIRS ? 'pair' : 'single';
  const startMs = EPOCH + Math.floor(random.next() * 7 * 24 * 60) * MINUTE;
  const quietMs = Math.round(between([6, 12]) * MINUTE);
  const kinds = Object.keys(KINDS) as FaultKind[];
  const faults: IncidentPlan['faults'] = [];
  let lookMs = between([60, 300]) * 1000;
  for (let i = 0; i < (shape === 'none' ? 0 : shape === 'pair' ? 2 : 1); i++) {
    // A leak takes so long that a second fault would be another incident.
    const choice = kinds.filter(
      (kind) => faults.every((each) => each.kind !== kind) && (shape !== 'pair' || kind !== 'memory-leak'),
    );
    const kind = choice[random.int(choice.length)];
    const { durationS, intensity, lookS } = KINDS[kind];
    const look = between(lookS) * 1000;
    const delayMs = i === 0 ? 0 : Math.round(between([0, 60])) * 1000;
    lookMs = i === 0 ? look : Math.max(lookMs, look) + delayMs;
    faults.push({
      kind,
      intensity: Math.round(between(intensity) * 100) / 100,
      durationMs: Math.round(between(durationS)) * 1000,
      atMs: startMs + quietMs + delayMs,
    });
  }
  const onsetMs = startMs + quietMs;
  return {
    seed,
    shape,
    startMs,
    size: { brokers: 3 + random.int(2), bookies: 3 + random.int(2), topics: 24 + random.int(24) },
    scrapeIntervalMs: INTERVALS[random.int(INTERVALS.length)],
    faults,
    windowFromMs: onsetMs - Math.round(between([15, 120])) * 1000,
    windowToMs: onsetMs + Math.round(lookMs),
  };
}
