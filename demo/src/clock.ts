/** The part of a clock that the demo needs; the sidecar's `Clock` and `VirtualClock` fit. */
export interface DemoClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `delayMs` of its time; the returned function cancels. */
  setTimeout(callback: () => void, delayMs: number): () => void;
}

/** Where the cluster's time comes from: an injected clock, the wall clock times a speed, or only from `advanceTo`. */
export interface Pace {
  targetMs(): number;
  /** Waits about `ms` of virtual time. */
  wait(ms: number): Promise<void>;
  setSpeed(speed: number | 'max'): void;
  speed(): number | 'max' | 'injected';
  /** Moves a manual pace. */
  advanceTo(ms: number): void;
  /**
   * Wall time in ms that a world may spend on catching up before it gives up the lost time; Infinity where nothing may be
   * lost. A speed above what the machine can do thus becomes the machine's speed.
   */
  patienceMs(): number;
  /** Gives up the time between `worldMs` and the target. */
  slip(worldMs: number): void;
}

const wallWait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(5, ms)).unref();
  });

/** Follows another clock: the library form, for replays and soaks on virtual time. */
export function injectedPace(clock: DemoClock): Pace {
  return {
    targetMs: () => clock.now(),
    wait: (ms) => new Promise((resolve) => clock.setTimeout(resolve, ms)),
    setSpeed: () => undefined,
    speed: () => 'injected',
    advanceTo: () => undefined,
    patienceMs: () => Infinity,
    slip: () => undefined,
  };
}

/** Runs `speed` times faster than the wall clock from `startMs` on; speed `max` stands still until advanced. */
export function wallPace(startMs: number, speed: number | 'max'): Pace {
  let current = speed;
  let baseVirtual = startMs;
  let baseWall = performance.now();
  const target = (): number =>
    current === 'max' ? baseVirtual : baseVirtual + (performance.now() - baseWall) * current;
  const rebase = (ms: number): void => {
    baseVirtual = ms;
    baseWall = performance.now();
  };
  return {
    targetMs: target,
    wait: (ms) => wallWait(current === 'max' ? Math.min(ms, 20) : Math.min(ms / current, 250)),
    setSpeed(next) {
      rebase(target());
      current = next;
    },
    speed: () => current,
    advanceTo(ms) {
      if (ms > target()) rebase(ms);
    },
    patienceMs: () => (current === 'max' ? Infinity : 400),
    slip: rebase,
  };
}
