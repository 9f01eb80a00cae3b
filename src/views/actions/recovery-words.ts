import type { RecoveryAction, RecoveryAlert, RecoveryOutcome } from '@observatory/protocol/recovery';

/** What became of a run, and whether that is good news. */
export const OUTCOMES: Readonly<Record<RecoveryOutcome, { says: string; tone: 'ok' | 'warn' | 'bad' | 'idle' }>> = {
  awaiting_approval: { says: 'waits for approval', tone: 'warn' },
  running: { says: 'running', tone: 'idle' },
  done: { says: 'done', tone: 'ok' },
  failed: { says: 'failed', tone: 'bad' },
  unknown: { says: 'outcome unknown', tone: 'bad' },
  dry_run: { says: 'dry run: nothing was done', tone: 'idle' },
  dismissed: { says: 'dismissed', tone: 'idle' },
  cooling_down: { says: 'cooling down: nothing was done', tone: 'idle' },
  too_many: { says: 'too many in an hour: nothing was done', tone: 'warn' },
  switched_off: { says: 'automation is stopped: nothing was done', tone: 'warn' },
  refused: { says: 'refused', tone: 'bad' },
};

/** `node.disk_usage_percent >= 90 for 5 min`. */
export function conditionWords({ metric, operator, threshold, durationMinutes }: RecoveryAlert): string {
  const lasts = durationMinutes > 0 ? ` for ${durationMinutes} min` : '';
  return `${metric} ${operator} ${threshold}${lasts}`;
}

/** A value as it is read beside its threshold. */
export function valueWords(value: number | string | null, metric: string): string {
  if (value === null) return 'no value';
  if (typeof value === 'string') return value;
  const rounded = Number(value.toPrecision(4)).toLocaleString('en');
  return metric.endsWith('_percent') ? `${rounded} %` : rounded;
}

/** What bounds an action. */
export function limitWords({ cooldownSeconds, runsPerHour, dryRun, needsApproval }: RecoveryAction): string[] {
  const minutes = cooldownSeconds / 60;
  return [
    cooldownSeconds > 0
      ? `${Number.isInteger(minutes) ? `${minutes} min` : `${cooldownSeconds} s`} between two runs on one target`
      : 'no cool-down',
    `at most ${runsPerHour} ${runsPerHour === 1 ? 'run' : 'runs'} an hour`,
    needsApproval ? 'waits for approval' : 'begins by itself',
    ...(dryRun ? ['dry run: says what it would do, and does nothing'] : []),
  ];
}
