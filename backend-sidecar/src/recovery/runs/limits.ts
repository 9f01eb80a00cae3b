import type { ActionRule } from '../settings.ts';
import type { StoredRun } from './stored-run.ts';

const HOUR_MS = 3_600_000;

export interface Wait {
  outcome: 'cooling_down' | 'too_many';
  untilMs: number;
}

/** What the cool-down (per target) and the limit of an hour (over all targets) say to one more run; undefined: nothing. */
export function waitFor(
  { name, cooldownMs, runsPerHour }: Pick<ActionRule, 'name' | 'cooldownMs' | 'runsPerHour'>,
  target: string,
  runs: readonly StoredRun[],
  nowMs: number,
): Wait | undefined {
  const began = runs.filter(
    (run): run is StoredRun & { beganMs: number } => run.action === name && run.beganMs !== undefined,
  );
  const last = Math.max(...began.filter((run) => run.target === target).map(({ beganMs }) => beganMs));
  if (nowMs - last < cooldownMs) return { outcome: 'cooling_down', untilMs: last + cooldownMs };
  const recent = began.map(({ beganMs }) => beganMs).filter((beganMs) => nowMs - beganMs < HOUR_MS);
  if (recent.length < runsPerHour) return undefined;
  const [oldest] = recent.sort((a, b) => a - b).slice(-runsPerHour);
  return { outcome: 'too_many', untilMs: oldest + HOUR_MS };
}
